// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import HTML

/// Images are not `data:` URLs: Galley makes parts of them, AIC sends them as they are.
struct ImageDataURLRule: Rule {
    private static let rule = RuleDescription(
        "image-data-url", "Images are not data: URLs, which many mail programs do not show.", .always(.warning))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        subject.forEachLink { message, link, target, body in
            guard target == .inline, DataURL.isOne(link.value.utf8) else { return }
            findings.add(
                Self.rule,
                "AIC sends the data: image of <\(link.element)> as it is, which Gmail and Outlook do not show",
                at: body.location(of: link.offset), message: message, fix: "link to the image at an https: address")
        }
    }
}
