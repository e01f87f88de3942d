// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What the document says about an SMTP server, every default and every entry of `smtpProperties` applied.
public struct SMTPSettings: Hashable, Sendable {
    /// How the connection is encrypted.
    public enum Encryption: Hashable, Sendable {
        /// Not at all.
        case none
        /// STARTTLS where the server offers it, and in the clear where not: what `starttls.enable` means to AIC.
        case opportunisticSTARTTLS
        /// STARTTLS, or no session (`mail.smtp.starttls.required`).
        case requiredSTARTTLS
        /// TLS from the first octet (`ssl.enable`).
        case implicitTLS
    }

    /// The server's name or address.
    public var host: String
    /// The server's port.
    public var port: Int
    /// How the connection is encrypted.
    public var encryption: Encryption
    /// How TLS is done, if it is.
    public var tls: TLSSettings
    /// Who signs in; `nil` where `auth.enable` is false.
    public var credentials: Credentials?
    /// How long the reference waits, in milliseconds; zero means without limit.
    public var timeouts: Timeouts
    /// How many connections may be open at a time (`threadPoolSize`).
    public var connectionLimit: Int
    /// What AIC takes where `threadPoolSize` is not set.
    public static let defaultConnectionLimit = 20
    /// The name that EHLO gives (`mail.smtp.localhost`); `nil` for the name of this machine.
    public var localHost: String?
    /// Whether EHLO is said at all (`mail.smtp.ehlo`).
    public var saysEHLO: Bool
    /// The envelope's sender where it is not the message's From (`mail.smtp.from`).
    public var envelopeFrom: String?
    /// Whether a message goes to the recipients that the server accepts when it refuses others (`mail.smtp.sendpartial`).
    public var sendsPartially: Bool
    /// Whether texts go as they are, not in an encoding of ASCII, to a server that offers 8BITMIME
    /// (`mail.smtp.allow8bitmime`).
    public var allowsEightBitMIME: Bool
    /// NOTIFY= of RCPT (`mail.smtp.dsn.notify`), such as `FAILURE,DELAY`.
    public var dsnNotify: String?
    /// RET= of MAIL (`mail.smtp.dsn.ret`): `FULL` or `HDRS`.
    public var dsnReturn: String?

    /// A user name with its password, and how they may be shown to the server.
    public struct Credentials: Hashable, Sendable {
        /// The user name.
        public var username: String
        /// The password, or the access token of XOAUTH2.
        public var password: SecretValue
        /// The mechanisms to be tried, in this order (`mail.smtp.auth.mechanisms` less those that are disabled). The
        /// first of them that the server offers is the only one tried.
        public var mechanisms: [String]

        /// The mechanisms of Jakarta Mail in the order of its default. Its SASL client has more, which AIC does not use.
        ///
        /// Source: Eclipse Angus Mail, `SMTPTransport`.
        package static let mechanismsOfJakartaMail = ["LOGIN", "PLAIN", "DIGEST-MD5", "NTLM", "XOAUTH2"]

        /// Creates credentials.
        public init(username: String, password: SecretValue, mechanisms: [String]) {
            self.username = username
            self.password = password
            self.mechanisms = mechanisms
        }
    }

    /// How long to wait, in milliseconds; zero means without limit.
    public struct Timeouts: Hashable, Sendable {
        /// For a TCP connection (`connectiontimeout`).
        public var connect: Int
        /// For a reply (`timeout`).
        public var read: Int
        /// For the server to take what is written (`writetimeout`).
        public var write: Int

        /// Creates limits. The defaults are the vendor's.
        public init(connect: Int = 300_000, read: Int = 300_000, write: Int = 300_000) {
            self.connect = connect
            self.read = read
            self.write = write
        }
    }

    /// Creates settings for a server, with the vendor's defaults.
    public init(
        host: String, port: Int, encryption: Encryption = .none, tls: TLSSettings = TLSSettings(),
        credentials: Credentials? = nil, timeouts: Timeouts = Timeouts(),
        connectionLimit: Int = Self.defaultConnectionLimit,
        localHost: String? = nil, saysEHLO: Bool = true, envelopeFrom: String? = nil, sendsPartially: Bool = false,
        allowsEightBitMIME: Bool = false, dsnNotify: String? = nil, dsnReturn: String? = nil
    ) {
        self.host = host
        self.port = port
        self.encryption = encryption
        self.tls = tls
        self.credentials = credentials
        self.timeouts = timeouts
        self.connectionLimit = connectionLimit
        self.localHost = localHost
        self.saysEHLO = saysEHLO
        self.envelopeFrom = envelopeFrom
        self.sendsPartially = sendsPartially
        self.allowsEightBitMIME = allowsEightBitMIME
        self.dsnNotify = dsnNotify
        self.dsnReturn = dsnReturn
    }
}
