// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import Configuration
import EmailProvider
import EmailTemplates
import JSONText
import MIME
import Testing

/// What a local part beyond ASCII takes.
@Suite struct InternationalAddressRuleTests {
    private typealias Rule = InternationalAddressRule

    private static let extensions: [InternationalAddressRule.ServerExtensions?] = [
        nil, .init(smtpUTF8: true, eightBitMIME: true), .init(smtpUTF8: true, eightBitMIME: false),
        .init(smtpUTF8: false, eightBitMIME: true), .init(smtpUTF8: false, eightBitMIME: false),
    ]

    @Test(arguments: [EmailProvider.Kind.smtp, .builtIn, .msgraph], [true, false])
    func verdicts(kind: EmailProvider.Kind, allowsUTF8: Bool) throws {
        let provider = try EmailProvider.sample(kind, allowsUTF8: allowsUTF8)
        let ascii = try AddrSpec("ada@example.com")
        let domainOnly = try AddrSpec("ada@bücher.example")
        let local = try AddrSpec("łukasz@x.example")
        for offered in Self.extensions {
            #expect(Rule.judge([ascii, domainOnly], provider: provider, extensions: offered) == .ascii)
            let verdict = Rule.judge([ascii, domainOnly, local], provider: provider, extensions: offered)
            let reason: Rule.Reason? =
                if kind == .msgraph {
                    .msgraph
                } else if !allowsUTF8 {
                    .notEnabled
                } else if offered?.smtpUTF8 == false {
                    .noSMTPUTF8
                } else if offered?.eightBitMIME == false {
                    .no8BITMIME
                } else {
                    nil
                }
            guard let reason else {
                #expect(verdict == .smtpUTF8(local))
                continue
            }
            guard case .refused(let refusal) = verdict else {
                Issue.record("\(verdict) for \(String(describing: offered))")
                continue
            }
            #expect(refusal.reason == reason)
            #expect(refusal.address == local)
            #expect(refusal.message.contains("łukasz@x.example"))
        }
    }

    @Test(arguments: [
        ("łukasz@x.example", "Bukasz@x.example"), ("ŁAŃ@x.example", "AAC@x.example"),
        ("\u{4461}\u{6162}@x.example", "ab@x.example"), ("é@x.example", "\\xE9@x.example"),
        ("😀@x.example", "=\\x00@x.example"), ("\u{10a}@x.example", "\\x0A@x.example"),
        ("łukasz@bücher.example", "Bukasz@bücher.example"),
    ])
    func withoutAllowUTF8TheReferenceCutsCharactersToBytes(address: String, mailbox: String) throws {
        let verdict = Rule.judge([try AddrSpec(address)], provider: try .sample())
        guard case .refused(let refusal) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(refusal.referenceBehavior.contains(" \(mailbox)"))
    }

    @Test(arguments: [
        (#"{"to": "łukasz@x.example"}"#, "/to"), (#"{"to": "ada@x.example", "cc": "ł@x.example"}"#, "/cc"),
        (#"{"to": "ada@x.example", "bcc": "a@x.example, ł@x.example"}"#, "/bcc"),
        (#"{"to": "ada@x.example", "from": "ł@x.example"}"#, "/from"),
        (#"{"_to": "łukasz@x.example"}"#, "/_to"),
    ])
    func anyAddressOfAMessageCounts(request: String, pointer: String) throws {
        let refused = try Composer.sample().compose(request, template: .sample())
        #expect(refused.message == nil)
        #expect(refused.issues.map(\.code) == [.addressNotAllowed])
        #expect(refused.issues.first?.location.pointer?.description == pointer)
        #expect(refused.issues.first?.message.contains("AIC would") == true)
        let allowed = try Composer.sample(.sample(allowsUTF8: true)).compose(request, template: .sample())
        #expect(allowed.issues.isEmpty)
        #expect(allowed.message?.isInternationalized == true)
        let graph = try Composer.sample(.sample(.msgraph, allowsUTF8: true)).compose(request, template: .sample())
        #expect(graph.issues.map(\.code) == [.addressNotAllowed])
        #expect(graph.message == nil)
    }
}
