// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailProvider
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
        guard subject.provider.kind == .msgraph else { return }
        let location = subject.provider.location ?? SourceLocation(file: "--provider")
        for verified in subject.messages {
            guard let message = verified.composed.message else { continue }
            let omissions = message.graphOmissions
            self.report(omissions.filter { $0 != .unsubscribe }, Self.regenerated, verified, location, &findings)
            self.report(omissions.filter { $0 == .unsubscribe }, Self.notCarried, verified, location, &findings)
            self.checkLimits(message, verified, at: location, into: &findings)
        }
    }

    private func report(
        _ omissions: [GraphOmission], _ rule: RuleDescription, _ message: VerifiedMessage, _ location: SourceLocation,
        _ findings: inout FindingCollector
    ) {
        guard !omissions.isEmpty else { return }
        findings.add(
            rule, "the JSON of Microsoft Graph has no place for \(omissions.map(\.rawValue).joined(separator: ", "))",
            at: location, message: message,
            fix: "rely on it only where messages go by SMTP, or in the MIME form of render --as graph-mime")
    }

    private func checkLimits(
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
