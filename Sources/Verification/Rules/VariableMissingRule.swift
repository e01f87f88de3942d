// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import Handlebars
internal import TenantConfiguration

/// Variables that a mail shows have a value for every persona, or stand inside an `{{#if}}`.
struct VariableMissingRule: Rule {
    private static let rule = RuleDescription(
        "variable-missing", "Every variable that a template shows has a value for every persona.", .beforePromotion)

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            for text in [message.composed.subject, message.composed.body].compactMap({ $0 }) {
                for missing in text.missing where missing.isBelowObject {
                    findings.add(
                        Self.rule, "{{\(missing.path)}} has no value and renders as nothing",
                        at: text.source.location(of: missing.position.offset), message: message,
                        evidence: missing.absolutePath?.description ?? missing.path,
                        fix:
                            "give the value to the persona, or guard it with {{#if \(missing.isCall ? "(\(missing.path))" : missing.path)}}…{{/if}}"
                    )
                }
            }
        }
    }
}

extension RenderTrace.Missing {
    /// Variables outside `object` are another rule's.
    fileprivate var isBelowObject: Bool {
        guard let root = self.absolutePath?.rootName else { return true }
        return root.hasSameBytes(as: "object")
    }
}
