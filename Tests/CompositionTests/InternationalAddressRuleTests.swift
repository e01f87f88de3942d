// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import EmailTemplates
import JSONText
import MIME
import TenantConfiguration
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
            #expect(Rule.judge([ascii, domainOnly], as: .recipient, provider: provider, extensions: offered) == .ascii)
            let verdict = Rule.judge(
                [ascii, domainOnly, local], as: .recipient, provider: provider, extensions: offered)
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
        ("łukasz@bücher.example", "Bukasz@b\\xFCcher.example"),
        ("jürgen@日本.example", "j\\xFCrgen@\\xE5,.example"),
        ("\"a ł\"@x.example", "\"a B\"@x.example"),
    ])
    func withoutAllowUTF8TheReferenceCutsCharactersToBytes(address: String, mailbox: String) throws {
        for (role, preposition) in [(Rule.Role.recipient, "to"), (.sender, "from")] {
            let verdict = Rule.judge([try AddrSpec(address)], as: role, provider: try .sample())
            guard case .refused(let refusal) = verdict else {
                Issue.record("\(verdict)")
                return
            }
            #expect(refusal.referenceBehavior == "AIC would send the mail \(preposition) \(mailbox), another mailbox")
        }
    }

    /// What is said of an address fits what it is to the message, and what is said of the parameter that holds it.
    @Test(arguments: [
        ("to", "would send the mail to j\\xFCrgen@"), ("cc", "would send the mail to j\\xFCrgen@"),
        ("bcc", "would send the mail to j\\xFCrgen@"), ("from", "would send the mail from j\\xFCrgen@"),
        ("_from", "would send the mail from j\\xFCrgen@"), ("replyTo", "would send the message without it"),
    ])
    func theReferenceIsSpokenOfByTheRoleOfTheAddress(parameter: String, behavior: String) throws {
        let text = #"{"\#(parameter)": "jürgen@c.example"\#(parameter == "to" ? "" : #", "to": "a@b.example""#)}"#
        let (request, problems) = try SendRequest.reading(text)
        #expect(problems.allSatisfy { $0.message.hasSuffix(behavior) }, "\(problems)")
        let composed = try Composer.sample().compose(request, template: PreparedTemplate(.sample()), locale: "en")
        let issue = try #require(composed.issues.first)
        #expect(composed.issues.count == 1 && issue.message.contains("; AIC \(behavior)"), "\(issue.message)")
        // What the server lacks or Graph refuses changes nothing for an address that AIC leaves out.
        let verdicts = [
            Rule.judge(
                [try AddrSpec("jürgen@c.example")], as: .replyTo, provider: try .sample(allowsUTF8: true),
                extensions: .init(smtpUTF8: false, eightBitMIME: true)),
            Rule.judgeForGraph([try AddrSpec("jürgen@c.example")], as: .replyTo),
        ]
        for case .refused(let refusal) in verdicts {
            #expect(refusal.referenceBehavior == "AIC would send the message without it")
        }
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

    /// Every address that is written down counts, that of Reply-To among them; names do not.
    @Test(
        arguments: [
            (#"{"to": "ada@x.example"}"#, nil), (#"{"to": "Zoë <ada@bücher.example>"}"#, nil),
            (#"{"to": "ł@x.example"}"#, "ł@x.example"), (#"{"to": "a@x.example", "cc": "ł@x.example"}"#, "ł@x.example"),
            (#"{"to": "a@x.example", "bcc": "ł@x.example"}"#, "ł@x.example"),
            (#"{"to": "a@x.example", "from": "ł@x.example"}"#, "ł@x.example"),
            (#"{"to": "a@x.example", "replyTo": "ł@x.example"}"#, "ł@x.example"),
            (#"{"to": "a@x.example", "replyTo": "\"a ł\"@x.example"}"#, #""a ł"@x.example"#),
        ] as [(String, String?)])
    func messagesAreJudgedWhole(request: String, address: String?) throws {
        let provider = try EmailProvider.sample(allowsUTF8: true)
        let composed = try Composer.sample(provider).compose(request, template: .sample())
        let message = try #require(composed.message)
        let expected = try address.map { Rule.Verdict.smtpUTF8(try AddrSpec($0)) } ?? .ascii
        for offered in [nil, Rule.ServerExtensions(smtpUTF8: true, eightBitMIME: true)] {
            #expect(Rule.judge(message, provider: provider, extensions: offered) == expected)
        }
        // Once the server is known not to take it, nothing is sent, and the reason is the server's.
        let verdict = Rule.judge(message, provider: provider, extensions: .init(smtpUTF8: false, eightBitMIME: true))
        guard case .refused(let refusal) = verdict else {
            #expect(address == nil && verdict == .ascii)
            return
        }
        #expect(refusal.reason == .noSMTPUTF8 && refusal.address.description == address)
        #expect(refusal.referenceBehavior.contains("AIC would send"))
    }

    /// Relays read a bang path and the percent hack as routes, quoted or not.
    @Test(arguments: [
        (#"{"to": "a!b@x.example"}"#, "/to", 8), (#"{"to": "a%b@x.example"}"#, "/to", 8),
        (#"{"to": "ada@x.example, \"Eve\" <a!b@x.example>"}"#, "/to", 32),
        (#"{"to": "\"a!b\"@x.example"}"#, "/to", 8), (#"{"to": "\"a%b c\"@x.example"}"#, "/to", 8),
        (#"{"to": "a@x.example", "cc": "collab%evil.test@x.example"}"#, "/cc", 29),
        (#"{"to": "a@x.example", "bcc": "!@x.example"}"#, "/bcc", 30),
        (#"{"to": "a@x.example", "replyTo": "x%@x.example"}"#, "/replyTo", 34),
        (#"{"to": "a@x.example", "from": "a!b@x.example"}"#, "/from", 31),
    ])
    func routesAreRefused(request: String, pointer: String, offset: Int) throws {
        let composed = try Composer.sample(.sample(allowsUTF8: true)).compose(request, template: .sample())
        #expect(composed.message == nil)
        #expect(composed.issues.map(\.code) == [.addressRoutes])
        #expect(composed.issues.first?.location.pointer?.description == pointer)
        #expect(composed.issues.first?.location.position?.offset == offset)
        #expect(composed.issues.first?.message.contains("AIC would send") == true)
    }

    @Test func aNameMayHoldThem() throws {
        let composed = try Composer.sample().compose(
            #"{"to": "\"50% off!\" <ada@x.example>"}"#, template: .sample())
        #expect(composed.issues.isEmpty)
    }
}
