// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension DeliveryStage {
    /// What is done in a step, over SMTP or MS Graph; the raw value is its name in reports.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The settings, before anybody is asked.
        case settings
        /// The look-up of the host's addresses.
        case dns = "DNS"
        /// The TCP connection.
        case connect
        /// TLS from the first octet.
        case tls = "TLS"
        /// The greeting of the server.
        case greeting
        /// EHLO
        case ehlo = "EHLO"
        /// HELO, after EHLO was refused.
        case helo = "HELO"
        /// STARTTLS, with the handshake that follows it.
        case starttls = "STARTTLS"
        /// EHLO once more, after STARTTLS.
        case ehloUnderTLS = "EHLO (TLS)"
        /// AUTH
        case auth = "AUTH"
        /// MAIL
        case mail = "MAIL"
        /// RCPT
        case rcpt = "RCPT"
        /// DATA
        case data = "DATA"
        /// The content of a message.
        case message
        /// RSET
        case rset = "RSET"
        /// QUIT
        case quit = "QUIT"
        /// DNS, TCP and TLS to the token endpoint.
        case signInConnection = "connection to sign in"
        /// The request for an access token.
        case token
        /// What the access token allows.
        case claims = "token claims"
        /// DNS, TCP and TLS to the mail endpoint.
        case graphConnection = "connection to Graph"
        /// The mailbox of the mail endpoint, against the sender.
        case mailbox
        /// The request that sends a message.
        case sendMail

        /// Whether the provider has heard of a sender by then, so that a failure says nothing of other senders.
        public var concernsOneSender: Bool {
            switch self {
            case .mail, .rcpt, .data, .message, .rset, .quit, .mailbox, .sendMail: true
            case .settings, .dns, .connect, .tls, .greeting, .ehlo, .helo, .starttls, .ehloUnderTLS, .auth,
                .signInConnection, .token, .claims, .graphConnection:
                false
            }
        }
    }
}
