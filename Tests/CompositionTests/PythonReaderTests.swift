// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import EmailTemplates
import Foundation
import JSONText
import MIME
import TestSupport
import Testing

private let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

/// Python's `email`, a reader by other people, gets out of a message what went in.
@Suite(.enabled(if: python != nil, "python3 is not installed")) struct PythonReaderTests {
    /// Prints a line for each defect and each difference.
    private static let script = #"""
        import base64, email, email.header, email.policy, email.utils, json, pathlib, sys
        folder = pathlib.Path(sys.argv[1])
        count = 0
        def got_html(message): return message.get_body(("html",)).get_content()
        for path in sorted(folder.glob("*.eml")):
            count += 1
            wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            def report(*what): print(path.stem, *map(ascii, what))
            for part in message.walk():
                if part.defects: report("defects", part.defects)
                for name, value in part.items():
                    if value.defects: report(name, "defects", value.defects)
            # The default policy puts a space between two encoded-words of a name, against RFC 2047, section 6.2.
            raw = email.message_from_bytes(path.read_bytes())
            def names(name):
                pairs = email.utils.getaddresses([raw[name]]) if raw[name] else []
                return [str(email.header.make_header(email.header.decode_header(n))) for n, _ in pairs]
            def addresses(name):
                specs = [a.addr_spec for a in (message[name].addresses if message[name] else [])]
                return [list(pair) for pair in zip(names(name), specs, strict=True)]
            got = {"subject": str(message["subject"]), "from": addresses("from"), "to": addresses("to"),
                   "cc": addresses("cc")}
            files = [p for p in message.walk() if p.get_content_disposition()]
            got["files"] = [[p.get_filename(), p.get_content_type(), p.get_content_disposition(),
                             base64.b64encode(p.get_payload(decode=True)).decode()] for p in files]
            for part in files:
                id = part["content-id"]
                if id and "cid:" + id.strip()[1:-1] not in got_html(message): report("no reference to", id)
            for kind in ("html", "plain", "xml"):
                parts = [p for p in message.walk() if p.get_content_type() == "text/" + kind and p not in files]
                got[kind] = [p.get_content().replace("\r\n", "\n") for p in parts]
            for key, value in got.items():
                # A body that is the whole message ends with a line end, as messages do.
                if value != wanted[key] and (message.is_multipart() or value != [v + "\n" for v in wanted[key]]):
                    report(key, "is", value, "not", wanted[key])
        print("read", count)
        """#

    private static let pieces = [
        "Hello", "Zażółć gęślą jaźń", "日本語の件名", "😀🎉", "a, b; c: d", "\"quoted\"", "back\\slash", "=?utf-8?q?x?=",
        "it's <b>", "100%", "e\u{301}", "x", "(round)", "ada@example.com", "[brackets]", "Ωmega", "ﷺ", "--", ".", "==",
        "verylongwordthatgoesonandonandonandonandonandonandonandonandonandonandonandonandonandonandon", "\u{200D}",
        "=20",
    ]
    private static let bodyPieces =
        pieces + [
            "\n", "\n\n", "<p>", "</p>\n", "<img src='data:image/png;base64,AAEC'>", "<img src=\"data:image/gif,GIF\">",
            ".", "\n.\n", "\n.", "From ", "\nFrom me", " \n", "\t", "   ", "=\n", "\n--",
            "&amp;", String(repeating: "long ", count: 300), String(repeating: "x", count: 1_200),
        ]

    private static func text(_ pieces: [String], upTo limit: Int, _ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...limit, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
            .joined(separator: Bool.random(using: &generator) ? " " : "")
    }

    private static func mailbox(_ generator: inout SeededGenerator) -> String {
        let address =
            ["a.b@example.com", "zoe+x@bücher.example", "\"a b\"@example.com", "o'neil@sub.example.com"]
            .randomElement(using: &generator) ?? ""
        guard Int.random(in: 0..<4, using: &generator) > 0 else { return address }
        let name = Self.text(Self.pieces, upTo: 5, &generator)
        return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\" <" + address + ">"
    }

    private static func mailboxes(_ limit: Int, _ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...limit, using: &generator)).map { _ in Self.mailbox(&generator) }.joined(separator: ", ")
    }

    private static func message(_ generator: inout SeededGenerator) throws -> Message {
        let type = ["text/html", "text/html", "text/plain", "text/xml"].randomElement(using: &generator) ?? ""
        let composer = try Composer.sample(bodyForm: Bool.random(using: &generator) ? .alternative : .single)
        let request = """
            {"to": \(Self.mailboxes(8, &generator).json), "cc": \(Self.mailboxes(2, &generator).json),
             "bcc": "hidden@example.com", "from": \(Self.mailbox(&generator).json), "type": \(type.json),
             "subject": \(Self.text(Self.pieces, upTo: 12, &generator).json),
             "body": \(Self.text(Self.bodyPieces, upTo: 30, &generator).json),
             "attachments": [\(Self.files(&generator))]}
            """
        let composed = try composer.compose(request)
        return try #require(composed.message, "\(composed.issues) \(request)")
    }

    private static func file(_ generator: inout SeededGenerator) -> String {
        let name = Self.text(Self.pieces, upTo: 2, &generator).filter { $0 != "\\" } + ".x"
        let bytes = (0..<Int.random(in: 0..<300, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        let type = ["text/plain", "text/html", "application/pdf", "image/png"].randomElement(using: &generator) ?? ""
        return """
            {"name": \(name.json), "type": "\(type)", "content": "\(Self.base64(bytes))"}
            """
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    private static func files(_ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0..<4, using: &generator)).map { _ in Self.file(&generator) }.joined(separator: ", ")
    }

    /// What Python must find.
    private static func expectation(of message: Message) -> JSONNode {
        func list(_ mailboxes: [Mailbox]) -> JSONNode {
            JSONNode(
                .array(
                    mailboxes.map {
                        [JSONNode(.string($0.displayName ?? "")), JSONNode(.string($0.address.serialized))]
                    }))
        }
        func texts(_ bytes: [UInt8]?) -> JSONNode {
            JSONNode(.array((bytes.map { [$0] } ?? []).map { JSONNode(.string(String(decoding: $0, as: UTF8.self))) }))
        }
        var bodies: (html: [UInt8]?, plain: [UInt8]?, xml: [UInt8]?)
        switch message.body {
        case .html(let html, let text): bodies = (html, text, nil)
        case .plainText(let text): bodies = (nil, text, nil)
        case .xml(let xml): bodies = (nil, nil, xml)
        }
        let order = message.attachments.filter(\.isInline) + message.attachments.filter { !$0.isInline }
        let files = order.map { file -> JSONNode in
            [
                JSONNode(.string(file.name)), JSONNode(.string(file.mediaType.essence)),
                JSONNode(.string(file.isInline ? "inline" : "attachment")),
                JSONNode(.string(Self.base64(file.content))),
            ]
        }
        return [
            "subject": JSONNode(.string(message.subject)), "from": list([message.from]),
            "to": list(message.to.mailboxes),
            "cc": list(message.cc.mailboxes), "html": texts(bodies.html), "plain": texts(bodies.plain),
            "xml": texts(bodies.xml),
            "files": JSONNode(.array(files)),
        ]
    }

    @Test func pythonReadsWhatWasMeant() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "galley-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var generator = SeededGenerator(seed: 5322)
        for number in 0..<100 {
            let message = try Self.message(&generator)
            try Data(message.mimeBytes()).write(to: folder.appending(path: "\(number).eml"))
            try Data(Self.expectation(of: message).serialized()).write(to: folder.appending(path: "\(number).json"))
        }
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = ["-c", Self.script, folder.path(percentEncoded: false)]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: data, as: UTF8.self) == "read 100\n")
    }
}
