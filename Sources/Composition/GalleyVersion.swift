// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The version of Galley.
package enum GalleyVersion {
    package static let current = "0.1.0"
}
