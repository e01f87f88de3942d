// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import JSONText
import MIME
import TestSupport
import Testing

@Suite("Python's email reads what was written", .enabled(if: Python.isPresent))
struct PythonReaderTests {
    struct Message {
        var bytes: [UInt8]
        var subject: String
        var from: Mailbox
        var to: [Mailbox]
        var text: String
        var html: String
    }

    static func message(_ number: Int, using generator: inout SeededGenerator) throws -> Message {
        func mailbox() throws -> Mailbox {
            let name = RandomText.line(words: 1...6, using: &generator)
            return Mailbox(displayName: name, address: try AddrSpec("user.\(number)+x@bücher.example"))
        }
        let from = try mailbox()
        let to = try (0..<Int.random(in: 1...4, using: &generator)).map { _ in try mailbox() }
        let subject = RandomText.line(words: 1...15, using: &generator)
        let bodies = (0..<2).map { _ in
            (0..<Int.random(in: 1...8, using: &generator))
                .map { _ in RandomText.line(words: 1...30, using: &generator) + "\r\n" }.joined()
        }
        let entity = Entity(
            headerFields: [
                HeaderField(.from, .addresses(AddressList(mailboxes: [from]))),
                HeaderField(.to, .addresses(AddressList(mailboxes: to))),
                HeaderField(.subject, .unstructured(subject)), HeaderField(.date, .date(.fixture)),
                HeaderField(.mimeVersion, .unstructured("1.0")),
            ],
            content: .alternative([
                Entity(content: .text(.plainText, Array(bodies[0].utf8))),
                Entity(content: .text(.html, Array(bodies[1].utf8))),
            ]))
        let bytes = try entity.serialized(form: .ascii).bytes
        return Message(bytes: bytes, subject: subject, from: from, to: to, text: bodies[0], html: bodies[1])
    }

    @Test func twoHundredRandomMessagesAgree() throws {
        var generator = SeededGenerator(seed: 71)
        let messages = try (0..<200).map { try Self.message($0, using: &generator) }
        let script = """
            import base64, json, sys, email, email.header, email.policy, email.utils
            for line in open(sys.argv[1]):
                m = email.message_from_bytes(base64.b64decode(line), policy=email.policy.default)
                defects = [repr(d) for p in m.walk() for d in p.defects]
                defects += [repr(d) for p in m.walk() for h in p.values() for d in h.defects]
                # The new API leaves a space between two encoded-words of a phrase, against RFC 2047, section 6.2
                # (up to Python 3.12 at least), so that names are read with the old one.
                old = email.message_from_bytes(base64.b64decode(line))
                def boxes(name):
                    pairs = email.utils.getaddresses([old[name]])
                    assert [a.addr_spec for a in m[name].addresses] == [a for _, a in pairs]
                    return [[str(email.header.make_header(email.header.decode_header(n))), a] for n, a in pairs]
                print(json.dumps({
                    'subject': str(m['subject']), 'from': boxes('from'),
                    'to': boxes('to'), 'defects': defects,
                    'bodies': [p.get_payload(decode=True).decode('utf-8') for p in m.iter_parts()],
                    'types': [p.get_content_type() for p in m.walk()]}))
            """
        let lines = try Python.run(script, input: messages.flatMap { Base64.encode($0.bytes) + [0x0A] }).split(
            separator: "\n")
        try #require(lines.count == messages.count)
        func boxes(_ mailboxes: [Mailbox]) -> JSONNode {
            JSONNode(
                .array(
                    mailboxes.map {
                        [JSONNode(.string($0.displayName ?? "")), JSONNode(.string($0.address.serialized))]
                    }))
        }
        for (message, line) in zip(messages, lines) {
            #expect(MessageReading.wireFaults(message.bytes) == [])
            let expected: JSONNode = [
                "subject": JSONNode(.string(message.subject)), "from": boxes([message.from]), "to": boxes(message.to),
                "defects": [],
                "bodies": [JSONNode(.string(message.text)), JSONNode(.string(message.html))],
                "types": ["multipart/alternative", "text/plain", "text/html"],
            ]
            let found = try JSONDocument(parsing: String(line)).root
            for member in expected.members ?? [] {
                let spelling = found[member.name]?.serialized(.compact) ?? []
                #expect(
                    spelling == member.value.serialized(.compact),
                    "\(member.name): \(String(decoding: spelling, as: UTF8.self)) from \(message.subject)")
            }
        }
    }
}
