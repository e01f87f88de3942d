// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import JSONText

/// What received mail has in `From` and `To`: RFC 5322, section 4.4 and appendix A, RFC 2047, and what mail programs
/// write in error; one JSON array a line.
enum LenientAddressVectors {
    struct Readable: Sendable {
        var input: String
        /// Each mailbox as `name|address`, `-` for no name; groups as `name[members]`; two entries parted by a space and a
        /// plus.
        var list: String
        /// Each defect as `code@offset`, parted by spaces.
        var defects: String
    }

    struct Unreadable: Sendable {
        var input: String
        var code: String
        var offset: Int
    }

    static func readable() throws -> [Readable] {
        try self.rows(self.readableLines).map { row in
            Readable(input: row[0].string ?? "", list: row[1].string ?? "", defects: row[2].string ?? "")
        }
    }

    static func unreadable() throws -> [Unreadable] {
        try self.rows(self.unreadableLines).map { row in
            Unreadable(input: row[0].string ?? "", code: row[1].string ?? "", offset: row[2].number?.int ?? -1)
        }
    }

    private static func rows(_ text: String) throws -> [[JSONNode]] {
        try text.split(separator: "\n").map { try JSONDocument(parsing: String($0)).root.elements ?? [] }
    }

    private static let readableLines = #"""
        ["ada@example.com", "-|ada@example.com", ""]
        ["Ada <ada@example.com>", "Ada|ada@example.com", ""]
        ["", "", ""]
        ["Ada Lovelace <ada@example.com>, g: bob@example.com;", "Ada Lovelace|ada@example.com + g[-|bob@example.com]", ""]
        ["Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete|pete@silly.test", "comment@4 blankInAddress@26"]
        ["A Group(Some people)\r\n :Chris Jones <c@(Chris's host.)public.example>,\r\n joe@example.org,\r\n John <jdoe@one.test> (my dear friend); (the end of the group)", "A Group[Chris Jones|c@public.example -|joe@example.org John|jdoe@one.test]", "comment@7 comment@39 blankInAddress@39 comment@113"]
        ["(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;", "Hidden recipients[]", "comment@0 comment@39"]
        ["Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example", "Mary Smith|mary@example.net + -|jdoe@test.example", "route@12 emptyEntry@42 blankInAddress@53"]
        ["Joe Q. Public <john.q.public@example.com>", "Joe Q. Public|john.q.public@example.com", "unquotedName@5"]
        ["<@a.example,@b.example:c@d.example>", "-|c@d.example", "route@1"]
        ["<@a.example, , @b.example : c@d.example>", "-|c@d.example", "route@1"]
        ["\"ada\".lovelace@example.com", "-|ada.lovelace@example.com", "quotedWord@0"]
        ["ada.\"love lace\"@example.com", "-|\"ada.love lace\"@example.com", "quotedWord@4"]
        ["ada . lovelace@example.com", "-|ada.lovelace@example.com", "blankInAddress@3"]
        ["ada @ example . com", "-|ada@example.com", "blankInAddress@3"]
        ["ada@example.com (Ada Lovelace)", "Ada Lovelace|ada@example.com", "comment@16"]
        ["ada@example.com (=?UTF-8?Q?Zo=C3=AB?=)", "Zoë|ada@example.com", "comment@16"]
        ["(Ada) <ada@example.com>", "Ada|ada@example.com", "comment@0"]
        ["Ada (the first) Lovelace <ada@example.com>", "Ada Lovelace|ada@example.com", "comment@4"]
        ["ada@example.com (work) (Ada)", "Ada|ada@example.com", "comment@16"]
        ["John.Doe <j@example.com>", "John.Doe|j@example.com", "unquotedName@4"]
        ["ada@example.com <ada@example.com>", "ada@example.com|ada@example.com", "atSignInName@3 unquotedName@11"]
        ["Bank security@bank.example <x@evil.example>", "Bank security@bank.example|x@evil.example", "atSignInName@13 unquotedName@18"]
        ["Lovelace, Ada <ada@example.com>", "Lovelace, Ada|ada@example.com", "unquotedName@8"]
        ["bob@example.com, Lovelace, Ada <ada@example.com>", "-|bob@example.com + Lovelace, Ada|ada@example.com", "unquotedName@25"]
        ["Ada [HR] <ada@example.com>", "Ada [HR]|ada@example.com", "unquotedName@4"]
        ["Ada\\Lovelace <ada@example.com>", "Ada\\Lovelace|ada@example.com", "unquotedName@3"]
        ["Ada <ada@example.com", "Ada|ada@example.com", "notClosed@4"]
        ["<ada@example.com, Bob <bob@example.com>", "-|ada@example.com + Bob|bob@example.com", "notClosed@0"]
        ["<<ada@example.com>>", "-|ada@example.com", "strayBracket@1"]
        ["ada@example.com>", "-|ada@example.com", "strayBracket@15"]
        ["Ada <ada@example.com>>, b@c.test", "Ada|ada@example.com + -|b@c.test", "strayBracket@21"]
        ["a@b.test; c@d.test", "-|a@b.test + -|c@d.test", "semicolon@8"]
        ["Ada <a@b.test>; Bob <c@d.test>;", "Ada|a@b.test + Bob|c@d.test", "semicolon@14 semicolon@30"]
        ["a@b.test,,c@d.test", "-|a@b.test + -|c@d.test", "emptyEntry@9"]
        ["a@b.test,", "-|a@b.test", "emptyEntry@9"]
        [", ,a@b.test", "-|a@b.test", "emptyEntry@0"]
        ["a@b.test, (nobody) ,c@d.test", "-|a@b.test + -|c@d.test", "comment@10 emptyEntry@19"]
        ["g: a@b.test,,c@d.test,;", "g[-|a@b.test -|c@d.test]", "emptyEntry@12 emptyEntry@22"]
        ["g: a@b.test; c@d.test", "g[-|a@b.test] + -|c@d.test", "semicolon@13"]
        ["g: a@b.test", "g[-|a@b.test]", "notClosed@1"]
        ["g: h: a@b.test;, c@d.test;", "g[-|a@b.test -|c@d.test]", "nestedGroup@3"]
        ["undisclosed-recipients:;", "undisclosed-recipients[]", ""]
        ["Undisclosed recipients:", "Undisclosed recipients[]", "notClosed@22"]
        ["undisclosed-recipients", "undisclosed-recipients[]", "undisclosedRecipients@0"]
        ["undisclosed-recipients, a@b.test", "undisclosed-recipients[] + -|a@b.test", "undisclosedRecipients@0"]
        ["<Undisclosed-Recipient:;>", "Undisclosed-Recipient[]", "undisclosedRecipients@0"]
        ["name.@docomo.ne.jp", "-|\"name.\"@docomo.ne.jp", "misplacedDot@4"]
        ["a..b@docomo.ne.jp", "-|\"a..b\"@docomo.ne.jp", "misplacedDot@2"]
        [".ada@ezweb.ne.jp", "-|\".ada\"@ezweb.ne.jp", "misplacedDot@0"]
        ["Ada <ada.@docomo.ne.jp>", "Ada|\"ada.\"@docomo.ne.jp", "misplacedDot@8"]
        ["ada@example.com.", "-|ada@example.com", "trailingDot@15"]
        ["<ada@example.com.>", "-|ada@example.com", "trailingDot@16"]
        ["'ada@example.com'", "-|ada@example.com", "quotedAddress@0"]
        ["<'ada@example.com'>, 'bob@example.com'", "-|ada@example.com + -|bob@example.com", "quotedAddress@1 quotedAddress@21"]
        ["'Ada' <ada@example.com>", "'Ada'|ada@example.com", ""]
        ["'ada@example.com", "-|'ada@example.com", ""]
        ["o'brien@example.com", "-|o'brien@example.com", ""]
        ["\"ada@example.com\"", "-|ada@example.com", "quotedAddress@0"]
        ["\"ada@example.com\", Bob <bob@example.com>", "-|ada@example.com + Bob|bob@example.com", "quotedAddress@0"]
        ["\"ada@example.com\" <ada@example.com>", "ada@example.com|ada@example.com", ""]
        ["mailto:ada@example.com", "-|ada@example.com", "mailto@0"]
        ["Ada <MAILTO:ada@example.com>", "Ada|ada@example.com", "mailto@5"]
        ["<mailto: ada@example.com>", "-|ada@example.com", "mailto@1"]
        ["\"=?UTF-8?Q?Zo=C3=AB?=\" <zoe@example.com>", "Zoë|zoe@example.com", "encodedWord@0"]
        ["\"=?UTF-8?B?w6k=?= =?UTF-8?B?w6k=?=\" <e@example.com>", "éé|e@example.com", "encodedWord@0"]
        ["=?UTF-8?Q?Lovelace,_Ada?= <ada@example.com>", "Lovelace, Ada|ada@example.com", "encodedWord@0"]
        ["=?UTF-8?Q?a:b;c@d?= <ada@example.com>", "a:b;c@d|ada@example.com", "encodedWord@0"]
        ["=?UTF-8?Q?Zo=C3=AB?= <zoe@example.com>", "Zoë|zoe@example.com", ""]
        ["=?UTF-8?Q?Ada=0D=0ABcc:?= <ada@example.com>", "Ada Bcc:|ada@example.com", "controlCharacter@0 encodedWord@0"]
        ["=?utf-7?Q?Ada?= <ada@example.com>", "=?utf-7?Q?Ada?=|ada@example.com", ""]
        ["Zoë <zoe@example.com>", "Zoë|zoe@example.com", "rawUTF8@2"]
        ["zoë@example.com", "-|zoë@example.com", "rawUTF8@2"]
        ["a@bücher.example", "-|a@xn--bcher-kva.example", "rawUTF8@3"]
        ["Zo\ufffd <zoe@example.com>", "Zo\ufffd|zoe@example.com", "undecodable@2 rawUTF8@2"]
        ["\u0001Ada\u0007L <ada@example.com>\u0000", "Ada L|ada@example.com", "controlCharacter@0 controlCharacter@4"]
        ["\"Ada\u0000L\" <ada@example.com>", "Ada L|ada@example.com", "controlCharacter@0"]
        ["Ada\r\n <ada@example.com>", "Ada|ada@example.com", ""]
        ["Ada\n <ada@example.com>", "Ada|ada@example.com", "controlCharacter@3"]
        ["ada@example.com\r", "-|ada@example.com", "controlCharacter@15"]
        ["\"Ada <ada@example.com>", "Ada|ada@example.com", "notClosed@0"]
        ["Ada\" <ada@example.com>", "Ada|ada@example.com", "notClosed@3"]
        ["Ada (x <ada@example.com>", "Ada (x|ada@example.com", "notClosed@4 unquotedName@4"]
        ["a@[IPv6:2001:db8::1]", "-|a@[IPv6:2001:db8::1]", ""]
        ["a@[192.0.2.1] (host)", "host|a@[192.0.2.1]", "comment@14"]
        ["\"Ada <a@b.test>, \"Bob\" <c@d.test>", "Ada <a@b.test>, Bob|c@d.test", "notClosed@21"]
        ["( ) <a@b.test>", "-|a@b.test", "comment@0"]
        ["x < a@b.test > , y<c@d.test>", "x|a@b.test + y|c@d.test", ""]
        """#

    private static let unreadableLines = #"""
        ["ada", "incomplete", 0]
        ["Ada Lovelace", "incomplete", 0]
        ["a@b.test, ada", "incomplete", 10]
        ["root, ada@example.com", "incomplete", 0]
        ["root, ada@example.com, Bob <bob@example.com>", "incomplete", 0]
        ["root, bob, Ada <ada@example.com>", "incomplete", 0]
        ["<>", "unexpectedCharacter", 1]
        ["Ada <>", "unexpectedCharacter", 5]
        ["<ada>", "incomplete", 1]
        ["@example.com", "incomplete", 0]
        ["ada@", "incomplete", 4]
        [".@example.com", "incomplete", 1]
        ["...@example.com", "incomplete", 3]
        ["mailto:", "incomplete", 7]
        ["ada lovelace@example.com", "unexpectedCharacter", 4]
        ["a@b.test c@d.test", "unexpectedCharacter", 9]
        ["<a@b.test> <c@d.test>", "unexpectedCharacter", 11]
        ["<aaa@bbb.test>ccc@ddd.test", "unexpectedCharacter", 14]
        ["Ada <a@b.test> Lovelace", "unexpectedCharacter", 15]
        ["<a@b.test c@d.test>", "unexpectedCharacter", 10]
        ["<a@b.test <c@d.test>", "unexpectedCharacter", 10]
        ["ada@@example.com", "unexpectedCharacter", 4]
        ["a@b.test@c.test", "unexpectedCharacter", 8]
        ["ada@exa_mple.com", "unexpectedCharacter", 7]
        ["ada@example..com", "badDomain", 12]
        ["ada@example.com..", "badDomain", 16]
        ["ada@.example.com", "badDomain", 4]
        ["ada@localhost", "notQualified", 4]
        ["a@b.test:", "unexpectedCharacter", 8]
        [":a@b.test;", "unexpectedCharacter", 0]
        ["\"\": a@b.test;", "unexpectedCharacter", 2]
        ["g:h:i:j:a@b.test;;;;", "tooMany", 7]
        ["=?x?q?a=40evil.test=3e=00?=@good.test", "encodedWord", 0]
        ["<=?utf-7?q?a&AEA-evil.test&ACA-?=@good.test>", "encodedWord", 1]
        ["Ada <=?UTF-8?B?YUBldmlsLnRlc3Q=?=@good.test>", "encodedWord", 5]
        ["\"=?x?q?a=40evil.test?=@good.test\"", "incomplete", 0]
        ["foo@xn--0049.test", "badDomain", 4]
        ["x@xn--svg/-9x6.test", "unexpectedCharacter", 9]
        ["collab%evil.test(@good.test", "unexpectedCharacter", 16]
        ["\"ada@example.com", "notClosed", 0]
        ["\"a\u0000b\"@c.test", "controlCharacter", 1]
        ["\"a\r\nRSET\"@b.test", "controlCharacter", 1]
        ["a\rb@c.test", "unexpectedCharacter", 2]
        ["<@a.example c@d.test>", "unexpectedCharacter", 12]
        ["<@:c@d.test>", "unexpectedCharacter", 2]
        ["zo\ufffd@example.com", "badUnicode", 2]
        ["a@[300.1.1.1]", "badDomain", 3]
        ["a@[192.0.2.1", "notClosed", 2]
        ["'@example.com'", "incomplete", 0]
        ["ada@example.com?subject=x", "unexpectedCharacter", 15]
        """#
}
