// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Composition
package import EmailProvider
internal import JSONText
internal import TenantConfiguration

/// Says what Microsoft Graph leaves out of messages, and what it refuses.
struct GraphRules: Rule {
    private static let regenerated = RuleDescription(
        "graph-regenerated", "What Graph has no place for, and makes by itself, does not matter.", .always(.note))
    private static let notCarried = RuleDescription(
        "graph-not-carried", "Graph carries what the recipient relies on.", .always(.warning))
    private static let tooManyFields = RuleDescription(
        "graph-header-limit", "A message for Graph has at most 5 fields of its own.", .always(.error))
    private static let tooLarge = RuleDescription(
        "graph-request-large", "A request to Graph has at most 4 MB.", .always(.error))

    var descriptions: [RuleDescription] { [Self.regenerated, Self.notCarried, Self.tooManyFields, Self.tooLarge] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages { Self.check(message, for: subject.provider, into: &findings) }
    }

    /// Adds a finding for everything of a message that Graph leaves out or refuses, if it is Graph that sends it.
    static func check(
        _ verified: VerifiedMessage, for provider: EmailProvider, into findings: inout FindingCollector
    ) {
        guard provider.kind == .msgraph, let message = verified.composed.message else { return }
        let location = provider.location ?? SourceLocation(file: "--provider")
        let omissions = message.graphOmissions
        Self.report(omissions.filter { !Self.isReliedOn($0) }, Self.regenerated, verified, location, &findings)
        Self.report(omissions.filter(Self.isReliedOn), Self.notCarried, verified, location, &findings)
        Self.checkLimits(message, verified, at: location, into: &findings)
    }

    private static func isReliedOn(_ omission: GraphOmission) -> Bool {
        switch omission {
        case .textAlternative, .date, .messageID, .autoSubmitted, .groupNames: false
        case .unsubscribe, .xmlType, .flowedText: true
        }
    }

    private static func report(
        _ omissions: [GraphOmission], _ rule: RuleDescription, _ message: VerifiedMessage, _ location: SourceLocation,
        _ findings: inout FindingCollector
    ) {
        guard !omissions.isEmpty else { return }
        findings.add(
            rule, "the JSON of Microsoft Graph has no place for \(omissions.map(\.rawValue).joined(separator: ", "))",
            at: location, message: message,
            fix: "rely on it only where messages go by SMTP, or in the MIME form of render --as graph-mime")
    }

    private static func checkLimits(
        _ message: Message, _ verified: VerifiedMessage, at location: SourceLocation,
        into findings: inout FindingCollector
    ) {
        if message.customFields.count > GraphOmission.customFieldLimit {
            findings.add(
                Self.tooManyFields,
                "the message has \(message.customFields.count) fields of its own; Microsoft Graph takes "
                    + "\(GraphOmission.customFieldLimit)", at: location, message: verified, fix: "leave some out")
        }
        if case .encoded(let json) = verified.transmission, json.count > GraphOmission.requestLimit {
            findings.add(
                Self.tooLarge,
                "the request has \(json.count / 1000) KB; Microsoft Graph takes \(GraphOmission.requestLimit / 1000) KB",
                at: verified.composed.body?.location(of: 0) ?? location, message: verified,
                fix: "link to large files and images")
        }
    }
}

/// What `verify` finds about Microsoft Graph, for messages that are made for another purpose.
package struct GraphInspection {
    private let provider: EmailProvider
    private var collector = FindingCollector(gate: .development)

    package init(_ provider: EmailProvider) {
        self.provider = provider
    }

    /// Takes a message that goes out as JSON.
    package mutating func add(_ composed: ComposedMessage, template: String?, locale: String?, persona: String?) {
        guard self.provider.kind == .msgraph, let message = composed.message else { return }
        var verified = VerifiedMessage(template: template, locale: locale, persona: persona, composed: composed)
        verified.transmission = .encoded(json: message.graphJSON.serialized(.compact))
        GraphRules.check(verified, for: self.provider, into: &self.collector)
    }

    /// What Graph leaves out of the messages, and what it refuses, which are errors.
    package var findings: [Finding] { self.collector.sorted }
}
