// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import NIOCore
package import SMTP

/// How a client encrypts its connections: what a TLS library does, so that nothing else here has to know of it.
package struct ClientEncryption: Sendable {
    /// Puts the handler of TLS between a channel's socket and everything else, on its event loop.
    package var start: @Sendable (any Channel) throws -> Void

    /// What the handshake came to, asked on the event loop after it.
    ///
    /// It throws if that is not good enough, which ends the session before anything else is said.
    package var describe: @Sendable (any Channel) throws -> TLSDescription

    /// What an error of TLS means, in words; `nil` for any other.
    package var explain: @Sendable (any Error) -> String?

    package init(
        start: @escaping @Sendable (any Channel) throws -> Void,
        describe: @escaping @Sendable (any Channel) throws -> TLSDescription,
        explain: @escaping @Sendable (any Error) -> String?
    ) {
        self.start = start
        self.describe = describe
        self.explain = explain
    }
}
