// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import Verification

extension RuleCase {
    private static func mail(_ to: String, from: String = "no-reply@example.com") -> Scenario {
        Scenario(template: Scenario.template(from: from)).with {
            $0.provider = Scenario.smtp(#" "smtpProperties": ["mail.mime.allowutf8=true"],"#)
            $0.request = #"{"to": "\#(to)"}"#
        }
    }

    /// What names and addresses can hide.
    static let names: [RuleCase] = [
        RuleCase(
            "address-routed", "a bang path", stops, violation: Self.mail("Ada <‸host!ada@example.com>"),
            neighbor: Self.mail("ada+host@example.com")),
        RuleCase(
            "address-routed", "the percent hack in the sender", stops,
            violation: Self.mail("ada@example.com", from: "‸ada%example.net@example.com"),
            neighbor: Self.mail("\\\"100%\\\" <ada@example.com>")),
        RuleCase(
            "address-hidden-character", "a bidirectional override in a name", stopsPromotion,
            violation: Self.mail("ada@example.com, \\\"Bank ‸\u{202E}gpj\\\" <bob@example.com>"),
            neighbor: Self.mail("ada@example.com, שלום <bob@example.com>")),
        RuleCase(
            "address-hidden-character", "a zero width space in a local part", stopsPromotion,
            violation: Self.mail("ada@example.com, zo‸\u{200B}ë@example.com"),
            neighbor: Self.mail("ada@example.com, zoë@example.com")),
        RuleCase(
            "address-hidden-character", "a joiner between Latin letters", stopsPromotion,
            violation: Self.mail("a‸\u{200D}da <bob@example.com>"),
            neighbor: Self.mail("می\u{200C}خواهم 👩\u{200D}💻 ❤\u{FE0F} 🏴\u{E0067}\u{E0062}\u{E007F} <bob@example.com>")),
        RuleCase(
            "address-not-normalized", "a decomposed local part", warns,
            violation: Self.mail("Zo\u{EB} <‸zoe\u{308}@example.com>"), neighbor: Self.mail("Zoë <zoë@example.com>")),
        RuleCase(
            "address-not-normalized", "a decomposed name", warns,
            violation: Self.mail("‸Zoe\u{308} <ada@example.com>"), neighbor: Self.mail("한국어 <ada@example.com>")),
        RuleCase(
            "address-mixed-script", "Cyrillic among Latin letters", warns,
            violation: Self.mail("‸P\u{430}yPal <ada@example.com>"),
            neighbor: Self.mail("Анна (Anna) Smith <ada@example.com>")),
        RuleCase(
            "address-mixed-script", "Greek among Latin letters in a local part", warns,
            violation: Self.mail("‸\u{3BF}nline@example.com"), neighbor: Self.mail("ελλάδα@example.com")),
        RuleCase(
            "address-mixed-script", "Cyrillic among Latin letters in a domain", warns,
            alongside: ["domain-not-converted"], violation: Self.mail("ada@‸p\u{430}ypal.example"),
            neighbor: Self.mail("ada@日本語abc.example, bob@münchen.例子")),
        RuleCase(
            "address-in-name", "the address of another as the name", stopsPromotion,
            violation: Self.mail("\\\"‸security@bank.example\\\" <x@evil.example>"),
            neighbor: Self.mail("\\\"Ada@Example.com\\\" <ada@example.com>")),
        RuleCase(
            "address-in-name", "the address of another in the name of the sender", stopsPromotion,
            violation: Self.mail(
                "ada@example.com", from: "\\\"Bank (‸security@bank.example)\\\" <no-reply@evil.example>"),
            neighbor: Self.mail("ada@example.com", from: "\\\"Ada @ Bank, @bank\\\" <no-reply@example.com>")),
        RuleCase(
            "address-in-name", "an at sign of full width", stopsPromotion,
            violation: Self.mail("‸ceo＠bank.example <x@evil.example>"),
            neighbor: Self.mail("ada＠home <ada@example.com>")),
        RuleCase(
            "domain-not-converted", "U-labels", warns, violation: Self.mail("‸ada@bücher.example"),
            neighbor: Self.mail("ada@xn--bcher-kva.example")),
        RuleCase(
            "address-quoted", "a space in a local part", warns,
            violation: Self.mail(#"Ada <‸\"a b\"@example.com>"#),
            neighbor: Self.mail(#"\"Ada B.\" <\"ada\"@example.com>, a.b+c'd@example.com"#)),
        RuleCase(
            "address-quoted", "two dots in the sender", warns,
            violation: Self.mail("ada@example.com", from: #"‸\"a..b\"@example.com"#),
            neighbor: Self.mail("ada@example.com", from: #"\"a..b\" <a.b@example.com>"#)),
        RuleCase(
            "address-literal", "an IPv4 address", warns, violation: Self.mail("‸ada@[127.0.0.1]"),
            neighbor: Self.mail("\\\"[127.0.0.1]\\\" <ada@127.example>")),
        RuleCase(
            "address-literal", "an IPv6 address", warns, violation: Self.mail("bob@example.com, Ada <‸ada@[IPv6:::1]>"),
            neighbor: Self.mail("ada@ipv6.example.com")),
        RuleCase(
            "address-unassigned-character", "a code point that is no character", warns,
            violation: Self.mail("zo‸\u{378}@example.com"),
            neighbor: Self.mail("zoë@example.com, 用户@example.com, น้ำ@example.com, अदा@example.com")),
        RuleCase(
            "address-private-character", "a private use character", warns,
            violation: Self.mail("ada@example.com, zo‸\u{E000}@example.com"),
            neighbor: Self.mail("zoß@example.com, αφής@example.com, данил@example.com, משה@example.com")),
        RuleCase(
            "address-compatibility-character", "a ligature", warns, violation: Self.mail("‸\u{FB01}ne@example.com"),
            neighbor: Self.mail("\u{FB01}ne <fine@example.com>, straße@example.com, łukasz@example.com")),
        RuleCase(
            "address-compatibility-character", "letters of full width, once", warns,
            violation: Self.mail("a‸\u{FF41}\u{FF42}@example.com"),
            neighbor: Self.mail("カタカナ@example.com, 한국어@example.com, Élise@example.com, ÅSA@example.com")),
    ]

    /// Images inside the HTML.
    static let images: [RuleCase] = [
        RuleCase(
            "image-data-url", "an image in a data: URL", warns,
            violation: Scenario(body: "<p>é</p><img alt='' src='‸data:image/png;base64,AAEC'>"),
            neighbor: Scenario(body: "<img alt='' src='https://example.com/a.png'><img alt='' src='cid:a@b.example'>")),
        RuleCase(
            "image-data-invalid", "a data: URL that is cut off", warns, alongside: ["image-data-url"],
            violation: Scenario(body: "<img alt='' src='‸data:image/png;base64,AA'>"),
            neighbor: Scenario(body: "<img alt='' src='data:image/png;base64,AAEC'>")),
    ]

    private static func graph(_ request: String) -> Scenario {
        Scenario().with {
            $0.provider = Scenario.graph()
            $0.request = #"{"to": "ada@example.com", \#(request)}"#
        }
    }

    private static func marked(_ scenario: Scenario) -> Scenario {
        scenario.with { $0.provider = "‸" + Scenario.graph() }
    }

    private static func fields(_ count: Int) -> String {
        #""headers": {"# + (0..<count).map { #""X-\#($0)": "a""# }.joined(separator: ", ") + "}"
    }

    /// A request with an attachment of a size that makes the request to Graph as large as given, in bytes of base64.
    private static func attachment(_ size: Int) -> String {
        #""attachments": [{"name": "a", "content": "\#(String(repeating: "AAAA", count: size / 4))"}]"#
    }

    /// What Graph leaves out and refuses.
    static let graph: [RuleCase] = [
        RuleCase(
            "graph-regenerated", "the date", [.note, .note, .note], violation: Self.marked(Self.graph(#""cc": null"#)),
            neighbor: Scenario().with { $0.provider = Scenario.smtp() }),
        RuleCase(
            "graph-not-carried", "where a subscription ends", warns,
            alongside: ["graph-regenerated", "request-parameter-unknown"],
            violation: Self.graph(#""listUnsubscribe": ‸"https://example.com/u""#),
            neighbor: Self.graph(#""replyTo": "bob@example.com", "headers": {"X-A": "a"}"#)),
        RuleCase(
            "graph-not-carried", "the type of XML", warns, alongside: ["graph-regenerated"],
            violation: Scenario(body: "‸<a/>", type: "text/xml").with { $0.provider = Scenario.graph() },
            neighbor: Scenario(body: "<p>a</p>").with { $0.provider = Scenario.graph() }),
        RuleCase(
            "graph-not-carried", "the type of a request in XML", warns, alongside: ["graph-regenerated"],
            violation: Self.graph(#""type": "‸text/xml", "subject": "s", "body": "<a/>", "from": "a@example.com""#),
            neighbor: Self.graph(#""type": "text/html", "subject": "s", "body": "<a/>", "from": "a@example.com""#)),
        RuleCase(
            "graph-not-carried", "flowed text", warns, alongside: ["graph-regenerated"],
            violation: Self.marked(
                Scenario(body: "a", type: "text/plain").with {
                    $0.provider = Scenario.graph()
                    $0.isTextFlowed = true
                }),
            // Beside HTML the whole text is left out.
            neighbor: Scenario().with {
                $0.provider = Scenario.graph()
                $0.isTextFlowed = true
            }),
        RuleCase(
            "graph-header-limit", "six fields", stops, alongside: ["graph-regenerated", "request-parameter-unknown"],
            violation: Self.graph(Self.fields(6).replacing(#""X-5": ""#, with: #""X-5": "‸"#)),
            neighbor: Self.graph(Self.fields(5))),
        RuleCase(
            "graph-request-large", "an attachment of 4 MB in base64", stops,
            alongside: ["graph-regenerated", "request-parameter-unknown"],
            violation: Scenario(body: "‸<p>Hello</p>").with {
                $0.provider = Scenario.graph()
                $0.request = #"{"to": "ada@example.com", \#(Self.attachment(4_000_000))}"#
            },
            neighbor: Self.graph(Self.attachment(3_990_000))),
    ]
}
