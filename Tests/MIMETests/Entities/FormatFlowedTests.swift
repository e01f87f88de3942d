// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import TestSupport
import Testing

@Suite("format=flowed")
struct FormatFlowedTests {
    /// What a reader makes of it (RFC 3676, section 4.1), with each paragraph as a line.
    static func decode(_ text: [UInt8]) -> [UInt8] {
        var lines: [[UInt8]] = []
        var isFlowing = false
        for line in MessageReading.lines(text + Array("\r\n".utf8)) {
            let content = Array(line.first == 0x20 ? line.dropFirst() : line)
            if isFlowing, let last = lines.indices.last { lines[last] += content } else { lines.append(content) }
            isFlowing = line.last == 0x20 && line != Array("-- ".utf8)[...]
        }
        return Array(lines.joined(separator: [0x0A]))
    }

    static let long = String(repeating: "word ", count: 40) + "end"

    static let texts: [String] = [
        "", "a", "a\nb", "\n\n", long, "\(long)\n\n\(long)", " indented \(long)", "> quoted \(long)", "From me", ">",
        " ",
        "-- ", "-- \nAda", "x\n-- \nAda", String(repeating: "x", count: 200), "a " + String(repeating: "x", count: 200),
        "-- " + String(repeating: "x", count: 200), String(repeating: " ", count: 200) + "x",
        String(repeating: "a  b ", count: 60), String(repeating: "é ", count: 100), "\(long)\nFrom \(long)",
        String(repeating: "> ", count: 70) + "x", String(repeating: "From ", count: 40),
    ]

    @Test(arguments: texts)
    func aReaderGetsTheParagraphsBack(_ text: String) {
        let encoded = FormatFlowed.encode(Array(text.utf8))
        let wanted = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line == "-- " ? "-- " : String(line.reversed().drop { $0 == " " }.reversed())
        }
        #expect(String(decoding: Self.decode(encoded), as: UTF8.self) == wanted.joined(separator: "\n"))
    }

    @Test(arguments: texts)
    func linesAreShortWhereWordsAllowIt(_ text: String) {
        for line in MessageReading.lines(FormatFlowed.encode(Array(text.utf8))) where line.count > 78 {
            let words = line.trimmingWhitespace.split(separator: 0x20)
            #expect(words.count == 1 || line.starts(with: "-- ".utf8), "\(String(decoding: line, as: UTF8.self))")
        }
    }

    @Test("Eight times the text takes about eight times as long")
    func linear() {
        func time(_ count: Int) -> Duration {
            let text = Array(String(repeating: "word word ", count: count).utf8)
            return (0..<3).map { _ in ContinuousClock().measure { _ = FormatFlowed.encode(text) } }.min() ?? .zero
        }
        #expect(time(320_000) < time(40_000) * 24)
    }
}

@Suite("URIs, dispositions and multiparts")
struct EntityPartTests {
    @Test(arguments: [
        ("https://x.example/u", "https"), ("MAILTO:u@x.example?a=%20", "mailto"), ("a+b-c.1:x", "a+b-c.1"),
        ("x:'()*!&;=$@[]#?/~", "x"),
    ])
    func isAURI(_ text: String, _ scheme: String) {
        #expect(URI(text)?.scheme == scheme)
        #expect(URI(text)?.text == text)
    }

    @Test(arguments: [
        "", ":", "x", "x:", "1a:b", "//x", "a:é", "a: b", "a:b>", "a:<b", "a:\"", "a:b,c", "a:\\", "a:{}", "a:^", "a:%",
        "a:%4",
        "a:%zz", "a:\r\n", "a:\u{0}", "a:=?utf-8?q?x?=", " a:b",
    ])
    func isNone(_ text: String) {
        #expect(URI(text) == nil)
    }

    @Test(arguments: [
        ("a.pdf", "attachment; filename=a.pdf"), ("a b.pdf", "attachment; filename=\"a b.pdf\""),
        ("\"\\.pdf", "attachment; filename=\"\\\"\\\\.pdf\""), ("é", "attachment; filename*=UTF-8''%C3%A9"),
        ("a\r\nb", "attachment; filename=\"a b\""),
        ("=?utf-8?q?x?=", "attachment; filename*=UTF-8''%3D%3Futf-8%3Fq%3Fx%3F%3D"),
    ])
    func fileNames(_ name: String, _ value: String) throws {
        let field = HeaderField(.contentDisposition, .disposition(ContentDisposition(.attachment, filename: name)))
        let bytes = try field.lines(form: .ascii).bytes
        #expect(MessageReading.wireFaults(bytes) == [])
        #expect(MessageReading.lines(bytes).allSatisfy { $0.count <= 78 })
        // Read as a media type, of which the parameters have the same grammar.
        let raw = try #require(EntityParser.parse(bytes + [0x0D, 0x0A]).headerFields.first?.rawValue)
        #expect(raw == value)
        #expect(MediaType(parsing: "x/" + raw)?["filename"] == name.replacingControlsWithSpaces)
    }

    @Test func aLongFileNameContinues() throws {
        let name = String(repeating: "é", count: 120)
        let field = HeaderField(.contentDisposition, .disposition(ContentDisposition(.inline, filename: name)))
        let bytes = try field.lines(form: .ascii).bytes
        #expect(MessageReading.lines(bytes).allSatisfy { $0.count <= 78 })
        let raw = try #require(EntityParser.parse(bytes + [0x0D, 0x0A]).headerFields.first?.rawValue)
        #expect(MediaType(parsing: "x/" + raw)?["filename"] == name)
    }

    @Test func multipartsNest() throws {
        let data = Entity(content: .data(.octetStream, Array(0...255)))
        let text = Entity(content: .text(.html, Array("<p>".utf8)))
        let related = Entity(content: .related([text, data]))
        let whole = Entity(content: .mixed([Entity(content: .alternative([text, related])), data]))
        let bytes = try whole.serialized(form: .ascii).bytes
        #expect(MessageReading.wireFaults(bytes) == [])
        let entity = EntityParser.parse(bytes)
        #expect(entity.allDefects == [])
        #expect(entity.parts.map(\.mediaType.essence) == ["multipart/alternative", "application/octet-stream"])
        #expect(entity.parts[0].parts[1].parts.map(\.body) == [Array("<p>".utf8), Array(0...255)])
        #expect(entity.parts[0].parts[1].mediaType["type"] == "text/html")
        #expect(entity.parts[1].transferEncoding == .base64)
    }
}
