// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Composition
internal import EmailProvider
internal import JSONText
internal import MIME
package import TenantConfiguration

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
        guard subject.provider.kind == .msgraph else { return }
        let place = subject.provider.location ?? SourceLocation(file: "--provider")
        for message in subject.messages { Self.check(message, for: place, into: &findings) }
    }

    /// Adds a finding for everything of a message that the JSON of Graph leaves out, or that Graph refuses.
    ///
    /// - Parameter place: What asks for the JSON.
    static func check(
        _ verified: VerifiedMessage, for place: SourceLocation, into findings: inout FindingCollector
    ) {
        guard let message = verified.composed.message else { return }
        let omissions = message.graphOmissions
        let others = omissions.filter { !Self.isReliedOn($0) }
        Self.report(others, Self.regenerated, verified, place, &findings)
        for omission in omissions where Self.isReliedOn(omission) {
            Self.report([omission], Self.notCarried, verified, verified.place(of: omission) ?? place, &findings)
        }
        Self.checkLimits(message, verified, at: place, into: &findings)
        Self.checkAddresses(verified, into: &findings)
    }

    /// Adds a finding for every address that Graph takes in no form.
    static func checkAddresses(_ verified: VerifiedMessage, into findings: inout FindingCollector) {
        for mailbox in verified.composed.mailboxes {
            let address = mailbox.mailbox.address
            let verdict = InternationalAddressRule.judgeForGraph([address], as: mailbox.role)
            guard case .refused(let refusal) = verdict else { continue }
            findings.add(
                CompositionRules.rule(for: .addressNotAllowed), refusal.message, at: mailbox.locationOfAddress(),
                message: verified, evidence: address.description, fix: refusal.fix)
        }
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
            let fields = verified.composed.request.customFields
            findings.add(
                Self.tooManyFields,
                "the message has \(message.customFields.count) fields of its own; Microsoft Graph takes "
                    + "\(GraphOmission.customFieldLimit)",
                at: fields.dropFirst(GraphOmission.customFieldLimit).first?.value.location() ?? location,
                message: verified, fix: "leave some out")
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

extension VerifiedMessage {
    /// What of the request or the template asks for something that Graph leaves out; `nil` where neither does.
    fileprivate func place(of omission: GraphOmission) -> SourceLocation? {
        switch omission {
        case .unsubscribe: self.composed.request.unsubscribeLocation
        case .xmlType:
            (self.template == nil ? self.composed.request.type?.location() : nil)
                ?? self.composed.body?.location(of: 0)
        default: nil
        }
    }
}

/// What `verify` finds about Microsoft Graph, for messages that are made for another purpose.
package struct GraphInspection {
    private let place: SourceLocation
    private let isRequired: Bool
    private var collector = FindingCollector(gate: .development)

    /// Starts without a message.
    ///
    /// - Parameters:
    ///   - place: What asks for the form of Graph: the provider or an option.
    ///   - isRequired: Whether the messages are of use in that form alone. Otherwise what Graph refuses is a warning, and
    ///     what it makes by itself goes without saying.
    package init(at place: SourceLocation, isRequired: Bool = true) {
        self.place = place
        self.isRequired = isRequired
    }

    /// Takes a message that goes out as JSON.
    package mutating func add(_ composed: ComposedMessage, template: String?, locale: String?, persona: String?) {
        guard let message = composed.message else { return }
        var verified = VerifiedMessage(template: template, locale: locale, persona: persona, composed: composed)
        verified.transmission = .encoded(json: message.graphJSON.serialized(.compact))
        GraphRules.check(verified, for: self.place, into: &self.collector)
    }

    /// Takes a message that goes out in the MIME form, which leaves nothing out.
    package mutating func addMIME(_ composed: ComposedMessage, template: String?, locale: String?, persona: String?) {
        let verified = VerifiedMessage(template: template, locale: locale, persona: persona, composed: composed)
        GraphRules.checkAddresses(verified, into: &self.collector)
    }

    /// What Graph leaves out of the messages, and what it refuses: errors where nothing but that form is wanted.
    package var findings: [Finding] {
        guard !self.isRequired else { return self.collector.sorted }
        return self.collector.sorted.filter { $0.severity != .note }.map { finding in
            var finding = finding
            finding.severity = .warning
            return finding
        }
    }
}
