// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A property of the provider document `external.email`: what the vendor documents of it.
///
/// Source: the PingOne Advanced Identity Cloud page "Email provider configuration reference".
public struct ProviderProperty: Sendable {
    /// The path in the document, with dots: `auth.username`.
    public var path: String
    /// What the value must be.
    public var type: ValueType
    /// The types of provider that know it.
    public var appliesTo: Scope
    /// The types of provider that need it.
    public var requiredFor: Scope = []
    /// The value where the document has none, in words.
    public var defaultValue: String?
    /// Whether the value must never be shown.
    public var isSecret = false
    /// Whether a secret may stand here, as it is only given to the server to sign in with.
    var holdsCredential: Bool {
        self.isSecret || ["auth.username", "auth.clientId", "proxy.userName"].contains(where: self.path.hasSameBytes)
    }

    /// What a value must be.
    public enum ValueType: Hashable, Sendable {
        /// Any text.
        case string
        /// The name of a host, or an address.
        case host
        /// An absolute `https` URL.
        case url
        /// `true` or `false`, also as a string.
        case bool
        /// A whole number in the range, also as a string.
        case int(ClosedRange<Int>)
        /// One of a few words.
        case oneOf([String])
        /// An array of strings.
        case strings
        /// An object whose members have properties of their own.
        case object
        /// A duration in words, such as `10 s`.
        case duration
    }

    /// Types of provider.
    public struct Scope: OptionSet, Hashable, Sendable {
        /// The bits.
        public var rawValue: UInt8

        /// Creates a scope from bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// SMTP servers.
        public static let smtp = Scope(rawValue: 1)
        /// Microsoft Graph.
        public static let msgraph = Scope(rawValue: 2)
        /// Both.
        public static let all: Scope = [.smtp, .msgraph]
    }

    static let milliseconds: ValueType = .int(0...Int(Int32.max))

    /// All properties, in the order in which they are shown.
    public static let all: [ProviderProperty] = [
        ProviderProperty(path: "_id", type: .string, appliesTo: .all),
        ProviderProperty(path: "type", type: .oneOf(["smtp", "msgraph"]), appliesTo: .all, defaultValue: "smtp"),
        ProviderProperty(path: "from", type: .string, appliesTo: .all),
        ProviderProperty(path: "host", type: .host, appliesTo: .smtp),
        ProviderProperty(path: "port", type: .int(1...65_535), appliesTo: .smtp, requiredFor: .smtp),
        ProviderProperty(path: "mailEndpoint", type: .url, appliesTo: .msgraph, requiredFor: .msgraph),
        ProviderProperty(path: "starttls", type: .object, appliesTo: .smtp),
        ProviderProperty(path: "starttls.enable", type: .bool, appliesTo: .smtp, defaultValue: "false"),
        ProviderProperty(path: "ssl", type: .object, appliesTo: .smtp),
        ProviderProperty(path: "ssl.enable", type: .bool, appliesTo: .smtp, defaultValue: "false"),
        ProviderProperty(path: "auth", type: .object, appliesTo: .all, requiredFor: .all),
        ProviderProperty(path: "auth.enable", type: .bool, appliesTo: .all, requiredFor: .all, defaultValue: "false"),
        ProviderProperty(
            path: "auth.type", type: .oneOf(["basic", "oauth2"]), appliesTo: .all, defaultValue: "basic"),
        ProviderProperty(path: "auth.username", type: .string, appliesTo: .all),
        ProviderProperty(path: "auth.password", type: .string, appliesTo: .all, isSecret: true),
        ProviderProperty(path: "auth.clientId", type: .string, appliesTo: .all, requiredFor: .msgraph),
        ProviderProperty(
            path: "auth.clientSecret", type: .string, appliesTo: .all, requiredFor: .msgraph, isSecret: true),
        ProviderProperty(path: "auth.tokenEndpoint", type: .url, appliesTo: .all, requiredFor: .msgraph),
        ProviderProperty(path: "auth.scope", type: .strings, appliesTo: .all, requiredFor: .msgraph),
        ProviderProperty(path: "auth.scopeDelimiter", type: .string, appliesTo: .all, defaultValue: "a space"),
        ProviderProperty(
            path: "auth.grantType", type: .oneOf(["client_credentials"]), appliesTo: .all,
            defaultValue: "client_credentials"),
        ProviderProperty(path: "smtpProperties", type: .strings, appliesTo: .smtp),
        ProviderProperty(path: "debug", type: .bool, appliesTo: .smtp, defaultValue: "false"),
        ProviderProperty(path: "threadPoolSize", type: .int(1...1000), appliesTo: .all, defaultValue: "20"),
        ProviderProperty(
            path: "connectiontimeout", type: Self.milliseconds, appliesTo: .all, defaultValue: "300000 ms"),
        ProviderProperty(path: "timeout", type: Self.milliseconds, appliesTo: .smtp, defaultValue: "300000 ms"),
        ProviderProperty(path: "writetimeout", type: Self.milliseconds, appliesTo: .smtp, defaultValue: "300000 ms"),
        // What follows belongs to PingIDM's External REST service, which the msgraph client is built on.
        ProviderProperty(path: "socketTimeout", type: .duration, appliesTo: .msgraph, defaultValue: "10 s"),
        ProviderProperty(path: "connectionTimeout", type: .duration, appliesTo: .msgraph, defaultValue: "10 s"),
        ProviderProperty(path: "reuseConnections", type: .bool, appliesTo: .msgraph, defaultValue: "true"),
        ProviderProperty(path: "retryRequests", type: .bool, appliesTo: .msgraph, defaultValue: "true"),
        ProviderProperty(path: "maxConnections", type: .int(1...10_000), appliesTo: .msgraph, defaultValue: "64"),
        ProviderProperty(
            path: "tlsVersion", type: .oneOf(["TLSv1.1", "TLSv1.2", "TLSv1.3"]), appliesTo: .msgraph,
            defaultValue: "TLSv1.2"),
        ProviderProperty(
            path: "hostnameVerifier", type: .oneOf(["STRICT", "ALLOW_ALL"]), appliesTo: .msgraph,
            defaultValue: "STRICT"),
        ProviderProperty(path: "proxy", type: .object, appliesTo: .msgraph),
        ProviderProperty(path: "proxy.proxyUri", type: .string, appliesTo: .msgraph),
        ProviderProperty(path: "proxy.userName", type: .string, appliesTo: .msgraph),
        ProviderProperty(path: "proxy.password", type: .string, appliesTo: .msgraph, isSecret: true),
        ProviderProperty(path: "userAgent", type: .string, appliesTo: .msgraph, defaultValue: "PingIdentity"),
    ]
}
