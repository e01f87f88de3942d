// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
public import JSONText
internal import MIME
internal import TenantConfiguration

extension VerificationReport {
    /// The report for programs. `Documentation/report.schema.json` describes it.
    public var json: JSONNode {
        [
            "galley": JSONNode(.string(GalleyVersion.current)),
            "gate": JSONNode(.string(self.gate.rawValue)),
            "verdict": JSONNode(.string(self.verdict.rawValue)),
            "counts": JSONNode(
                .object(
                    [Severity.error, .warning, .note].map { severity in
                        JSONMember(name: severity.rawValue, value: JSONNode(integerLiteral: self.count(of: severity)))
                    })),
            "findings": JSONNode(.array(self.findings.map(\.json))),
            "messages": JSONNode(.array(self.messages.map(\.json))),
            "stages": JSONNode(.array((self.live?.preflights ?? []).flatMap(\.stages))),
            "deliveries": JSONNode(.array(self.deliveries.map(\.json))),
        ]
    }
}

extension JSONNode {
    /// An object of the members that have a value.
    package static func object(_ members: KeyValuePairs<String, JSONNode?>) -> JSONNode {
        JSONNode(
            .object(
                members.compactMap { name, value in
                    value.map { JSONMember(name: name, value: $0) }
                }))
    }

    /// A string.
    package static func text(_ text: String?) -> JSONNode? {
        text.map { JSONNode(.string($0)) }
    }
}

extension Finding {
    /// The finding for programs.
    package var json: JSONNode {
        .object([
            "rule": .text(self.rule),
            "severity": .text(self.severity.rawValue),
            "message": .text(self.message),
            "template": .text(self.template),
            "locale": .text(self.locale),
            "persona": .text(self.persona),
            "location": self.location.json,
            "related": self.related?.json,
            "evidence": .text(self.evidence),
            "difference": self.difference.isEmpty
                ? nil : JSONNode(.array(self.difference.map { JSONNode(.string($0)) })),
            "fix": .text(self.fix),
        ])
    }
}

extension SourceLocation {
    package var json: JSONNode {
        .object([
            "file": .text(self.file),
            "line": self.position.map { JSONNode(integerLiteral: $0.line) },
            "column": self.position.map { JSONNode(integerLiteral: $0.column) },
            "pointer": .text(self.pointer?.description),
        ])
    }
}

extension Sender {
    /// The sender for programs.
    package var json: JSONNode {
        .object([
            "address": .text(self.mailbox.description),
            "source": .text(self.source.rawValue),
            "shadows": self.shadowed.isEmpty
                ? nil
                : JSONNode(
                    .array(
                        self.shadowed.map {
                            .object(["address": .text($0.text), "source": .text($0.source.rawValue)])
                        })),
        ])
    }
}

extension VerificationReport.MessageSummary {
    fileprivate var json: JSONNode {
        .object([
            "template": .text(self.template),
            "locale": .text(self.locale),
            "persona": .text(self.persona),
            "from": self.sender?.json,
            "subject": .text(self.subject),
            "result": .text(self.result.rawValue),
            "envelope": self.envelope?.json,
        ])
    }
}

extension VerificationReport.MessageSummary.Envelope {
    fileprivate var json: JSONNode {
        .object([
            "from": .text(self.sender?.description ?? ""),
            "recipients": JSONNode(.array(self.recipients.map { JSONNode(.string($0.description)) })),
            "smtpUTF8": JSONNode(booleanLiteral: self.usesSMTPUTF8),
        ])
    }
}

extension LiveVerification.Preflight {
    /// The stages for programs, each with the sender and the recipients it is about.
    fileprivate var stages: [JSONNode] {
        self.log.stages.map { stage in
            var members = stage.json.members ?? []
            members.append(JSONMember(name: "from", value: JSONNode(.string(self.inquiry.sender.description))))
            members.append(
                JSONMember(
                    name: "to",
                    value: JSONNode(.array(self.inquiry.recipients.map { JSONNode(.string($0.description)) }))))
            return JSONNode(.object(members))
        }
    }
}

extension VerificationReport.DeliverySummary {
    /// The outcome for programs.
    package var json: JSONNode {
        .object([
            "template": .text(self.template),
            "locale": .text(self.locale),
            "recipient": .text(self.outcome.recipient.description),
            "outcome": .text(self.outcome.result.rawValue),
            "reply": .text(self.outcome.reply),
            "messageID": .text(self.messageID),
        ])
    }
}
