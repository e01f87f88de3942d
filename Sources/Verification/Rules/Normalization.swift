// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

// Foundation's normalization is no part of the core; the standard library has its own behind this name.
@_spi(_Unicode) internal import Swift

extension String {
    /// Whether the text is in normalization form C.
    var isNormalized: Bool {
        self._nfc.elementsEqual(self.unicodeScalars)
    }
}
