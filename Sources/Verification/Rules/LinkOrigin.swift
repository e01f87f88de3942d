// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import HTML
internal import MIME

/// Where an address leads, without its path: scheme, host and port (RFC 6454), or only the scheme of a `mailto:` and its
/// like.
///
/// The address may hold Handlebars tags, which are compared as they are written: of `{{object.url}}/help` the tag is the
/// origin, and of `https://{{object.host}}/help` it is the host.
struct LinkOrigin: Hashable, CustomStringConvertible {
    private let bytes: [UInt8]

    var description: String { String(decoding: self.bytes, as: UTF8.self) }

    /// The origins that an address can have: one for each branch of a block that it begins with; none if it is relative,
    /// or torn because quotation marks in a tag end the attribute.
    static func origins(of address: String) -> [LinkOrigin] {
        let bytes = Array(address.utf8)
        guard bytes.ranges(of: "{{".utf8).count == bytes.ranges(of: "}}".utf8).count else { return [] }
        let pieces = bytes.pieces.filter { !$0.isEmpty }
        guard pieces.first?.isBlockTag == true else { return [LinkOrigin(bytes)].compactMap { $0 } }
        return pieces.compactMap { $0.isBlockTag ? nil : LinkOrigin($0) }
    }

    private init?(_ address: some Sequence<UInt8>) {
        let parts = URLParts(address)
        if let scheme = parts.scheme {
            self.bytes = Array("\(scheme):".utf8) + Self.authority(parts.rest, of: scheme)
        } else if parts.text.first == .ascii("#") {
            self.bytes = [.ascii("#")]
        } else if parts.rest.starts(with: "{{".utf8) {
            self.bytes = Self.spelling(parts.rest[..<Self.end(parts.rest)])
        } else {
            return nil
        }
    }

    /// "//" host [ ":" port ] without the scheme's own port; empty where a scheme has none.
    private static func authority(_ rest: ArraySlice<UInt8>, of scheme: String) -> [UInt8] {
        guard rest.starts(with: "//".utf8) else { return [] }
        let authority = rest.dropFirst(2)
        let origin = authority[..<Self.end(authority)]
        guard !origin.contains(.ascii("{")) else { return Array("//".utf8) + Self.spelling(origin) }
        let hostAndPort = origin.lastIndex(of: .ascii("@")).map { origin[($0 + 1)...] } ?? origin
        var host = hostAndPort
        var port: ArraySlice<UInt8> = []
        if let colon = hostAndPort.lastIndex(of: .ascii(":")), hostAndPort[(colon + 1)...].allSatisfy(\.isDigit) {
            host = hostAndPort[..<colon]
            port = hostAndPort[colon...]
        }
        let isDefault = port.elementsEqual((scheme == "https" ? ":443" : scheme == "http" ? ":80" : ":").utf8)
        let name = String(decoding: host, as: UTF8.self)
        let domain = (try? Domain(name))?.ascii ?? name
        return "//".utf8 + domain.utf8.map(\.asciiLowercased) + (isDefault || port.count == 1 ? [] : port)
    }

    /// The index of the byte that ends an authority; those in Handlebars tags do not.
    private static func end(_ text: ArraySlice<UInt8>) -> Int {
        var rest = text
        while let byte = rest.first, !"/?#\\".utf8.contains(byte) {
            if rest.starts(with: "{{".utf8) {
                guard let close = rest.firstRange(of: "}}".utf8) else { return rest.endIndex }
                rest = rest[close.upperBound...]
            } else {
                rest = rest.dropFirst()
            }
        }
        return rest.startIndex
    }

    /// How a value is escaped makes no difference: `{{{url}}}` and `{{&url}}` lead where `{{url}}` does.
    private static func spelling(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var spelling: [UInt8] = []
        for byte in text {
            let last = spelling.last
            if byte == .ascii("&"), last == .ascii("{") { continue }
            if byte == last, byte == .ascii("{") || byte == .ascii("}"),
                spelling.dropLast().last == byte
            {
                continue
            }
            spelling.append(byte)
        }
        return spelling
    }
}
