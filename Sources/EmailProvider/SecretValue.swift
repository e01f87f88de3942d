// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ByteText

/// A secret of the provider document, which may be known to the tenant only.
public enum SecretValue: Hashable, Sendable {
    /// The secret.
    case known(Secret)
    /// It is not to be had here: encrypted by the tenant (`$crypto`), in its secret store (`$purpose`), or in a
    /// placeholder that has no value here.
    ///
    /// - Parameter reason: Why, after "the password is not available here: ".
    case unavailable(reason: String)
}
