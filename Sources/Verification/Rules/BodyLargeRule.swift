// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition

/// Bodies are small enough to be shown whole: Gmail cuts messages off at about 102 KB of HTML.
struct BodyLargeRule: Rule {
    private static let rule = RuleDescription(
        "body-large", "A body has at most 102 KB, which Gmail shows whole.",
        Severities(development: .warning, staging: .warning, production: .error))

    private static let clippingSize = 102 * 1000

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            guard let body = message.composed.body, body.bytes.count > Self.clippingSize else { continue }
            findings.add(
                Self.rule, "the body has \(body.bytes.count / 1000) KB; Gmail cuts it off at 102 KB",
                at: body.location(of: 0), message: message,
                fix: "shorten it: inline images and repeated styles weigh most")
        }
    }
}
