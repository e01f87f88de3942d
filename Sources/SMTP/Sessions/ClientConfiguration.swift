// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// How a client behaves in a session.
public struct ClientConfiguration: Hashable, Sendable {
    /// The name the client introduces itself with.
    public var domain: EHLODomain

    /// Whether a message goes to the recipients the server accepts when it refuses others. Without it, which is the
    /// default, one refused recipient keeps the message from all.
    public var sendsPartially: Bool

    /// Creates a configuration.
    public init(domain: EHLODomain = .loopback, sendsPartially: Bool = false) {
        self.domain = domain
        self.sendsPartially = sendsPartially
    }
}
