// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailTemplates
internal import Handlebars
internal import TenantConfiguration

/// HTML bodies escape what they show: `{{{x}}}` and `{{&x}}` let data become markup.
struct TripleStashRule: Rule {
    private static let rule = RuleDescription(
        "triple-stash", "HTML and XML bodies show values only in escaped form.", .beforePromotion)

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        subject.forEachParsedText { prepared, text, template in
            // Subjects and plain text are not HTML, so escaping has no part in them.
            guard prepared.template.bodyType != .plainText, text.kind == .body else { return }
            for variable in template.analysis.variables where !variable.isEscaped {
                findings.add(
                    Self.rule, "\(variable.path) goes into the body without escaping: data can become markup",
                    at: text.source.location(of: variable.position.offset), template: prepared.template.name,
                    evidence: text.source.tag(at: variable.position.offset), fix: "write {{\(variable.path)}}")
            }
        }
    }
}

extension SourceText {
    /// The mustache that begins at `offset`, as it is written.
    fileprivate func tag(at offset: Int) -> String {
        let rest = self.bytes.dropFirst(offset)
        let closing = rest.indices.first { rest[$0...].starts(with: "}}".utf8) } ?? rest.endIndex
        let braces = rest[closing...].prefix(3).prefix { $0 == .ascii("}") }
        return String(decoding: rest[..<closing] + braces, as: UTF8.self).escapedForDisplay
    }
}
