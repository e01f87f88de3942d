// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import TenantConfiguration

/// One setting of a provider, what it amounts to, and where it came from.
public struct EffectiveSetting: Sendable {
    /// The path in the document, such as `auth.username`, or the name of an entry of `smtpProperties`.
    public var name: String
    /// What the setting is about.
    public var group: Group
    /// What it amounts to.
    public var value: Value
    /// Where the value came from.
    public var origin: Origin
    /// The placeholders that gave the value, in their order.
    public var placeholders: [String] = []
    /// What must be known about it, as a clause.
    public var note: String?

    /// What a setting is about, in the order in which settings are shown.
    public enum Group: String, Hashable, Sendable, CaseIterable {
        /// Who mail comes from.
        case sender
        /// What is connected to.
        case connection
        /// How the connection is protected.
        case encryption
        /// Who signs in.
        case authentication
        /// What messages may be, and who gets them.
        case messages
        /// How long to wait.
        case waiting
        /// Whatever else.
        case other
        /// What the document says in vain.
        case withoutEffect = "without effect"
    }

    /// What a setting amounts to. No secret is ever in it.
    public enum Value: Hashable, Sendable {
        /// Nothing is set.
        case absent
        /// A text.
        case text(String)
        /// A flag.
        case flag(Bool)
        /// A number without unit.
        case number(Int)
        /// A time, of which zero means without limit.
        case milliseconds(Int)
        /// A list.
        case words([String])
        /// A value that is known and not shown.
        case hidden
        /// A value that is not to be had here.
        ///
        /// - Parameter reason: Why, after "not available here: ".
        case unavailable(reason: String)
    }

    /// Where a value came from.
    public enum Origin: Hashable, Sendable {
        /// The document says so.
        case document(SourceLocation)
        /// An entry of `smtpProperties` says so.
        case entry(SourceLocation)
        /// Nothing says so: the vendor's default.
        case standard
    }

    /// The place of what says so; `nil` for defaults.
    public var location: SourceLocation? {
        switch self.origin {
        case .document(let location), .entry(let location): location
        case .standard: nil
        }
    }
}

extension EffectiveSetting.Group {
    /// The group of a setting by its name.
    init(name: String) {
        let name = name.removingPrefix("mail.smtp.") ?? name
        let head = String(decoding: name.utf8.prefix { $0 != .ascii(".") }, as: UTF8.self)
        self =
            switch head {
            case "from", "_id", "type": .sender
            case "starttls", "ssl", "tlsVersion", "hostnameVerifier": .encryption
            case "auth", "user", "sasl", "submitter": .authentication
            case "timeout", "writetimeout", "connectiontimeout", "socketTimeout", "connectionTimeout": .waiting
            case "sendpartial", "reportsuccess", "dsn", "allow8bitmime", "chunksize", "mailextension": .messages
            case "mail": name.utf8.starts(with: "mail.mime.".utf8) ? .messages : .other
            case "debug": .other
            default: .connection
            }
    }
}

extension EmailProvider {
    /// The setting with a name that is in effect.
    public func setting(_ name: String) -> EffectiveSetting? {
        self.settings.first { $0.name.hasSameBytes(as: name) && $0.group != .withoutEffect }
    }

    /// Where a setting stands, or the document where it does not.
    ///
    /// - Parameter name: The setting's name.
    package func location(of name: String) -> SourceLocation {
        self.setting(name)?.location ?? self.location ?? SourceLocation(file: "--provider")
    }
}
