// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import Foundation
import JSONText
import MIME
import SMTP
import Testing
import Verification

/// One thing is changed on the way at a time; each change is one difference, and none is found where nothing changed.
@Suite struct RoundTripTests {
    /// A change of a received message: text of it that is replaced, or something else.
    struct Change: Sendable, CustomTestStringConvertible {
        let name: String
        let differences: [String]
        let apply: @Sendable (inout ReceivedMessage) throws -> Void

        init(
            _ name: String, _ differences: [String],
            _ apply: @escaping @Sendable (inout ReceivedMessage) throws -> Void
        ) {
            self.name = name
            self.differences = differences
            self.apply = apply
        }

        init(_ name: String, _ differences: [String], replacing old: String, with new: String) {
            self.init(name, differences) { received in
                received.content = try #require(
                    received.content.replacingOnly(old, with: new), "\(received.content.text)")
            }
        }

        var testDescription: String { self.name }
    }

    private static let base = Scenario(
        template: Scenario.template(
            from: #"\"No Reply\" <no-reply@example.com>"#, subject: #""en": "Grüße""#,
            message: #""en": "<p>Hello Ada, please read this.</p>""#)
    ).with {
        $0.request = #"""
            {"to": "Ada <ada@example.com>, bob@example.com", "cc": "carl@example.com", "bcc": "dora@example.com"}
            """#
    }

    private static func differences(_ scenario: Scenario) throws -> [String] {
        let prefix = "the message that arrived differs: "
        let others = ["graph-regenerated", "address-in-name"]
        return try scenario.findings().filter { !others.contains($0.rule) }.map { finding in
            #expect(finding.rule == "message-differs")
            try #require(finding.message.hasPrefix(prefix))
            return String(finding.message.dropFirst(prefix.count))
        }
    }

    private static let changes: [Change] = [
        Change("the null reverse-path", ["the envelope sender"]) { $0.envelope.reversePath = nil },
        Change("another sender", ["the envelope sender"]) {
            $0.envelope.reversePath = try AddrSpec("noreply@example.com")
        },
        Change("the recipients in another order", ["the envelope recipients"]) { $0.envelope.forwardPaths.reverse() },
        Change("a recipient too few", ["the envelope recipients"]) { $0.envelope.forwardPaths.removeLast() },
        Change("a recipient too many", ["the envelope recipients"]) {
            $0.envelope.forwardPaths.append(try AddrSpec("eve@example.net"))
        },
        Change(
            "another subject", ["the Subject"], replacing: "=?UTF-8?B?R3LDvMOfZQ==?=",
            with: "=?UTF-8?Q?Gr=C3=BCsse?="),
        Change(
            "the subject in another normalization", ["the Subject"], replacing: "=?UTF-8?B?R3LDvMOfZQ==?=",
            with: "=?UTF-8?Q?Gru=CC=88=C3=9Fe?="),
        Change(
            "a second subject", ["the Subject"], replacing: "Subject: ", with: "Subject: Win!\r\nSubject: "),
        Change("no subject", ["the Subject"], replacing: "Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n", with: ""),
        Change(
            "another from", ["the addresses of From"], replacing: "No Reply <no-reply@example.com>",
            with: "No Reply <no-reply@example.net>"),
        Change(
            "another name of from", ["the addresses of From"], replacing: "No Reply <", with: "Bank <"),
        Change(
            "a second from", ["the number of From fields"], replacing: "\r\nFrom: ",
            with: "\r\nFrom: eve@example.net\r\nFrom: "),
        Change("another to", ["the addresses of To"], replacing: ", bob@example.com", with: ", eve@example.com"),
        Change(
            "to in another order", ["the addresses of To"], replacing: "Ada <ada@example.com>, bob@example.com",
            with: "bob@example.com, Ada <ada@example.com>"),
        Change(
            "no to", ["the number of To fields"],
            replacing: "To: Ada <ada@example.com>, bob@example.com\r\n", with: ""),
        Change("another cc", ["the addresses of Cc"], replacing: "Cc: carl@", with: "Cc: karl@"),
        Change("no cc", ["the number of Cc fields"], replacing: "Cc: carl@example.com\r\n", with: ""),
        Change(
            "a blind copy that everyone sees", ["the number of Bcc fields"], replacing: "\r\nCc: ",
            with: "\r\nBcc: dora@example.com\r\nCc: "),
        Change("another date", ["the Date"], replacing: "00:00:00 +0000", with: "00:00:01 +0000"),
        Change("another identifier", ["the Message-ID"], replacing: "Message-ID: <", with: "Message-ID: <x"),
        Change("no version", ["the MIME-Version"], replacing: "MIME-Version: 1.0\r\n", with: ""),
        Change("another version", ["the MIME-Version"], replacing: "MIME-Version: 1.0", with: "MIME-Version: 2.0"),
        Change(
            "a field that nobody wrote", ["the added field Reply-To"], replacing: "\r\nSubject: ",
            with: "\r\nReply-To: eve@example.net\r\nSubject: "),
        Change(
            "a second type of the whole", ["the number of Content-Type fields"],
            replacing: "\"\r\n\r\n--", with: "\"\r\nContent-Type: text/plain\r\n\r\n--"),
        Change("nothing for responders", ["the Auto-Submitted"], replacing: "auto-generated", with: "no"),
        Change(
            "a changed byte of the text", ["the text of the text/plain part"], replacing: "\r\n\r\nHello Ada,",
            with: "\r\n\r\nHello Bda,"),
        Change(
            "a changed byte of the HTML", ["the text of the text/html part"], replacing: "<p>Hello Ada,",
            with: "<p>Hello Bda,"),
        Change(
            "a line more in the HTML", ["the text of the text/html part"], replacing: "this.</p>",
            with: "this.</p>\r\n\r\n"),
        Change(
            "another charset", ["the type of the text/html part"], replacing: "text/html; charset=UTF-8",
            with: "text/html; charset=ISO-8859-1"),
        Change(
            "no charset", ["the type of the text/html part"], replacing: "text/html; charset=UTF-8",
            with: "text/html"),
        Change(
            "another type", ["the type of the text/html part"], replacing: "text/html; ", with: "text/xml; "),
        Change(
            "another structure", ["the structure: multipart/mixed instead of multipart/alternative"],
            replacing: "multipart/alternative", with: "multipart/mixed"),
        Change("a missing part", ["the number of parts"]) { received in
            let delimiter = try Self.delimiter(in: received.content)
            let pieces = received.content.text.components(separatedBy: delimiter)
            received.content = Array([pieces[0], pieces[2]].joined(separator: delimiter).utf8)
        },
        Change("a part twice", ["the number of parts"]) { received in
            let delimiter = try Self.delimiter(in: received.content)
            let pieces = received.content.text.components(separatedBy: delimiter)
            received.content = Array(
                [pieces[0], pieces[1], pieces[1], pieces[2]].joined(separator: delimiter).utf8)
        },
    ]

    private static func delimiter(in content: [UInt8]) throws -> String {
        let lines = content.text.components(separatedBy: "\r\n")
        return try #require(lines.first { $0.hasPrefix("--=_galley_") }) + "\r\n"
    }

    @Test func nothingDiffersWhereNothingChanged() throws {
        #expect(try Self.differences(Self.base) == [])
    }

    @Test(arguments: changes)
    func eachChangeIsItsDifference(_ change: Change) throws {
        let changed = Self.base.with { $0.transport = Transport.changing(change.apply) }
        #expect(try Self.differences(changed) == change.differences)
    }

    @Test(arguments: [
        ("\r\nCc: carl@example.com\r\n", "\r\nCc:\r\n carl@example.com\r\n"),
        ("=?UTF-8?B?R3LDvMOfZQ==?=", "=?utf-8?Q?Gr=C3=BC=C3=9Fe?="),
        ("No Reply <no-reply@example.com>", "\"No Reply\" <no-reply@example.com>"),
        ("text/html; charset=UTF-8", "text/html;\r\n charset=\"utf-8\""),
        ("\r\nMIME-Version", "\r\nmime-version"),
    ])
    func anotherSpellingOfTheSameIsNoDifference(_ old: String, _ new: String) throws {
        let changed = Self.base.with {
            $0.transport = Transport.changing { received in
                received.content = try #require(received.content.replacingOnly(old, with: new))
            }
        }
        #expect(try Self.differences(changed) == [])
    }

    @Test(arguments: [
        ("<p>Grüße</p>", "PHA+R3LDvMOfZTwvcD4=", "PHA+R3LDvMOfZTwvcD4", "badTransferEncoding"),
        ("<p>Grüße</p>", "PHA+R3LDvMOfZTwvcD4=", "PHA+R3LD*MOfZTwvcD4=", "badTransferEncoding"),
        ("<p>A text in English with one ü.</p>", "one =C3=BC.</p>", "one =C3=BX.</p>", "badTransferEncoding"),
        ("<p>x</p>", "<p>x</p>", "<p>ü</p>", "eightBitData"),
        ("<p>x</p>", "<p>x</p>", "<p>\0</p>", "nul"),
        ("<p>x</p>", "<p>x</p>", "<p>\n</p>", "bareLineEnd"),
        ("<p>x</p>", "\r\nSubject", "\r\nno colon\r\nSubject", "badHeaderField"),
        ("<p>x</p>", "--\r\n", "\r\n", "missingCloseDelimiter"),
    ])
    func whatTheParserFindsIsTheFirstDifference(
        _ body: String, _ old: String, _ new: String, _ defect: String
    ) throws {
        let broken = Scenario(body: body).with {
            $0.transport = Transport.changing { received in
                received.content = try #require(
                    received.content.replacingOnly(old, with: new), "\(received.content.text)")
            }
        }
        let differences = try Self.differences(broken)
        #expect(
            differences.first?.hasPrefix("the parser found the defect \(defect) at byte ") == true, "\(differences)")
    }

    @Test(arguments: [
        Scenario(subject: "Grüße", body: "Plain\\n.\\n..\\r\\nFrom x", type: "text/plain"),
        Scenario(body: "<a>é</a>", type: "text/xml"), Scenario(subject: "", body: ""),
        Scenario(subject: String(repeating: "é👋 ", count: 200), body: String(repeating: "ü", count: 3000)),
        Scenario(body: "<p>x</p>").with { $0.bodyForm = .single },
        Scenario(template: Scenario.template(from: #"Žofie „No“ Reply <no-reply@bücher.example>"#)),
        Scenario().with { $0.request = #"{"to": "Team: ada@example.com, Bob <bob@bücher.example>;"}"# },
        Scenario().with { $0.request = #"{"to": "\"a b\"@example.com, \"A, \\\"B\\\" C\" <b@example.com>"}"# },
        Scenario().with { $0.request = #"{"to": "a@example.com", "subject": "A\r\nBcc: x@example.net", "body": "B"}"# },
    ])
    func messagesOfEveryKindArriveAsTheyAre(_ scenario: Scenario) throws {
        for provider in [nil, Scenario.graph()] {
            let found = try scenario.with { $0.provider = provider }.findings().map(\.rule)
            #expect(!found.contains("message-differs"))
            let composed = try scenario.with { $0.provider = provider }.subject().messages
            #expect(composed.count == 1 && composed[0].composed.message != nil)
        }
    }

    @Test func anInternationalizedMessageArrivesAsItIs() throws {
        let scenario = Scenario().with {
            $0.provider = Scenario.smtp(#" "smtpProperties": ["mail.mime.allowutf8=true"],"#)
            $0.request = #"{"to": "Zoë <zoë@xn--bcher-kva.example>"}"#
        }
        #expect(try scenario.findings() == [])
        let lost = scenario.with {
            $0.transport = Transport.changing {
                $0.content = try #require($0.content.replacingOnly("Zoë <zoë@", with: "Zoë <zoe@"))
            }
        }
        #expect(try Self.differences(lost) == ["the addresses of To"])
    }
}

// MARK: - Graph

extension RoundTripTests {
    private static let graph = Self.base.with { $0.provider = Scenario.graph() }

    @Test func nothingDiffersInGraphJSONWhereNothingChanged() throws {
        #expect(try Self.differences(Self.graph) == [])
    }

    @Test(arguments: [
        ("the subject", "\"Grüße\"", "\"Gruesse\""), ("the type of the body", "\"HTML\"", "\"Text\""),
        ("the body", "<p>Hello Ada", "<p>Hello Bda"), ("the sender", "no-reply@example.com", "eve@example.com"),
        ("the sender", "\"No Reply\"", "\"Bank\""), ("the toRecipients", "bob@example.com", "eve@example.com"),
        ("the toRecipients", "\"Ada\"", "\"Eve\""), ("the toRecipients", "\"toRecipients\"", "\"torecipients\""),
        ("the ccRecipients", "carl@example.com", "karl@example.com"),
        ("the ccRecipients", "\"ccRecipients\"", "\"copies\""),
        ("the bccRecipients", "dora@example.com", "eve@example.com"),
        ("the bccRecipients", "\"bccRecipients\"", "\"blind\""),
        ("saveToSentItems", "\"saveToSentItems\":true", "\"saveToSentItems\":false"),
        ("saveToSentItems", "\"saveToSentItems\":true", "\"saveToSentItems\":\"true\""),
        ("the JSON cannot be read", "{\"message\":", "{message:"),
    ])
    func eachChangeOfGraphJSONIsItsDifference(_ difference: String, _ old: String, _ new: String) throws {
        let changed = Self.graph.with {
            $0.edit = { subject in
                guard case .encoded(let json) = subject.messages[0].transmission else { return }
                subject.messages[0].transmission = .encoded(
                    json: try #require(json.replacingOnly(old, with: new), "\(json.text)"))
            }
        }
        #expect(try Self.differences(changed) == [difference])
    }

    @Test func aNameCannotAddRecipientsToGraphJSON() throws {
        let name = #"\"},\"toRecipients\":[{\"emailAddress\":{\"address\":\"e@x.example\"}}],\"x\":\""#
        // The quotes are escaped once for the display name and once for the request.
        let escaped = name.replacing(#"\""#, with: #"\\\""#)
        let scenario = Scenario().with {
            $0.provider = Scenario.graph()
            $0.request = #"{"to": "\"A \#(escaped)\" <ada@example.com>"}"#
        }
        let message = try #require(try scenario.subject().messages.first?.composed.message)
        let recipients = try #require(message.graphJSON["message"]?["toRecipients"]?.elements)
        #expect(recipients.map { $0["emailAddress"]?["address"]?.string } == ["ada@example.com"])
        #expect(try Self.differences(scenario) == [])
    }
}
