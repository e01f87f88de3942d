// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import HTML

/// Links use https.
struct LinkUnencryptedRule: Rule {
    private static let rule = RuleDescription(
        "link-unencrypted", "Links and images use https.",
        Severities(development: .warning, staging: .warning, production: .error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        subject.forEachLink { message, link, target, body in
            guard target == .unencrypted else { return }
            findings.add(
                Self.rule, "the \(link.attribute) of <\(link.element)> is an unencrypted http: address",
                at: body.location(of: link.offset),
                message: message, evidence: link.value.escapedForDisplay, fix: "use https:")
        }
    }
}
