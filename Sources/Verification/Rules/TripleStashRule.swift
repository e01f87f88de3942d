// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import Configuration
internal import EmailTemplates
internal import Handlebars

/// HTML bodies escape what they show: `{{{x}}}` and `{{&x}}` let data become markup.
struct TripleStashRule: Rule {
    private static let rule = RuleDescription(
        "triple-stash", "HTML bodies show values only in escaped form.", .beforePromotion)

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        subject.forEachParsedText { prepared, text, template in
            // Subjects and plain text are not HTML, so escaping has no part in them.
            guard prepared.template.bodyType != .plainText, text.isBody else { return }
            for variable in template.analysis.variables where !variable.isEscaped {
                findings.add(
                    Self.rule, "\(variable.path) goes into the HTML without escaping: data can become markup",
                    at: text.source.location(of: variable.position.offset), template: prepared.template.name,
                    evidence: "{{{\(variable.path)}}}", fix: "write {{\(variable.path)}}")
            }
        }
    }
}
