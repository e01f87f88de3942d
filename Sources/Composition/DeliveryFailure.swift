// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What kind of trouble a delivery ran into, which says who can mend it.
public enum DeliveryFailure: String, Hashable, Sendable {
    /// The provider cannot be reached, or refuses.
    case unavailable
    /// The provider cannot now, and may later.
    case temporary
    /// The provider broke its protocol.
    case protocolViolation = "protocol"
    /// The provider does not let this user, application or sender.
    case permission
    /// The settings do not go with the provider, or lack something.
    case configuration
    /// The message may have been taken: the reply to it was lost.
    case unknown
}
