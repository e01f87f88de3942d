// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import EmailTemplates
import JSONText
import MIME
import TenantConfiguration
import TestSupport
import Testing

/// Who a message is from.
@Suite struct SenderTests {
    /// What stands at a level.
    enum State: CaseIterable {
        case absent, null, empty, blank, valid, invalid

        func json(_ level: Sender.Source) -> String? {
            switch self {
            case .absent: nil
            case .null: "null"
            case .empty: #""""#
            case .blank: #"" \t""#
            case .valid: Self.address(level).json
            case .invalid: "nobody".json
            }
        }

        static func address(_ level: Sender.Source) -> String {
            switch level {
            case .requestFrom: "from@request.example"
            case .requestUnderscoreFrom: "underscore@request.example"
            case .template: "from@template.example"
            case .provider: "from@provider.example"
            }
        }

        /// Whether the level counts: a request's value if it is there, a template's or provider's if it is not blank.
        func counts(at level: Sender.Source) -> Bool {
            switch self {
            case .absent, .null: false
            case .empty, .blank: level == .requestFrom || level == .requestUnderscoreFrom
            case .valid, .invalid: true
            }
        }

        func text(_ level: Sender.Source) -> String {
            switch self {
            case .absent, .null, .empty: ""
            case .blank: " \t"
            case .valid: Self.address(level)
            case .invalid: "nobody"
            }
        }
    }

    /// All 1,296 combinations against the four lines of the design.
    @Test(arguments: State.allCases, State.allCases)
    func theHighestLevelThatCountsDecides(from: State, underscoreFrom: State) throws {
        var members = [#""to": "ada@example.com""#]
        if let json = from.json(.requestFrom) { members.append(#""from": \#(json)"#) }
        if let json = underscoreFrom.json(.requestUnderscoreFrom) { members.append(#""_from": \#(json)"#) }
        let request = try SendRequest.reading("{\(members.joined(separator: ", "))}").request
        for templateState in State.allCases {
            let template = try EmailTemplate.sample(
                members: templateState.json(.template).map { #""from": \#($0)"# } ?? "")
            for providerState in State.allCases {
                let provider = try EmailProvider.sample(from: providerState.json(.provider))
                let levels: [(level: Sender.Source, state: State)] = [
                    (.requestFrom, from), (.requestUnderscoreFrom, underscoreFrom), (.template, templateState),
                    (.provider, providerState),
                ].filter { $0.1.counts(at: $0.0) }
                let note = "\(from) \(underscoreFrom) \(templateState) \(providerState)"
                do throws(CompositionIssue) {
                    let (sender, issues) = try Sender.resolve(request: request, template: template, provider: provider)
                    #expect(issues.isEmpty, "\(note)")
                    #expect(sender.source == levels.first?.level, "\(note)")
                    #expect(levels.first?.state == .valid, "\(note)")
                    #expect(sender.mailbox.address.description == State.address(sender.source), "\(note)")
                    let shadowed = levels.dropFirst().map { "\($0.level) \($0.state.text($0.level))" }
                    #expect(sender.shadowed.map { "\($0.source) \($0.text)" } == shadowed, "\(note)")
                } catch {
                    if let chosen = levels.first {
                        #expect(chosen.state != .valid, "\(note)")
                        #expect(error.code == .senderInvalid, "\(note)")
                        #expect(error.message.contains(chosen.level.rawValue), "\(note)")
                    } else {
                        #expect(error.code == .senderAbsent, "\(note)")
                        #expect(error.message == "From: email address is absent", "\(note)")
                    }
                    #expect(error.isFatal)
                }
            }
        }
    }

    @Test(arguments: State.allCases)
    func blankSendersAreNoLevels(state: State) throws {
        let provider = try EmailProvider.sample(from: state.json(.provider))
        let levels = Sender.levels(template: try .sample(members: #""from": " ""#), provider: provider)
        #expect(levels.map(\.source) == (state.counts(at: .provider) ? [.provider] : []))
    }

    @Test func sendHasNoTemplateLevel() throws {
        let request = try SendRequest.reading(toAda).request
        let (sender, _) = try Sender.resolve(request: request, template: nil, provider: try .sample())
        #expect(sender.source == .provider)
        #expect(throws: CompositionIssue.self) {
            try Sender.resolve(request: request, template: nil, provider: try .sample(from: nil))
        }
    }

    @Test(arguments: [
        "a@example.com, b@example.com", "a@example.com,b@example.com", "List: a@example.com;", "nobody", "@example.com",
        "a@", "a b@example.com", "\"A <a@example.com>", "A <a@example.com", "&{esv.from}", ",", "a@example.com\r\n",
        "a@example.com\u{0}", "a@example.com\r\nBcc: b@example.com", "a\n@example.com", "<a@example.com\r\n>",
    ])
    func aSenderIsExactlyOneMailbox(text: String) throws {
        let request = try SendRequest.reading(#"{"to": "ada@example.com", "from": \#(text.json)}"#).request
        #expect {
            try Sender.resolve(request: request, template: nil, provider: try .sample())
        } throws: { error in
            guard let issue = error as? CompositionIssue else { return false }
            return issue.code == .senderInvalid && issue.message.contains("request from")
                && issue.location.pointer?.description == "/from"
                && "\(issue.message)\(issue.evidence ?? "")".unicodeScalars.allSatisfy { $0.value >= 0x20 }
        }
    }

    @Test func anInvalidSenderIsFoundInItsFile() throws {
        let text = "{\"to\": \"ada@example.com\",\n \"from\": \"\\u00e9t\\u00e9 <a@◆>\"}"
        let request = try SendRequest.reading(text).request
        #expect {
            try Sender.resolve(request: request, template: nil, provider: try .sample())
        } throws: { error in
            (error as? CompositionIssue)?.location.description == "request.json:" + Place.of("◆", in: text)
        }
    }

    @Test(
        arguments: [
            (#""Ada Lovelace" <a@example.com>"#, "Ada Lovelace"), ("Ada <a@example.com>", "Ada"),
            ("a@example.com", nil), ("<a@example.com>", nil), (#""Zażółć, \"x\"" <a@example.com>"#, "Zażółć, \"x\""),
        ] as [(String, String?)])
    func displayNamesAreKept(text: String, name: String?) throws {
        let request = try SendRequest.reading(#"{"to": "ada@example.com", "from": \#(text.json)}"#).request
        let (sender, _) = try Sender.resolve(request: request, template: nil, provider: try .sample())
        #expect(sender.mailbox.displayName == name)
        #expect(sender.text.string == text)
    }
}
