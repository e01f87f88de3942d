// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

// Foundation's normalization is no part of the core; the standard library has its own behind this name.
@_spi(_Unicode) internal import Swift

extension String {
    /// Whether the text is in normalization form C.
    var isNormalized: Bool {
        self._nfc.elementsEqual(self.unicodeScalars)
    }

    /// How many scalars the text has in normalization form D.
    var decomposedCount: Int {
        self._nfd.reduce(0) { count, _ in count + 1 }
    }
}
