// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import HTML
import Testing

/// No input traps, hangs or leaves the rules that plain text keeps.
@Suite struct HostileInputTests {
    private func check(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let document: HTMLDocument
        do throws(HTMLError) {
            document = try HTMLDocument(parsing: bytes)
        } catch {
            #expect(error.offset != nil, sourceLocation: sourceLocation)
            return
        }
        let text = document.plainText()
        #expect(text.isEmpty || text.last == 0x0A, sourceLocation: sourceLocation)
        #expect(String(validating: text, as: UTF8.self) != nil, sourceLocation: sourceLocation)
        var previous: [UInt8] = [0x0A, 0x0A]
        var isWellFormed = true
        for byte in text {
            if byte == 0x0A {
                if previous == [0x0A, 0x0A] || previous[1] == 0x20 { isWellFormed = false }
            } else if byte == 0x7F || (byte < 0x20 && byte != 0x09) {
                isWellFormed = false
            }
            previous = [previous[1], byte]
        }
        #expect(isWellFormed, "\(String(decoding: text, as: UTF8.self))", sourceLocation: sourceLocation)
    }

    @Test func everyPrefix() throws {
        let bytes = Array(Samples.marketingMail.utf8)
        for end in 0...bytes.count { try self.check(Array(bytes[..<end])) }
    }

    @Test func everySuffix() throws {
        let bytes = Array(Samples.marketingMail.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) { try self.check(Array(bytes[start...])) }
    }

    @Test func changedBytes() throws {
        var bytes = Array(Samples.marketingMail.utf8)
        let replacements: [UInt8] = [0x00, 0x3C, 0x3E, 0x22, 0x26, 0xFF, 0xC2, 0x2F, 0x20]
        for index in bytes.indices {
            let original = bytes[index]
            bytes[index] = replacements[index % replacements.count]
            try self.check(bytes)
            bytes[index] = original
        }
    }

    @Test(arguments: [
        "<", "&", "<!--", "<!", "</", "</p>", "&#", "&lt", "<b>", "<p>", "<li>", "<br>", "<hr>",
        "<ul><li>",
        "<a href=x>", "<a href=x>y</a>", "<a href=y>y</a>", "<script>", "<title>", "<svg/>", "<b></i>", "<p hidden>",
        "<table>",
        "<table><tr><td>a", "<td>a", "<th>", "<blockquote>x", "<pre>\n", "<dd>", "<q>", "<a b ", "x ", "\u{200D}",
        "&nbsp;",
        "<i style='", "<body>", "<html a=b>", "</html>", "<head>", "<form>", "<select><option>", "<img alt=x>",
        "<noscript>",
        "<a href=x><div>", "é", "你 ",
    ])
    func repeated(_ piece: String) throws {
        // Short pieces make up 256 KiB; elements stay below their limit, or nothing after it would be tried.
        let count = min((1 << 18) / piece.utf8.count, piece.contains("<") && piece.utf8.count > 2 ? 15_000 : 1 << 18)
        let bytes = Array(repeatElement(Array(piece.utf8), count: count).joined())
        let time = try ContinuousClock().measure { try self.check(bytes) }
        // Debug builds on busy machines take a second or two; anything quadratic takes many minutes.
        #expect(time < .seconds(60))
    }

    @Test(arguments: ["<", "&", "<a href=\"", "&amp;<", "<a href='x'>"])
    func mebibyte(_ piece: String) throws {
        try self.check(Array(repeatElement(Array(piece.utf8), count: (1 << 20) / piece.utf8.count).joined()))
    }

    @Test func oneTagWithAMillionAttributes() throws {
        try self.check(Array(("<a" + String(repeating: " b", count: 200_000) + ">x").utf8))
        try self.check(Array(("<p style='" + String(repeating: "a:b;", count: 100_000) + "'>x").utf8))
        try self.check(Array(("<img srcset='" + String(repeating: "a,", count: 100_000) + "'>").utf8))
    }

    @Test func hundredThousandNestedElements() throws {
        let bytes = Array(String(repeating: "<div>", count: 100_000).utf8)
        let error = #expect(throws: HTMLError.self) { try HTMLDocument(parsing: bytes) }
        #expect(error?.code == .tooDeep(limit: 512))
        #expect(error?.offset == 5 * 510)
        let closed = String(repeating: "<b>", count: 100_000) + String(repeating: "</b>", count: 100_000)
        #expect(throws: HTMLError.self) { try HTMLDocument(parsing: Array(closed.utf8)) }
    }

    /// Without a limit for depth the time does not grow with the square of it: that would be many minutes.
    @Test(arguments: [
        ("<div>", ""), ("<b>", ""), ("<div>", "</b>"), ("<p><button>", "</p>"), ("<table><tr><td>", "</li>"),
        ("<ul><li>", "</x>"), ("<svg>", "</b>"), ("<b><div>", "</b>"),
    ])
    func depthHasNoSquare(_ start: String, _ end: String) throws {
        let count = 50_000
        let html = "<b>" + String(repeating: start, count: count) + String(repeating: end, count: count)
        let time = try ContinuousClock().measure {
            let document = try HTMLDocument(parsing: Array(html.utf8), limits: .init(depth: .max, elements: .max))
            #expect(document.elements.count > count)
        }
        #expect(time < .seconds(60))
    }

    /// Each paragraph opens all that is left open again, so few bytes ask for many elements.
    @Test func formattingThatMultipliesIsBounded() throws {
        let open = (0..<400).map { "<font id=\($0)>" }.joined()
        let html = open + String(repeating: "<p>a</p>", count: 10_000)
        let error = #expect(throws: HTMLError.self) { try HTMLDocument(parsing: Array("<p>\(html)".utf8)) }
        #expect(error?.code == .tooManyElements(limit: 250_000))
    }

    @Test(arguments: [
        "<div>", "<b>", "<a href=x><table>", "<table><tr><td>", "<svg>", "<select>", "<i></b><p>", "<ul><li>",
    ])
    func smallStacksSuffice(_ piece: String) async throws {
        let bytes = Array(String(repeating: piece, count: 100_000).utf8)
        let isDone = await withCheckedContinuation { continuation in
            let thread = Thread {
                _ = try? HTMLDocument(parsing: bytes).plainText()
                let deepest = HTMLLimits(depth: 100_010)
                _ = try? HTMLDocument(parsing: Array(bytes.prefix(20_000)), limits: deepest).plainText()
                continuation.resume(returning: true)
            }
            thread.stackSize = 512 << 10
            thread.start()
        }
        #expect(isDone)
    }

    @Test func deepNestingIsLegible() throws {
        let html = String(repeating: "<blockquote><ul><li>", count: 160) + "deep"
        let text = try plainText(html)
        #expect(text.hasSuffix("deep\n"))
        #expect(text.utf8.count < 1000)
    }

    @Test func bytesThatAreNotText() throws {
        try self.check(Array(0...255))
        try self.check([UInt8](repeating: 0, count: 100_000))
        try self.check([UInt8](repeating: 0xFF, count: 100_000))
        try self.check([0x3C, 0x70, 0xFF, 0x3D, 0x00, 0x3E, 0xE4, 0xBD, 0x3C, 0xC3])
        try self.check(Array("<\u{0}a><a\u{0}b><p \u{0}=\u{0}>\u{0}</\u{0}><!\u{0}>".utf8))
    }
}
