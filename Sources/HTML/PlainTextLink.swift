// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What plain text says of where a link goes.
struct PlainTextLink {
    /// The URL, or the address of a `mailto:` and the number of a `tel:` one.
    let shown: [UInt8]

    /// What makes two spellings of a target the same.
    private let key: [UInt8]

    /// Reads an `href`, `nil` for what leads nowhere outside the page or is unsafe to follow.
    init?(_ href: String) {
        var url: [UInt8] = []
        for scalar in href.utf8.trimmingWhitespace {
            switch scalar {
            case .space: url += "%20".utf8
            case _ where scalar.isControl: continue
            default: url.append(scalar)
            }
        }
        url = Self.escapingNoBreakSpaces(url)
        guard let first = url.first, first != .ascii("#") else { return nil }
        let parts = URLParts(url)
        if parts.isUnsafe { return nil }
        if let scheme = parts.scheme, ["mailto", "tel", "sms"].contains(scheme) {
            let address = parts.rest.prefix { $0 != .ascii("?") }
            if !address.isEmpty {
                self.shown = PercentEncoding.decode(address, where: \.isVisible)
                self.key = Self.key(of: self.shown)
                return
            }
        }
        self.shown = url
        self.key = Self.key(of: url)
    }

    /// Whether `text` says no less than the target itself.
    func isSaid(by text: [UInt8]) -> Bool {
        Self.key(of: text) == self.key
    }

    /// `https://example.com/` and `Example.com` are the same to a reader, as are `+1 (555) 0100` and `+15550100`.
    private static func key(of text: [UInt8]) -> [UInt8] {
        if text.contains(where: \.isDigit), text.allSatisfy({ $0.isDigit || "+-.() ".utf8.contains($0) }) {
            return text.filter { $0.isDigit || $0 == .ascii("+") }
        }
        var rest = text[...]
        for scheme in ["http://", "https://", "mailto:"] where rest.startsIgnoringASCIICase(with: scheme.utf8) {
            rest = rest.dropFirst(scheme.utf8.count)
        }
        if rest.last == .ascii("/") { rest = rest.dropLast() }
        return rest.map(\.asciiLowercased)
    }

    /// The text flow takes U+00A0 for a space, and no space may be in a URL.
    private static func escapingNoBreakSpaces(_ url: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var index = 0
        while index < url.count {
            if url[index] == 0xC2, index + 1 < url.count, url[index + 1] == 0xA0 {
                output += "%C2%A0".utf8
                index += 2
            } else {
                output.append(url[index])
                index += 1
            }
        }
        return output
    }
}
