// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import HTML

/// Every link leads somewhere.
struct LinkBrokenRule: Rule {
    private static let rule = RuleDescription(
        "link-broken", "Links are complete: a scheme, a host, no blanks.", .always(.error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        subject.forEachLink { message, link, target, body in
            let fault: String
            switch target {
            case .empty: fault = "is empty"
            case .relative: fault = "has no scheme, and a mail has no address that it could be relative to"
            case .malformed: fault = "is not a web address: it has no host, or blanks"
            case .fragment, .secure, .unencrypted, .dangerous, .disguised, .inline, .other: return
            }
            findings.add(
                Self.rule, "the \(link.attribute) of <\(link.element)> \(fault)", at: body.location(of: link.offset),
                message: message,
                evidence: link.value.escapedForDisplay,
                fix:
                    "write the whole address, such as https://example.com/; where it comes from data, see what is missing"
            )
        }
    }
}
