// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What the document says about Microsoft Graph, every default applied.
public struct GraphSettings: Hashable, Sendable {
    /// The URL of `sendMail`.
    public var mailEndpoint: String
    /// The URL that gives access tokens.
    public var tokenEndpoint: String
    /// The application (client) ID.
    public var clientID: String
    /// The client secret.
    public var clientSecret: SecretValue
    /// The scopes.
    public var scopes: [String]
    /// What stands between two scopes in the token request.
    public var scopeDelimiter: String
    /// The versions of TLS that may be used (`tlsVersion`).
    public var tlsVersions: ClosedRange<TLSSettings.Version>
    /// Whether the certificate must name the server (`hostnameVerifier`).
    public var checksServerIdentity: Bool
    /// How TLS is done. A trusted root vouches for the certificate in any case.
    public var tls: TLSSettings {
        TLSSettings(versions: self.tlsVersions, checksServerIdentity: self.checksServerIdentity)
    }
    /// The longest wait for a connection, in milliseconds; zero means without limit.
    public var connectTimeout: Int
    /// The longest wait for bytes of a reply, in milliseconds; zero means without limit.
    public var readTimeout: Int
    /// How many messages are sent at a time (`threadPoolSize`, but not more than `maxConnections`), of which one mailbox
    /// gets at most four.
    public var concurrency: Int
    /// The value of the header field `User-Agent`.
    public var userAgent: String
    /// Whether requests that were refused for now are sent again (`retryRequests`).
    public var retriesRequests = true
    /// Whether a connection serves more than one request (`reuseConnections`).
    public var reusesConnections = true
    /// The proxy; `nil` for none.
    public var proxy: Proxy?

    /// What connects to Microsoft Graph where this machine cannot.
    public struct Proxy: Hashable, Sendable {
        /// Where it is, as `http://host:port` (`proxy.proxyUri`).
        public var uri: String
        /// The name that it is told (`proxy.userName`); `nil` where it wants none.
        public var username: String?
        /// The password that goes with the name (`proxy.password`).
        public var password: SecretValue

        /// Creates a proxy.
        public init(uri: String, username: String? = nil, password: SecretValue = .unavailable(reason: "")) {
            self.uri = uri
            self.username = username
            self.password = password
        }
    }

    /// Creates settings, with the vendor's defaults.
    public init(
        mailEndpoint: String, tokenEndpoint: String, clientID: String, clientSecret: SecretValue, scopes: [String],
        scopeDelimiter: String = " ", tlsVersions: ClosedRange<TLSSettings.Version> = .tls12 ... .tls13,
        checksServerIdentity: Bool = true, connectTimeout: Int = 10_000, readTimeout: Int = 10_000,
        concurrency: Int = 20, userAgent: String = "PingIdentity"
    ) {
        self.mailEndpoint = mailEndpoint
        self.tokenEndpoint = tokenEndpoint
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scopes = scopes
        self.scopeDelimiter = scopeDelimiter
        self.tlsVersions = tlsVersions
        self.checksServerIdentity = checksServerIdentity
        self.connectTimeout = connectTimeout
        self.readTimeout = readTimeout
        self.concurrency = concurrency
        self.userAgent = userAgent
    }
}
