// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import EmailProvider
public import EmailTemplates
public import MIME
public import TenantConfiguration

/// Who a message is from, which level said so, and what that level shadows.
public struct Sender: Sendable {
    /// The mailbox.
    public var mailbox: Mailbox
    /// The level that it comes from.
    public var source: Source
    /// The text at that level.
    public var text: SourceText
    /// The lower levels that name a sender too, highest first.
    public var shadowed: [Shadowed]

    /// A level that names a sender but does not count.
    public struct Shadowed: Hashable, Sendable {
        /// The level.
        public var source: Source
        /// What it says.
        public var text: String
    }

    /// The levels, highest first.
    public enum Source: String, Hashable, Sendable {
        /// The request's `from`.
        case requestFrom = "request from"
        /// The request's `_from`.
        case requestUnderscoreFrom = "request _from"
        /// The template's `from`.
        case template = "template from"
        /// The provider's `from`.
        case provider = "provider from"
    }

    /// The level in a few words, with the levels that it shadows: `template, over provider`.
    public var explanation: String {
        guard !self.shadowed.isEmpty else { return self.source.level }
        return "\(self.source.level), over " + self.shadowed.map(\.source.level).joined(separator: " and ")
    }

    /// Finds the sender.
    ///
    /// The request's `from` counts if it is given at all, else its `_from`, else the template's `from` if that is not
    /// blank, else the provider's. A value that is not exactly one mailbox never falls through to the next level.
    ///
    /// - Parameters:
    ///   - request: What the caller asks for.
    ///   - template: The template, where the request names one.
    ///   - provider: The provider.
    /// - Returns: The sender, and the control characters that had to be replaced in its display name.
    public static func resolve(
        request: SendRequest, template: EmailTemplate?, provider: EmailProvider
    ) throws(CompositionIssue) -> (sender: Sender, issues: [CompositionIssue]) {
        let levels = Self.levels(request: request, template: template, provider: provider)
        guard let chosen = levels.first else {
            throw CompositionIssue(
                .senderAbsent, "From: email address is absent",
                at: template?.from?.location() ?? template?.location ?? provider.location
                    ?? SourceLocation(file: "request"),
                fix: "give the template or the provider a from, or pass from with the request")
        }
        do throws(AddressError) {
            let reading = try AddressList.Reading(chosen.text.string)
            let sender = Sender(
                mailbox: try reading.list.withNamesOnOneLine.onlyMailbox(), source: chosen.source, text: chosen.text,
                // That Galley's own provider has a sender says nothing about the tenant.
                shadowed: levels.dropFirst()
                    .filter { $0.source != .provider || provider.location != nil }
                    .map { Shadowed(source: $0.source, text: $0.text.string) })
            return (sender, reading.lineBreakIssues(in: chosen.text, field: "From"))
        } catch {
            throw Self.invalid(chosen.text, source: chosen.source, error: error)
        }
    }

    /// The levels that name a sender, highest first.
    ///
    /// - Parameters: As for ``resolve(request:template:provider:)``.
    package static func levels(
        request: SendRequest? = nil, template: EmailTemplate?, provider: EmailProvider
    ) -> [(source: Source, text: SourceText)] {
        var levels: [(source: Source, text: SourceText)] = []
        if let from = request?.from { levels.append((.requestFrom, from)) }
        if let from = request?.underscoreFrom { levels.append((.requestUnderscoreFrom, from)) }
        if let from = template?.from, !from.isBlank { levels.append((.template, from)) }
        if let from = provider.from, !from.isBlank { levels.append((.provider, from)) }
        return levels
    }

    private static func invalid(_ text: SourceText, source: Source, error: AddressError) -> CompositionIssue {
        guard !Self.holdsPlaceholder(text.bytes) else {
            return CompositionIssue(
                .senderInvalid, "the From address is a placeholder that has no value here (\(source.rawValue))",
                at: text.location(), evidence: text.string.escapedForDisplay,
                fix: "give the value with --properties or the environment")
        }
        return CompositionIssue(
            .senderInvalid, "the From address is not valid (\(source.rawValue))", because: error, in: text)
    }

    private static func holdsPlaceholder(_ bytes: [UInt8]) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { $0 == .ascii("&") && $1 == .ascii("{") }
    }
}

extension Sender.Source {
    /// The level in a word or two.
    package var level: String {
        switch self {
        case .requestFrom: "request"
        case .requestUnderscoreFrom: "request _from"
        case .template: "template"
        case .provider: "provider"
        }
    }
}

extension SourceText {
    fileprivate var isBlank: Bool {
        self.bytes.allSatisfy(\.isWhitespace)
    }
}

extension AddressList.Reading {
    /// One issue for the control characters in display names that became spaces.
    func lineBreakIssues(in text: SourceText, field: String) -> [CompositionIssue] {
        let hidden = self.list == self.list.withNamesOnOneLine ? nil : 0
        guard let first = self.replacedControls.first ?? hidden else { return [] }
        return [
            CompositionIssue(
                .lineBreakInHeader, "a line break or control character in a name of \(field) becomes a space",
                at: text.location(of: first), evidence: text.string.escapedForDisplay,
                fix: "remove it; a header field is one line")
        ]
    }
}

extension AddressList {
    /// The list with control characters in names as spaces: encoded-words (RFC 2047) can hide them from the reading.
    var withNamesOnOneLine: AddressList {
        func cleaned(_ mailbox: Mailbox) -> Mailbox {
            Mailbox(displayName: mailbox.displayName?.replacingControlsWithSpaces, address: mailbox.address)
        }
        return AddressList(
            self.addresses.map { address in
                switch address {
                case .mailbox(let mailbox): .mailbox(cleaned(mailbox))
                case .group(let name, let members):
                    .group(name: name.replacingControlsWithSpaces, members: members.map(cleaned))
                }
            })
    }
}
