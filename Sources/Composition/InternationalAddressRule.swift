// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import EmailProvider
public import MIME

/// Whether addresses beyond ASCII can be used, and what that takes.
///
/// A local part beyond ASCII needs three things: a provider of type `smtp`, `mail.mime.allowutf8=true` among its
/// `smtpProperties`, and a server that offers SMTPUTF8 (RFC 6531) and 8BITMIME. A domain needs nothing: it goes as
/// A-labels.
public enum InternationalAddressRule {
    /// The answer.
    public enum Verdict: Hashable, Sendable {
        /// All addresses are plain ASCII on the wire.
        case ascii
        /// The message needs SMTPUTF8, and may use it.
        case smtpUTF8(AddrSpec)
        /// The message cannot be sent.
        case refused(Refusal)
    }

    /// Why an address cannot be used.
    public struct Refusal: Hashable, Sendable {
        /// The first address concerned.
        public var address: AddrSpec
        /// What it is to the message.
        public var role: Role
        /// What stands in the way.
        public var reason: Reason
    }

    /// What an address is to a message.
    public enum Role: Hashable, Sendable {
        /// Whoever it is from.
        case sender
        /// Whoever it goes to.
        case recipient
        /// Whoever answers go to, for which AIC documents no parameter.
        case replyTo
    }

    /// What stands in the way.
    public enum Reason: Hashable, Sendable {
        /// Microsoft Graph takes no such address.
        case msgraph
        /// `mail.mime.allowutf8` is not `true`.
        case notEnabled
        /// The server does not offer SMTPUTF8.
        case noSMTPUTF8
        /// The server offers SMTPUTF8 without 8BITMIME, which it needs (RFC 6531, section 3.1).
        case no8BITMIME
    }

    /// What a server offers, as far as this rule asks.
    public struct ServerExtensions: Hashable, Sendable {
        /// Whether it offers SMTPUTF8.
        public var smtpUTF8: Bool
        /// Whether it offers 8BITMIME.
        public var eightBitMIME: Bool

        /// Creates the extensions.
        public init(smtpUTF8: Bool, eightBitMIME: Bool) {
            self.smtpUTF8 = smtpUTF8
            self.eightBitMIME = eightBitMIME
        }
    }

    /// Judges a message: its sender, all its recipients, and where answers go.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - envelopeFrom: The sender of the envelope, where that is another than the author.
    ///   - provider: The provider.
    ///   - extensions: What its server offers, once that is known.
    public static func judge(
        _ message: Message, envelopeFrom: AddrSpec? = nil, provider: EmailProvider, extensions: ServerExtensions? = nil
    ) -> Verdict {
        let groups: [(addresses: [AddrSpec], role: Role)] = [
            ([message.from.address] + (envelopeFrom.map { [$0] } ?? []), .sender), (message.recipients, .recipient),
            (message.replyTo.mailboxes.map(\.address), .replyTo),
        ]
        for (addresses, role) in groups {
            let verdict = Self.judge(addresses, as: role, provider: provider, extensions: extensions)
            guard verdict == .ascii else { return verdict }
        }
        return .ascii
    }

    /// Judges the addresses that a pre-flight asks about.
    public static func judge(
        _ inquiry: DeliveryInquiry, provider: EmailProvider, extensions: ServerExtensions? = nil
    ) -> Verdict {
        let verdict = Self.judge([inquiry.sender], as: .sender, provider: provider, extensions: extensions)
        guard verdict == .ascii else { return verdict }
        return Self.judge(inquiry.recipients, as: .recipient, provider: provider, extensions: extensions)
    }

    /// Judges addresses.
    ///
    /// - Parameters:
    ///   - addresses: The addresses.
    ///   - role: What they are to the message.
    ///   - provider: The provider.
    ///   - extensions: What its server offers, once that is known.
    public static func judge(
        _ addresses: [AddrSpec], as role: Role, provider: EmailProvider, extensions: ServerExtensions? = nil
    ) -> Verdict {
        guard provider.kind != .msgraph else { return Self.judgeForGraph(addresses, as: role) }
        guard let address = addresses.first(where: \.isInternationalized) else { return .ascii }
        let reason: Reason? =
            if !provider.allowsUTF8 {
                .notEnabled
            } else if extensions?.smtpUTF8 == false {
                .noSMTPUTF8
            } else if extensions?.eightBitMIME == false {
                .no8BITMIME
            } else {
                nil
            }
        return reason.map { .refused(Refusal(address: address, role: role, reason: $0)) } ?? .smtpUTF8(address)
    }

    /// Judges addresses of a message that is made for Microsoft Graph, whatever the provider is.
    public static func judgeForGraph(_ addresses: [AddrSpec], as role: Role) -> Verdict {
        guard let address = addresses.first(where: \.isInternationalized) else { return .ascii }
        return .refused(Refusal(address: address, role: role, reason: .msgraph))
    }
}

extension InternationalAddressRule.Refusal {
    /// What is wrong, in a sentence without a full stop.
    public var message: String {
        let address = "the address \(self.address) has a local part beyond ASCII"
        return switch self.reason {
        case .msgraph: "\(address), which Microsoft Graph does not take"
        case .notEnabled: "\(address), but mail.mime.allowutf8 is not set to true"
        case .noSMTPUTF8: "\(address), but the server does not offer SMTPUTF8"
        case .no8BITMIME: "\(address), but the server does not offer 8BITMIME, which SMTPUTF8 needs"
        }
    }

    /// What AIC would do instead of refusing.
    public var referenceBehavior: String {
        switch (self.role, self.reason) {
        // It has no parameter that could hold one.
        case (.replyTo, _): "AIC would send the message without it"
        case (_, .msgraph): "AIC would pass it to Microsoft Graph, which takes no such address"
        case (.recipient, .notEnabled): "AIC would send the mail to \(self.truncatedAddress), another mailbox"
        case (.sender, .notEnabled): "AIC would send the mail from \(self.truncatedAddress), another mailbox"
        case (_, .noSMTPUTF8), (_, .no8BITMIME): "AIC would send the address all the same, against RFC 6531"
        }
    }

    /// How to mend it.
    public var fix: String { self.reason.fix }

    /// The address that Jakarta Mail makes of one without `allowutf8`: every UTF-16 unit of the command cut to its low
    /// byte, those of a domain in Unicode too, because it converts none to A-labels.
    private var truncatedAddress: String {
        self.address.description.utf16.map { unit -> String in
            let byte = UInt8(truncatingIfNeeded: unit)
            guard (0x21...0x7E).contains(byte) || unit == 0x20 else {
                return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
            return String(Unicode.Scalar(byte))
        }.joined()
    }
}

extension InternationalAddressRule.Reason {
    /// How to mend it.
    public var fix: String {
        switch self {
        case .msgraph: "use an address in ASCII, or send through an SMTP server that supports SMTPUTF8"
        case .notEnabled:
            "use an SMTP provider whose server supports SMTPUTF8 and add mail.mime.allowutf8=true to its smtpProperties, "
                + "or use an address in ASCII"
        case .noSMTPUTF8: "use a server that supports SMTPUTF8, or an address in ASCII"
        case .no8BITMIME: "use a server that offers 8BITMIME too, or an address in ASCII"
        }
    }
}
