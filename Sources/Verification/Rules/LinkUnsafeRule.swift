// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import HTML

/// No link runs code, reads the recipient's files or hides its host.
struct LinkUnsafeRule: Rule {
    private static let rule = RuleDescription(
        "link-unsafe", "Links lead where they seem to lead, and never to code.", .always(.error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        subject.forEachLink { message, link, target, body in
            let fault: String
            switch target {
            case .dangerous(let scheme): fault = "is a \(scheme): address, which is unsafe"
            case .disguised: fault = "has a name before the @, which people take for the host it leads to"
            case .empty, .fragment, .relative, .secure, .unencrypted, .inline, .other, .malformed: return
            }
            findings.add(
                Self.rule, "the \(link.attribute) of <\(link.element)> \(fault)", at: body.location(of: link.offset),
                message: message,
                evidence: link.value.escapedForDisplay, fix: "link to an https: address with nothing before its host")
        }
    }
}
