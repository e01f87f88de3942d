// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import Testing

@testable import SMTP

@Suite struct CommandTests {
    /// Lines that are written as they are read.
    @Test(arguments: [
        "EHLO mx.example.com", "HELO [127.0.0.1]", "EHLO [IPv6:2001:db8::1]", "MAIL FROM:<>",
        "MAIL FROM:<ada@example.com>", "MAIL FROM:<ada@example.com> SIZE=1000 BODY=8BITMIME SMTPUTF8",
        "MAIL FROM:<ada@example.com> BODY=7BIT RET=HDRS ENVID=x+2By", "MAIL FROM:<żółw@example.com> SMTPUTF8",
        "RCPT TO:<ada@example.com>", #"RCPT TO:<"odd user"@example.com>"#, #"RCPT TO:<"a@b"@x.test>"#,
        #"RCPT TO:<"a>b"@x.test>"#, #"RCPT TO:<"a\"b"@x.test>"#, "RCPT TO:<user+tag@example.com>",
        "RCPT TO:<u@[IPv6:2001:db8::1]> NOTIFY=NEVER", "DATA", "RSET", "NOOP", "NOOP now then", "QUIT", "VRFY Smith",
        "HELP", "HELP MAIL", "STARTTLS", "AUTH PLAIN", "AUTH PLAIN AGEAYg==", "AUTH EXTERNAL =", "BDAT", "XCLIENT",
    ])
    func roundTrip(line: String) throws {
        let command = try Command(parsing: line.utf8)
        #expect(try command.wireText.description.utf8.elementsEqual(line.utf8))
    }

    /// Lines that mean the same as another.
    @Test(arguments: [
        ("ehlo mx.test", "EHLO mx.test"), ("MaIl fRoM:<a@b.test>", "MAIL FROM:<a@b.test>"),
        ("rcpt to:<a@b.test> \t ", "RCPT TO:<a@b.test>"), ("DATA  ", "DATA"), ("NOOP ", "NOOP"),
        (
            "MAIL FROM:<a@b.test> size=0010 body=8bitmime smtputf8",
            "MAIL FROM:<a@b.test> SIZE=10 BODY=8BITMIME SMTPUTF8"
        ),
        ("RCPT TO:<@x.test,@y.test:a@b.test>", "RCPT TO:<a@b.test>"),
        (#"RCPT TO:<"ada"@b.test>"#, "RCPT TO:<ada@b.test>"),
        ("RCPT TO:<a@żółw.test>", "RCPT TO:<a@xn--w-uga1v8h.test>"),
        ("MAIL FROM:<a@b.test> SIZE=99999999999999999999", "MAIL FROM:<a@b.test> SIZE=9223372036854775807"),
        ("auth plain", "AUTH PLAIN"), ("bdat 5 LAST", "BDAT"),
    ])
    func normalizes(line: String, expected: String) throws {
        #expect(try Command(parsing: line.utf8).wireText.description == expected)
    }

    @Test(arguments: [
        ("", CommandSyntaxError.Code.noVerb), (" EHLO x", .noVerb), ("250 ok", .noVerb), ("EHLO\tx", .noVerb),
        ("\u{1B}]0;x", .noVerb), ("MAİL FROM:<a@b.test>", .noVerb),
        ("EHLO", .missingArgument), ("HELO ", .missingArgument), ("EHLO a b", .badDomain), ("EHLO é.test", .badDomain),
        ("EHLO a\u{1}b", .controlCharacter), ("EHLO " + String(repeating: "x", count: 256), .badDomain),
        ("MAIL", .noPathKeyword), ("MAIL TO:<a@b.test>", .noPathKeyword), ("MAIL FROM <a@b.test>", .noPathKeyword),
        ("MAIL FROM:", .badPath), ("MAIL FROM: <a@b.test>", .badPath), ("MAIL FROM:a@b.test", .badPath),
        ("MAIL FROM:<a@b.test", .badPath), ("MAIL FROM:<a@b.test>x", .badPath), (#"MAIL FROM:<"a>"#, .badPath),
        ("MAIL FROM:<a@b.test>SIZE=1", .badPath), ("RCPT TO:<@x.test a@b.test>", .badPath),
        ("RCPT TO:<@x y:a@b.test>", .badPath),
        ("MAIL FROM:<ada>", .badAddress(.incomplete)), ("RCPT TO:<>", .badAddress(.empty)),
        ("RCPT TO:< a@b.test>", .badAddress(.unexpectedCharacter)),
        ("RCPT TO:<a\rX-Inj: 1@b.test>", .badAddress(.controlCharacter)),
        ("RCPT TO:<a\u{0B}@b.test>", .badAddress(.controlCharacter)),
        ("RCPT TO:<a\u{7F}@b.test>", .badAddress(.controlCharacter)),
        ("RCPT TO:<a\0@b.test>", .badAddress(.controlCharacter)),
        ("RCPT TO:<a\u{85}@b.test>", .badAddress(.controlCharacter)),
        ("MAIL FROM:<a@b.test>  SIZE=1", .badParameter), ("MAIL FROM:<a@b.test> =1", .badParameter),
        ("MAIL FROM:<a@b.test> SIZE=", .badParameter), ("MAIL FROM:<a@b.test> X=a=b", .badParameter),
        ("MAIL FROM:<a@b.test> X=é", .badParameter), ("MAIL FROM:<a@b.test> -X=1", .badParameter),
        ("MAIL FROM:<a@b.test> SIZE", .badParameterValue), ("MAIL FROM:<a@b.test> SIZE=-1", .badParameterValue),
        ("MAIL FROM:<a@b.test> SIZE=1e9", .badParameterValue), ("MAIL FROM:<a@b.test> SIZE=１", .badParameter),
        ("MAIL FROM:<a@b.test> SIZE=999999999999999999999", .badParameterValue),
        ("MAIL FROM:<a@b.test> BODY=BINARYMIME", .badParameterValue), ("MAIL FROM:<a@b.test> BODY", .badParameterValue),
        ("MAIL FROM:<a@b.test> SMTPUTF8=1", .badParameterValue),
        ("MAIL FROM:<a@b.test> SIZE=1 size=2", .repeatedParameter),
        ("DATA x", .unexpectedArgument), ("RSET x", .unexpectedArgument), ("QUIT x", .unexpectedArgument),
        ("STARTTLS x", .unexpectedArgument), ("VRFY", .missingArgument), ("NOOP a\u{7}b", .controlCharacter),
        ("AUTH", .missingArgument), ("AUTH A/B", .badAuthentication), ("AUTH PLAIN !", .badAuthentication),
        ("AUTH PLAIN AGEAYg== x", .badAuthentication), ("AUTH ABCDEFGHIJKLMNOPQRSTU", .badAuthentication),
    ])
    func refuses(line: String, code: CommandSyntaxError.Code) {
        let error = #expect(throws: CommandSyntaxError.self) { try Command(parsing: line.utf8) }
        #expect(error?.code == code)
    }

    @Test func refusesIllFormedUTF8() {
        let line = Array("RCPT TO:<a".utf8) + [0xFF] + Array("@b.test>".utf8)
        let error = #expect(throws: CommandSyntaxError.self) { try Command(parsing: line) }
        #expect(error?.code == .notUTF8)
        #expect(error?.verb == .rcpt)
    }

    @Test func everyTruncationIsACommandOrAnError() {
        let line = Array(#"MAIL FROM:<@x.test:"a\"é>"@b.test> SIZE=10 BODY=8BITMIME SMTPUTF8 X=y"#.utf8)
        for end in 0...line.count {
            do throws(CommandSyntaxError) {
                _ = try Command(parsing: line[..<end])
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test func authHoldsRawBytes() throws {
        let command = try Command(parsing: "AUTH PLAIN AGEAYg==".utf8)
        #expect(command == .auth(try SASLMechanism("PLAIN"), initialResponse: [0, 0x61, 0, 0x62]))
    }
}
