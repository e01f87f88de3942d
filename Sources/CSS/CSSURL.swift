// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The addresses that CSS refers to (CSS Values Level 3, section 3.4).
package enum CSSURL {
    /// What stands in each `url(…)` of `bytes`, without its quotes.
    package static func addresses(in bytes: [UInt8]) -> [[UInt8]] {
        var addresses: [[UInt8]] = []
        var isInFunction = false
        for token in CSSTokenizer(bytes) {
            let text = bytes[token.range]
            switch token.kind {
            case .url:
                let content = text.dropFirst("url(".utf8.count)
                addresses.append(
                    CSSText.decoded(Self.trimmed(content.last == .ascii(")") ? content.dropLast() : content)))
            case .function: isInFunction = text.equalsIgnoringASCIICase("url(".utf8)
            case .string where isInFunction:
                let content = text.dropFirst()
                addresses.append(CSSText.decoded(content.last == text.first ? content.dropLast() : content))
                isInFunction = false
            case .whitespace: continue
            default: isInFunction = false
            }
        }
        return addresses
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = text.drop(while: \.isCSSWhitespace)
        return start.prefix((start.lastIndex { !$0.isCSSWhitespace } ?? start.startIndex - 1) + 1 - start.startIndex)
    }
}
