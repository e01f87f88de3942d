// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import EmailProvider
package import SMTP
package import SMTPNIO

/// What a delivery needs beside the provider document: what the user allows, and what other modules know how to do.
package struct DeliveryContext: Sendable {
    /// The cryptography of signing in.
    package var digests: SASLDigests
    /// Makes TLS for a host.
    package var encrypt: @Sendable (_ host: String, _ settings: TLSSettings) throws -> ClientEncryption
    /// The user's word that a password may go in the clear to another machine.
    package var cleartextAllowance: CleartextAllowance?
    /// The name of this machine, where the document gives none.
    package var hostName: String
    /// The longest wait of a pre-flight at any stage.
    package var stageTimeout: Duration
    /// What time it is, in seconds since 1 January 1970, 00:00 UTC: certificates are held to it.
    package var now: Int
    /// The most time for a message, and for all before the first, whatever the document says of single replies.
    package var totalTimeout: Duration

    package init(
        digests: SASLDigests,
        encrypt: @escaping @Sendable (_ host: String, _ settings: TLSSettings) throws -> ClientEncryption,
        cleartextAllowance: CleartextAllowance? = nil, hostName: String = "",
        stageTimeout: Duration = .seconds(30), totalTimeout: Duration = .seconds(1800), now: Int
    ) {
        self.digests = digests
        self.encrypt = encrypt
        self.cleartextAllowance = cleartextAllowance
        self.hostName = hostName
        self.stageTimeout = stageTimeout
        self.totalTimeout = totalTimeout
        self.now = now
    }
}
