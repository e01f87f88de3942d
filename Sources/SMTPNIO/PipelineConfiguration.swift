// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import NIOCore

/// What stands between the socket and SMTP in a new channel.
///
/// Plain TCP needs nothing. TLS puts its handlers here, so that no part of SMTP has to know of it.
package struct PipelineConfiguration: Sendable {
    /// Adds handlers to a channel, on its event loop, before those of SMTP.
    package var configure: @Sendable (any Channel) throws -> Void

    package init(configure: @escaping @Sendable (any Channel) throws -> Void) {
        self.configure = configure
    }

    /// Nothing but TCP.
    package static let plain = PipelineConfiguration { _ in }
}
