// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import HTML

/// No link runs code or reads the recipient's files.
struct LinkUnsafeRule: Rule {
    private static let rule = RuleDescription(
        "link-unsafe", "Links lead to web pages, mail addresses or phone numbers, not to code.", .always(.error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        subject.forEachLink { message, link, target, location in
            guard case .dangerous(let scheme) = target else { return }
            findings.add(
                Self.rule, "the \(link.attribute) of <\(link.element)> is a \(scheme): address, which is unsafe",
                at: location, message: message, evidence: link.value.escapedForDisplay,
                fix: "link to an https: address")
        }
    }
}
