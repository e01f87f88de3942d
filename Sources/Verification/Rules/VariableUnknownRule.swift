// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailTemplates
internal import Handlebars
internal import TenantConfiguration

/// Variables begin with `object`, the only thing that AIC hands to a template.
struct VariableUnknownRule: Rule {
    private static let rule = RuleDescription(
        "variable-unknown", "Every variable of a template is below “object”.", .always(.error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        subject.forEachParsedText { prepared, text, template in
            for variable in template.analysis.variables {
                guard let path = variable.absolutePath, let root = path.rootName, !root.hasSameBytes(as: "object")
                else { continue }
                // `../name` and `@root.name` cannot follow another name.
                let isPlain = variable.path.utf8.first.map { $0 != .ascii(".") && $0 != .ascii("@") } ?? false
                findings.add(
                    Self.rule, "{{\(variable.path)}} is always empty: AIC gives templates “object” and nothing else",
                    at: text.source.location(of: variable.position.offset), template: prepared.template.name,
                    evidence: variable.path,
                    fix: "write {{\(isPlain ? "object.\(variable.path)" : "@root.object.\(path)")}}")
            }
        }
    }
}
