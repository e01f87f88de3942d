// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import TenantConfiguration

/// What sends a tenant's email: the settings of the document `external.email` that are in effect.
///
/// The document applies to both realms of a tenant.
public struct EmailProvider: Sendable {
    /// How mail is sent.
    public enum Kind: String, Hashable, Sendable {
        /// An SMTP server of the tenant's own.
        case smtp
        /// The server that comes with the product: an SMTP document without `host`, or with the host of AIC's relay.
        case builtIn = "built-in server"
        /// Microsoft Graph.
        case msgraph
    }

    /// How mail is sent.
    public var kind: Kind
    /// The default sender.
    public var from: SourceText?
    /// The JavaMail properties, in their order.
    public var smtpProperties: [SMTPProperty]
    /// Every setting, those of the document and the defaults, by their groups.
    public var settings: [EffectiveSetting]
    /// What it amounts to for an SMTP server; `nil` for other kinds, and where a setting that it needs cannot be read.
    public var smtp: SMTPSettings?
    /// What it amounts to for Microsoft Graph; `nil` for other kinds, and where a setting that it needs cannot be read.
    public var graph: GraphSettings?
    /// Where the document stands; `nil` for the provider that Galley brings along.
    public var location: SourceLocation?

    /// An entry of `smtpProperties`.
    public struct SMTPProperty: Hashable, Sendable {
        /// The name, such as `mail.mime.allowutf8`.
        public var name: String
        /// The value.
        public var value: String
        /// Where the entry stands.
        public var location: SourceLocation
    }

    /// Whether `mail.mime.allowutf8=true` is set: addresses may have local parts beyond ASCII.
    public var allowsUTF8: Bool {
        self.smtpProperties.last { $0.name.hasSameBytes(as: "mail.mime.allowutf8") }?.value.asciiLowercased
            .hasSameBytes(as: "true") ?? false
    }

    /// The provider where none is named: Galley's own server on loopback, with a sender, so that templates that name
    /// none can be seen.
    public static let galley = EmailProvider(
        kind: .builtIn,
        from: SourceText(
            wholeFile: SourceFile(name: "Galley's built-in provider", text: "noreply@galley.example")),
        smtpProperties: [], settings: [], smtp: nil, graph: nil, location: nil)
}
