// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@testable import SMTP

@Suite struct ReplyTests {
    @Test(arguments: [
        (["250 ok"], "250 ok"),
        (["250"], "250"),
        (["250-one", "250 two"], "250 one two"),
        (["250-", "250"], "250  "),
        (["220 mx.example ESMTP"], "220 mx.example ESMTP"),
        (["550 5.1.1 no such user"], "550 5.1.1 no such user"),
        (["550-5.1.1 no such", "550 5.1.1 user"], "550 5.1.1 no such user"),
        // A status code of another class than the reply's is text.
        (["250 5.1.1 odd"], "250 5.1.1 odd"),
        (["571 5.7.1 an invented code"], "571 5.7.1 an invented code"),
        (["250 \u{1B}]0;x\u{07}"], #"250 \x1B]0;x\x07"#),
        (["250 é"], "250 é"),
    ])
    func parses(lines: [String], expected: String) throws {
        var parser = ReplyParser()
        for line in lines.dropLast() {
            #expect(try parser.append(line: line.utf8) == nil)
            #expect(parser.isInsideReply)
        }
        let last = try #require(lines.last)
        let reply = try #require(try parser.append(line: last.utf8))
        #expect(reply.description == expected)
        #expect(!parser.isInsideReply)
    }

    @Test(arguments: [
        ([""], ReplySyntaxError.Code.noReplyCode), (["hello"], .noReplyCode), (["25"], .noReplyCode),
        (["2500 x"], .noReplyCode), (["150 x"], .noReplyCode), (["650 x"], .noReplyCode), (["٢٥٠ x"], .noReplyCode),
        (["250_x"], .noSeparator), (["250\tx"], .noSeparator),
        (["250-x", "251 y"], .codesDiffer), (["250-x", "y"], .noReplyCode),
    ])
    func refuses(lines: [String], code: ReplySyntaxError.Code) {
        var parser = ReplyParser()
        let error = #expect(throws: ReplySyntaxError.self) {
            for line in lines { _ = try parser.append(line: line.utf8) }
        }
        #expect(error?.code == code)
    }

    @Test func keepsStatusAndTextApart() throws {
        var parser = ReplyParser()
        let reply = try #require(try parser.append(line: "452 4.5.3 too many".utf8))
        #expect(reply.code == .insufficientStorage)
        #expect(reply.enhancedStatus == .tooManyRecipients)
        #expect(reply.lines == ["too many"])
        #expect(reply.code.severity == .transientNegative)
        #expect(reply.code.category == .mailSystem)
    }

    @Test func escapesIllFormedUTF8AndControls() throws {
        var parser = ReplyParser()
        let line = Array("250 a".utf8) + [0xFF, 0xC2, 0x9B, 0x00, 0xE2, 0x80, 0xAE] + Array("b".utf8)
        let reply = try #require(try parser.append(line: line))
        #expect(reply.text == #"a\xFF\xC2\x9B\x00\xE2\x80\xAEb"#)
    }

    @Test func linesAreLimited() throws {
        var parser = ReplyParser()
        let longest = "250 " + String(repeating: "x", count: ReplyParser.lineLimit - 4)
        #expect(try parser.append(line: longest.utf8) != nil)
        #expect(throws: ReplySyntaxError.self) { try parser.append(line: (longest + "x").utf8) }
    }

    @Test func lineCountIsLimited() throws {
        var parser = ReplyParser()
        for _ in 1..<ReplyParser.lineCountLimit { #expect(try parser.append(line: "250-x".utf8) == nil) }
        #expect(try parser.append(line: "250 x".utf8)?.lines.count == ReplyParser.lineCountLimit)

        for _ in 0..<ReplyParser.lineCountLimit { _ = try parser.append(line: "250-x".utf8) }
        let error = #expect(throws: ReplySyntaxError.self) { try parser.append(line: "250-x".utf8) }
        #expect(error?.code == .tooManyLines)
    }

    @Test(arguments: [
        (Reply(.ok, "ok"), "250 ok\r\n"),
        (Reply(.ok, lines: ["a", "b"]), "250-a\r\n250 b\r\n"),
        (Reply(.ok, lines: []), "250 \r\n"),
        (Reply(.mailboxUnavailable, .badDestinationSyntax, "no"), "550 5.1.3 no\r\n"),
        (Reply(.ok, .success, lines: ["a", "b"]), "250-2.0.0 a\r\n250 2.0.0 b\r\n"),
        // Nothing in a text can end the line.
        (Reply(.ok, "a\r\n250 b"), "250 a\\x0D\\x0A250 b\r\n"),
        (Reply(.ok, "é"), "250 \\xC3\\xA9\r\n"),
    ])
    func serializes(reply: Reply, expected: String) throws {
        #expect(String(decoding: try reply.wireLines.bytes, as: UTF8.self).utf8.elementsEqual(expected.utf8))
    }

    @Test func wrapsLongTexts() throws {
        let text = String(repeating: "x", count: 2 * Reply.textLimit + 1)
        let lines = try Reply(.ok, .success, text).wireLines
        var framer = LineFramer(limit: 512)
        var parser = ReplyParser()
        var input = lines.bytes[...]
        var replies: [Reply] = []
        while case .line(let line) = framer.next(&input) {
            if let reply = try parser.append(line: line.bytes) { replies.append(reply) }
        }
        #expect(replies.count == 1)
        #expect(replies.first?.lines.count == 3)
        #expect(replies.first?.lines.joined() == text)
    }

    @Test func codesAreInRange() {
        #expect(ReplyCode(rawValue: 199) == nil)
        #expect(ReplyCode(rawValue: 200)?.severity == .positiveCompletion)
        #expect(ReplyCode(rawValue: 599)?.severity == .permanentNegative)
        #expect(ReplyCode(rawValue: 600) == nil)
        #expect(EnhancedStatusCode(3, 0, 0) == nil)
        #expect(EnhancedStatusCode(5, 1000, 0) == nil)
        #expect(EnhancedStatusCode(5, 999, 999)?.description == "5.999.999")
    }
}
