// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import HTML
internal import TenantConfiguration

/// What an address in HTML amounts to, read as browsers read it (WHATWG URL, section 4.4).
enum LinkTarget: Equatable {
    /// Nothing stands there.
    case empty
    /// A place in the same mail.
    case fragment
    /// An address without scheme: a mail has no base to resolve it against.
    case relative
    /// `https`, with a host.
    case secure
    /// `http`, with a host.
    case unencrypted
    /// A scheme that runs code or reads what is not on the web.
    case dangerous(scheme: String)
    /// A web address with a name before an `@`, which people take for the host.
    case disguised
    /// An image inside the mail.
    case inline
    /// Something for another program, such as `mailto` or `tel`.
    case other(scheme: String)
    /// A web address that does not lead to a host.
    case malformed

    init(_ link: HTMLLink) {
        let parts = URLParts(link.value.utf8)
        guard let scheme = parts.scheme else {
            self = parts.text.isEmpty ? .empty : parts.text.first == .ascii("#") ? .fragment : .relative
            return
        }
        switch scheme {
        case "https" where Self.hasHost(parts.rest), "http" where Self.hasHost(parts.rest):
            self = Self.hasUserInfo(parts.rest) ? .disguised : scheme == "https" ? .secure : .unencrypted
        case "https", "http": self = .malformed
        case "data" where Self.showsImages(link), "cid": self = .inline
        default: self = parts.isUnsafe ? .dangerous(scheme: scheme) : .other(scheme: scheme)
        }
    }

    /// Whether the address is loaded as an image, which runs no code.
    private static func showsImages(_ link: HTMLLink) -> Bool {
        ["img", "source", "v:fill", "v:image"].contains(link.element)
            || ["background", "poster"].contains(link.attribute)
    }

    private static func authority(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        rest.dropFirst(2).prefix { $0 != .ascii("/") && $0 != .ascii("?") && $0 != .ascii("#") && $0 != .ascii("\\") }
    }

    private static func hasUserInfo(_ rest: ArraySlice<UInt8>) -> Bool {
        Self.authority(rest).contains(.ascii("@"))
    }

    /// "//" [ userinfo "@" ] host [ ":" [ port ] ] …, without white space or characters that no host has
    private static func hasHost(_ rest: ArraySlice<UInt8>) -> Bool {
        guard rest.starts(with: "//".utf8) else { return false }
        let authority = Self.authority(rest)
        let hostAndPort = authority.lastIndex(of: .ascii("@")).map { authority[($0 + 1)...] } ?? authority
        let isLiteral = hostAndPort.first == .ascii("[")
        let end = hostAndPort.firstIndex(of: .ascii(isLiteral ? "]" : ":")) ?? hostAndPort.endIndex
        let host = hostAndPort[..<end]
        let port = hostAndPort[end...].dropFirst(isLiteral ? 1 : 0)
        guard !host.isEmpty, Self.isPort(port), !rest.contains(.space) else { return false }
        // RFC 3986, section 3.2.2: only an IPv6 address stands in brackets.
        if isLiteral {
            return end < hostAndPort.endIndex && host.count > 2 && host.dropFirst().allSatisfy(\.isIPv6Byte)
        }
        return host.allSatisfy { !$0.isControl && !"\"<>[]^`{|}".utf8.contains($0) }
    }

    /// [ ":" *DIGIT ], a port at most 65535
    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        let digits = text.dropFirst()
        guard first == .ascii(":"), digits.allSatisfy(\.isDigit) else { return false }
        return digits.isEmpty || UInt16(String(decoding: digits, as: UTF8.self)) != nil
    }
}

extension UInt8 {
    fileprivate var isIPv6Byte: Bool {
        self.hexValue != nil || self == .ascii(":") || self == .ascii(".")
    }
}

extension VerificationSubject {
    /// Visits every address in the rendered HTML of every message, those that only Outlook reads too, with the body
    /// that it stands in.
    func forEachLink(_ visit: (VerifiedMessage, HTMLLink, LinkTarget, RenderedText) -> Void) {
        for message in self.messages {
            guard let html = message.html, let body = message.composed.body else { continue }
            for link in html.links { visit(message, link, LinkTarget(link), body) }
            guard let outlookHTML = message.outlookHTML else { continue }
            let known = Set(html.links.map(\.offset))
            for link in outlookHTML.links where !known.contains(link.offset) {
                visit(message, link, LinkTarget(link), body)
            }
        }
    }
}
