// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import TestSupport
import Testing

/// What comes from data can never end a header field, start one or add a recipient.
@Suite("No payload leaves its field")
struct InjectionTests {
    static let payloads = InjectionPayloads.all

    /// A sink takes a text from data into a field, or refuses it with `nil`.
    struct Sink: CustomTestStringConvertible, Sendable {
        var name: String
        var makeField: @Sendable (String) throws -> HeaderField?

        var testDescription: String { name }
    }

    static let address = "ada@b.test"

    static let sinks: [Sink] = [
        Sink(name: "subject") { HeaderField(.subject, .unstructured($0)) },
        Sink(name: "custom field value") {
            HeaderFieldName("X-Custom").map { [value = $0] in HeaderField($0, .unstructured(value)) }
        },
        Sink(name: "custom field name") { HeaderFieldName($0).map { HeaderField($0, .unstructured("x")) } },
        Sink(name: "display name") {
            HeaderField(
                .to, .addresses(AddressList(mailboxes: [Mailbox(displayName: $0, address: try AddrSpec(address))])))
        },
        Sink(name: "group name") {
            HeaderField(
                .to, .addresses(AddressList([.group(name: $0, members: [Mailbox(address: try AddrSpec(address))])])))
        },
        Sink(name: "name in a group") {
            let member = Mailbox(displayName: $0, address: try AddrSpec(address))
            return HeaderField(.to, .addresses(AddressList([.group(name: "g", members: [member])])))
        },
        Sink(name: "parsed display name") { text in
            (try? AddressList("\"\(text)\" <ada@b.test>")).flatMap {
                // A quote in the payload makes more addresses before Galley sees the text; that is the caller's list.
                $0.mailboxes.count == 1 ? HeaderField(.to, .addresses($0)) : nil
            }
        },
        Sink(name: "local part") { text in
            guard let local = try? LocalPart(unquoted: text),
                let address = try? AddrSpec(localPart: local, domain: Domain("b.test"))
            else { return nil }
            return HeaderField(.to, .addresses(AddressList(mailboxes: [Mailbox(address: address)])))
        },
        Sink(name: "domain") { text in
            (try? Domain("\(text).test")).flatMap { domain in
                (try? AddrSpec(localPart: LocalPart(unquoted: "a"), domain: domain)).map {
                    HeaderField(.to, .addresses(AddressList(mailboxes: [Mailbox(address: $0)])))
                }
            }
        },
        Sink(name: "media type parameter value") {
            MediaType("text", "plain", parameters: [.init(name: "name", value: $0)]).map {
                HeaderField(.contentType, .mediaType($0))
            }
        },
        Sink(name: "media type parameter name") {
            MediaType("text", "plain", parameters: [.init(name: $0, value: "x")]).map {
                HeaderField(.contentType, .mediaType($0))
            }
        },
        Sink(name: "changed media type parameter name") {
            var type = MediaType.plainText
            type.parameters.append(.init(name: $0, value: "x"))
            return HeaderField(.contentType, .mediaType(type))
        },
        Sink(name: "media type") { MediaType($0, "plain").map { HeaderField(.contentType, .mediaType($0)) } },
        Sink(name: "media subtype") { MediaType("text", $0).map { HeaderField(.contentType, .mediaType($0)) } },
        Sink(name: "message identifier, left") {
            MessageID(left: $0, right: "b.test").map { HeaderField(.messageID, .messageID($0)) }
        },
        Sink(name: "message identifier, right") {
            MessageID(left: "a", right: $0).map { HeaderField(.messageID, .messageID($0)) }
        },
        Sink(name: "file name") {
            HeaderField(.contentDisposition, .disposition(ContentDisposition(.attachment, filename: $0)))
        },
        Sink(name: "content identifier") {
            MessageID(left: $0, right: "b.test").map { HeaderField(.contentID, .messageID($0)) }
        },
        Sink(name: "unsubscribe URI") {
            URI("https://b.test/\($0)").map { HeaderField(.listUnsubscribe, .uris([$0])) }
        },
        Sink(name: "whole unsubscribe URI") { text in
            URI(text == "clean" ? "mailto:clean@b.test" : text).map { HeaderField(.listUnsubscribe, .uris([$0])) }
        },
        Sink(name: "reply-to name") {
            HeaderField(
                .replyTo, .addresses(AddressList(mailboxes: [Mailbox(displayName: $0, address: try AddrSpec(address))]))
            )
        },
        Sink(name: "token") { HeaderField.Token($0).map { HeaderField(.autoSubmitted, .token($0)) } },
    ]

    /// The header of a message with the field in its middle, or `nil` where the field was refused.
    static func header(_ sink: Sink, _ payload: String, _ form: HeaderForm) throws -> [UInt8]? {
        guard let field = try sink.makeField(payload) else { return nil }
        guard let lines = try? field.lines(form: form).bytes else { return nil }
        let before = try HeaderField(.date, .date(.fixture)).lines(form: form).bytes
        let after = try HeaderField(.mimeVersion, .unstructured("1.0")).lines(form: form).bytes
        return before + lines + after
    }

    /// The kinds of value. A new one does not compile here until it has a kind, and the test fails until it has a sink.
    enum Kind: CaseIterable {
        case unstructured, addresses, date, messageID, mediaType, disposition, uris, token

        init(_ value: HeaderField.Value) {
            switch value {
            case .unstructured: self = .unstructured
            case .addresses: self = .addresses
            case .date: self = .date
            case .messageID: self = .messageID
            case .mediaType: self = .mediaType
            case .disposition: self = .disposition
            case .uris: self = .uris
            case .token: self = .token
            }
        }

        /// A moment is a number: no text goes into it.
        static let withText = Set(Kind.allCases).subtracting([.date])
    }

    @Test func everyKindOfValueHasASink() throws {
        let kinds = try Self.sinks.map { Kind(try #require(try $0.makeField("clean")).value) }
        #expect(Set(kinds) == Kind.withText)
    }

    @Test func thereAreFortyPayloadsAndMore() {
        #expect(Set(Self.payloads.map { Array($0.utf8) }).count == Self.payloads.count)
        #expect(Self.payloads.count >= 40)
    }

    @Test(arguments: sinks, [HeaderForm.ascii, .internationalized])
    func theHeaderHasAsManyFieldsAsItsCleanTwin(_ sink: Sink, _ form: HeaderForm) throws {
        let clean = try #require(try Self.header(sink, "clean", form))
        let expected = MessageReading.fields(clean).count
        #expect(expected == 3)
        var accepted = 0
        for payload in Self.payloads {
            guard let header = try Self.header(sink, payload, form) else { continue }
            accepted += 1
            #expect(MessageReading.fields(header).count == expected, "\(payload.debugDescription)")
            #expect(MessageReading.wireFaults(header, is7Bit: form == .ascii) == [], "\(payload.debugDescription)")
            let entity = EntityParser.parse(header + [0x0D, 0x0A])
            #expect(entity.headerFields.count == expected, "\(payload.debugDescription)")
            #expect(entity.defects == [], "\(payload.debugDescription)")
            if let to = entity.field(.to) ?? entity.field(.replyTo) {
                #expect(try AddressList(to.rawValue).mailboxes.count == 1, "\(payload.debugDescription) \(to.rawValue)")
            }
            if let type = entity.field(.contentType) {
                #expect(MediaType(parsing: type.rawValue)?["boundary"] == nil, "\(type.rawValue)")
            }
        }
        // A sink that takes nothing would prove nothing.
        #expect(accepted > 0)
    }

    @Test("Python counts the same fields and recipients", .enabled(if: Python.isPresent))
    func pythonCountsTheSame() throws {
        var headers: [[UInt8]] = []
        for sink in Self.sinks {
            for payload in Self.payloads {
                if let header = try Self.header(sink, payload, .ascii) { headers.append(header) }
            }
        }
        #expect(headers.count > 300)
        let script = """
            import base64, sys, email, email.policy
            for line in open(sys.argv[1]):
                data = base64.b64decode(line) + b'\\r\\nbody\\r\\n'
                m = email.message_from_bytes(data, policy=email.policy.default)
                field = m['to'] or m['reply-to']
                to = len(field.addresses) if field is not None else 1
                print(len(m.keys()), to, m.get_param('boundary'), m.get_payload().strip() == 'body')
            """
        let lines = try Python.run(script, input: headers.flatMap { Base64.encode($0) + [0x0A] }).split(separator: "\n")
        try #require(lines.count == headers.count)
        for (header, line) in zip(headers, lines) {
            #expect(line == "3 1 None True", "\(String(decoding: header, as: UTF8.self))")
        }
    }

    @Test("Text of a body ends no header and no part", arguments: payloads)
    func bodies(_ payload: String) throws {
        let parts = [
            Entity(content: .text(.plainText, Array(payload.utf8))), Entity(content: .text(.html, Array(payload.utf8))),
        ]
        let bytes = try Entity(content: .alternative(parts)).serialized(form: .ascii).bytes
        #expect(MessageReading.wireFaults(bytes) == [])
        let entity = EntityParser.parse(bytes)
        #expect(entity.headerFields.count == 1)
        #expect(entity.parts.map(\.headerFields.count) == [2, 2])
        #expect(
            entity.parts.map(\.body) == [Array(payload.utf8).withCRLFLineEnds, Array(payload.utf8).withCRLFLineEnds])
    }
}
