// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import MIME
import Testing

@Suite("Parameters are read as real mail has them")
struct ParameterTests {
    private static func read(_ parameters: String) -> ParsedEntity {
        EntityParser.parse(Array("Content-Disposition: attachment\(parameters)\r\n\r\nx\r\n".utf8))
    }

    @Test(
        "The form that says most counts, and of each form the first",
        arguments: [
            ("; filename=\"resume.pdf\"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf", "résumé.pdf", [.repeatedParameter]),
            ("; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf; filename=\"resume.pdf\"", "résumé.pdf", [.repeatedParameter]),
            (
                "; filename*0*=UTF-8''r%C3%A9; filename*2*=zzz; filename*0*=dup", "ré",
                [.badParameter, .repeatedParameter]
            ),
            ("; filename=a; filename*0=b; filename*1=c", "bc", [.repeatedParameter]),
            ("; filename=a; filename*1=c", "a", [.badParameter, .repeatedParameter]),
            ("; filename*1=a; filename*2=b", "ab", [.badParameter]),
            ("; filename=a; filename=b", "a", [.repeatedParameter]),
            ("; filename*=''a; filename*=''b", "a", [.repeatedParameter]), ("; filename*=''a", "a", []),
            ("; filename*=a%20b", "a b", [.badParameter]), ("; filename*x=a", nil, [.badParameter]),
            ("; filename*-1=a", nil, [.badParameter]), ("; filename*99999999999999999999=a", nil, [.badParameter]),
            ("; filename*=windows-1252''r%E9sum%E9.pdf", "résumé.pdf", []),
            ("; filename*=x-nonsense''a%FF", "a\u{FFFD}", [.unknownCharset]),
            ("; filename*=utf-8''a%FF", "a\u{FFFD}", [.badParameter]),
            ("; filename*0*=iso-8859-1''%E9; filename*1=b; filename*2*=%E8", "ébè", []),
        ] as [(String, String?, [MessageDefect.Code])])
    func forms(_ parameters: String, _ filename: String?, _ defects: [MessageDefect.Code]) {
        let entity = Self.read(parameters)
        #expect(entity.disposition == ContentDisposition(.attachment, filename: filename))
        #expect(entity.allDefects.map(\.code) == defects)
        #expect(entity.allDefects.allSatisfy { $0.offset == 0 })
    }

    @Test(
        "What is faulty is read up to the next semicolon, and takes nothing else along",
        arguments: [
            ("; filename=a b.pdf; x=y", "a b.pdf", "y", true), ("; filename=é.pdf; x=y", "é.pdf", "y", true),
            ("; filename=a  ; x=y", "a", "y", false), ("; filename=a (c) b ; x=y", "a (c) b", "y", true),
            ("; filename=\"a\" b; x=y", "a", "y", true), ("; filename; x=y", nil, "y", true),
            ("; filename=; x=y", "", "y", true), (" junk; filename=a; x=y", "a", "y", true),
            ("; =b; filename=a; x=y", "a", "y", true), (";; filename=a; x=y;", "a", "y", false),
            ("; filename=\"a; x=y", "a; x=y", nil, true), ("; filename=\"é.pdf\"; x=y", "é.pdf", "y", false),
            ("; filename=\"=?UTF-8?Q?r=C3=A9sum=C3=A9 (1).pdf?=\"; x=y", "résumé (1).pdf", "y", true),
            ("; filename==?utf-8?B?w6k=?=; x=y", "é", "y", true), ("; filename=\"a=?b\"; x=y", "a=?b", "y", false),
        ] as [(String, String?, String?, Bool)])
    func faults(_ parameters: String, _ filename: String?, _ x: String?, _ isFaulty: Bool) {
        let entity = Self.read(parameters)
        #expect(entity.disposition == ContentDisposition(.attachment, filename: filename))
        #expect(entity.dispositionAndParameters?.parameters.first { $0.name == "x" }?.value == x)
        #expect(entity.allDefects.map(\.code) == (isFaulty ? [.badParameter] : []))
    }

    @Test(
        arguments: [
            ("text/html; charset=utf-8; name=a b.html", "text/html", [.badParameter]),
            ("text/html x; charset=utf-8", "text/html", [.badParameter]), ("text/html;;", "text/html", []),
            ("text/html@; charset=utf-8", "text/plain", [.badMediaType]), ("html", "text/plain", [.badMediaType]),
        ] as [(String, String, [MessageDefect.Code])])
    func aMediaTypeKeepsWhatCanBeRead(_ value: String, _ essence: String, _ defects: [MessageDefect.Code]) {
        let entity = EntityParser.parse(Array("Content-Type: \(value)\r\n\r\nx\r\n".utf8))
        #expect(entity.mediaType.essence == essence)
        #expect(entity.allDefects.map(\.code) == defects)
    }

    @Test(arguments: [";;", "", "(a)", "; filename=a"])
    func aDispositionWithoutAKindIsADefect(_ value: String) {
        let entity = EntityParser.parse(Array("Content-Disposition: \(value)\r\n\r\nx\r\n".utf8))
        #expect(entity.disposition == nil)
        #expect(entity.allDefects.map(\.code) == [.badDisposition])
    }

    @Test(
        "A transfer encoding is one word, with comments",
        arguments: [
            ("base64 (x)", .base64, []), ("(x (y)) BASE64", .base64, []), ("binary", .binary, []),
            ("7Bit", .sevenBit, []),
            ("7bit;", .sevenBit, [.badTransferEncoding]), ("8bit x", .eightBit, [.badTransferEncoding]),
            ("", nil, [.unknownEncoding]), ("base64x", nil, [.unknownEncoding]), ("base 64", nil, [.unknownEncoding]),
        ] as [(String, ContentTransferEncoding?, [MessageDefect.Code])])
    func transferEncodings(
        _ value: String, _ encoding: ContentTransferEncoding?, _ defects: [MessageDefect.Code]
    ) {
        let entity = EntityParser.parse(Array("Content-Transfer-Encoding: \(value)\r\n\r\nAAEC\r\n".utf8))
        #expect(entity.transferEncoding == encoding)
        #expect(entity.body == (encoding == .base64 ? [0, 1, 2] : Array("AAEC\r\n".utf8)))
        #expect(entity.allDefects.map(\.code) == defects)
    }

    @Test(arguments: [
        ("=?UTF-8?B?SGVsbG8sIQ?=", "Hello,!", true), ("=?utf-8?b?YW!I=?=", "ab", true),
        ("=?utf-8?q?a b?=", "a b", true),
        ("=?windows-1252?q?r=E9sum=E9?=", "résumé", false), ("=?iso-8859-15?q?=A4?=", "€", false),
        ("=?gb2312?b?1tA=?= =?gb2312?b?zsQ=?=", "中文", false), ("=?gb2312?b?1g==?= =?gb2312?b?0A==?=", "中", false),
        ("=?x-nonsense?q?a?=", "=?x-nonsense?q?a?=", false),
        ("=?windows-1252?q?=81?=", "=?windows-1252?q?=81?=", false),
        ("=?utf-8?b?***?=", "=?utf-8?b?***?=", false), ("a b", "a b", false),
    ])
    func encodedWordsSayWhatWasForgiven(_ value: String, _ text: String, isForgiven: Bool) {
        let field = EntityParser.parse(Array("Subject: \(value)\r\n\r\n".utf8)).field(.subject)
        #expect(field?.text.utf8.elementsEqual(text.utf8) == true)
        #expect(field?.isForgiven == isForgiven)
    }
}
