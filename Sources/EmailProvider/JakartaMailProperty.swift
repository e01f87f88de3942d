// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A property of Jakarta Mail that an entry of `smtpProperties` can set: what it means, and what becomes of it here.
///
/// Source: the package documentation of `org.eclipse.angus.mail.smtp`, `jakarta.mail` and `jakarta.mail.internet`.
public struct JakartaMailProperty: Sendable {
    /// The name, such as `mail.smtp.sendpartial`.
    public var name: String
    /// What the value must be.
    public var type: ValueType
    /// The value where none is set; `nil` for none.
    public var defaultValue: String?
    /// What becomes of it.
    public var effect: Effect
    /// The property of the provider document that says the same, and wins.
    public var field: String?
    /// The property of the protocol smtp that means the same, where this one is of another protocol.
    var twin: String?
    /// Whether the value must never be shown. So it is with properties that nobody knows.
    public var isSecret = false

    /// What a value must be.
    public enum ValueType: Hashable, Sendable {
        /// Any text.
        case string
        /// `true` or `false`.
        case bool
        /// A whole number.
        case int
        /// Words with white space between them.
        case words
    }

    /// What becomes of a property.
    public enum Effect: Hashable, Sendable {
        /// Galley does as the reference does.
        case honoured
        /// The reference obeys it, and Galley says that it does not.
        ///
        /// - Parameter meaning: What the reference does, after "AIC".
        case reported(meaning: String)
        /// The reference never reads it.
        ///
        /// - Parameter reason: Why, as a clause.
        case ignored(reason: String)
    }

    /// The property with a name; also for the names of other protocols, none of which has an effect.
    public static func named(_ name: String) -> JakartaMailProperty? {
        if let index = Self.index[Array(name.utf8)] { return Self.all[index] }
        for group in Self.otherProtocols {
            guard let rest = name.removingPrefix("mail.\(group).") else { continue }
            let twin = Self.index[Array("mail.smtp.\(rest)".utf8)].map { Self.all[$0] }
            return JakartaMailProperty(
                name: name, type: twin?.type ?? .string,
                effect: .ignored(reason: "mail is sent with the protocol smtp, not \(group)"), twin: twin?.name,
                isSecret: twin?.isSecret ?? true)
        }
        return nil
    }

    private static let otherProtocols = ["smtps", "imap", "imaps", "pop3", "pop3s", "gimap"]

    private static let index = Dictionary(
        Self.all.enumerated().map { (Array($1.name.utf8), $0) }, uniquingKeysWith: { first, _ in first })

    /// How `jakarta.mail` reads a flag: whatever is not the opposite of the default is the default.
    static func flag(_ text: String, default standard: Bool) -> Bool {
        let word = text.asciiLowercased
        return standard ? !word.hasSameBytes(as: "false") : word.hasSameBytes(as: "true")
    }
}
