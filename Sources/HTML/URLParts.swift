// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// An address cut behind its scheme, as browsers read it (WHATWG URL, section 4.4).
package struct URLParts {
    /// The address without what browsers drop: tabs and line ends, so that "java\nscript:" runs, and what is invisible
    /// before the first character.
    package let text: [UInt8]

    /// The scheme in lower case; `nil` where there is none.
    package let scheme: String?

    /// What follows the colon of the scheme; without a scheme, everything.
    package let rest: ArraySlice<UInt8>

    /// Takes an address apart.
    package init(_ address: some Sequence<UInt8>) {
        let bytes = address.filter { $0 != .tab && $0 != .lineFeed && $0 != .carriageReturn }
        self.text = Array(bytes.drop { $0.isControl || $0 == .space })
        guard self.text.first?.isAlpha == true, let colon = self.text.firstIndex(where: { !$0.isSchemeByte }),
            self.text[colon] == .ascii(":")
        else {
            self.scheme = nil
            self.rest = self.text[...]
            return
        }
        self.scheme = String(decoding: self.text[..<colon], as: UTF8.self).asciiLowercased
        self.rest = self.text[(colon + 1)...]
    }

    private static let unsafeSchemes = [
        "javascript", "vbscript", "livescript", "data", "file", "blob", "filesystem", "jar",
    ]

    /// Whether following the address runs code or reads what is not on the web. For an image, `data` is safe.
    package var isUnsafe: Bool {
        self.scheme.map(Self.unsafeSchemes.contains) ?? false
    }
}

extension UInt8 {
    fileprivate var isSchemeByte: Bool {
        self.isAlphanumeric || self == .ascii("+") || self == .ascii("-") || self == .ascii(".")
    }
}
