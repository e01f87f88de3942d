// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// An `https` URL that a secret may be sent to.
///
/// It has no control characters, spaces or characters beyond ASCII, no user name or password and no fragment: what is
/// shown of it, in errors too, can be read as it stands.
package struct EndpointURL: Hashable, Sendable {
    /// The URL as it was written.
    package let text: String
    /// The host, in lower case; an IPv6 address without its brackets.
    package let host: String
    /// The port; 443 where the URL names none.
    package let port: Int
    /// The segments of the path, percent-decoded.
    package let pathSegments: [[UInt8]]

    /// The longest URL in octets.
    package static let octetLimit = 2048

    /// Checks a URL.
    ///
    ///     https-URI = "https" "://" authority path-abempty [ "?" query ]     (RFC 9110, section 4.2.2)
    ///
    /// - Parameters:
    ///   - text: The URL.
    ///   - property: The setting that it comes from, for the error.
    /// - Throws: ``GraphError`` with the code ``GraphError/Code/invalidEndpoint``.
    package init(_ text: String, property: String) throws(GraphError) {
        func fault(_ message: String) -> GraphError {
            GraphError(.invalidEndpoint, "\(property) \(message)", advice: "correct \(property) in the provider")
        }
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { throw fault("is empty") }
        guard bytes.count <= Self.octetLimit else { throw fault("has more than \(Self.octetLimit) octets") }
        guard bytes.allSatisfy({ $0.isVisible && !Self.delimiters.contains($0) }) else {
            throw fault("has a space, a control character or another that no URL has")
        }
        let scheme = Array("https://".utf8)
        if bytes.startsIgnoringASCIICase(with: "http://".utf8) {
            throw fault("begins with http:// and would send secrets in the clear; only https:// is used")
        }
        guard bytes.startsIgnoringASCIICase(with: scheme) else { throw fault("does not begin with https://") }
        let rest = bytes[scheme.count...]
        let authority = rest.prefix { $0 != .ascii("/") && $0 != .ascii("?") && $0 != .ascii("#") }
        guard !authority.contains(.ascii("@")) else { throw fault("has a user name, which it must not") }
        guard !rest.contains(.ascii("#")) else { throw fault("has a fragment, which it must not") }
        guard let (host, port) = Self.hostAndPort(Array(authority)) else { throw fault("has no valid host and port") }
        self.text = text
        self.host = host
        self.port = port ?? 443
        self.pathSegments = rest[authority.endIndex...].prefix { $0 != .ascii("?") }.split(separator: .ascii("/"))
            .map { PercentEncoding.decode($0) }
    }

    /// Visible characters that no URL has unencoded (RFC 3986, appendix A).
    private static let delimiters = Set("\"<>\\^`{|}".utf8)

    /// Reads `host [ ":" port ]`; `nil` where it is not that.
    package static func hostAndPort(_ authority: [UInt8]) -> (host: String, port: Int?)? {
        let host: ArraySlice<UInt8>
        let rest: ArraySlice<UInt8>
        if authority.first == .ascii("[") {
            guard let end = authority.firstIndex(of: .ascii("]")) else { return nil }
            host = authority[1..<end]
            rest = authority[(end + 1)...]
            guard host.contains(.ascii(":")),
                host.allSatisfy({ $0.isHexDigit || $0 == .ascii(":") || $0 == .ascii(".") })
            else { return nil }
        } else {
            host = authority.prefix { $0 != .ascii(":") }
            rest = authority[host.endIndex...]
            guard (1...253).contains(host.count), host.first != .ascii("-"), host.first != .ascii("."),
                host.allSatisfy({ $0.isAlphanumeric || $0 == .ascii("-") || $0 == .ascii(".") || $0 == .ascii("_") })
            else { return nil }
        }
        let digits = rest.dropFirst()
        guard rest.first ?? .ascii(":") == .ascii(":"), digits.count <= 5, digits.allSatisfy(\.isDigit) else {
            return nil
        }
        let port = digits.isEmpty ? nil : digits.reduce(0) { $0 * 10 + Int($1 - .ascii("0")) }
        guard port.map((1...65_535).contains) ?? true else { return nil }
        return (String(decoding: host.map(\.asciiLowercased), as: UTF8.self), port)
    }
}

extension EndpointURL: CustomStringConvertible {
    /// The URL without its query.
    package var description: String {
        String(decoding: self.text.utf8.prefix { $0 != .ascii("?") }, as: UTF8.self)
    }
}

extension EndpointURL {
    /// The user that a `sendMail` URL names: an address, or an object ID.
    ///
    ///     /v1.0/users/{id | userPrincipalName}/sendMail
    ///
    /// It is `nil` for `/me`, which tokens of applications do not have, and for URLs of another form.
    package var user: String? {
        let segments = self.pathSegments
        guard segments.count >= 3, segments[segments.count - 1].equalsIgnoringASCIICase("sendMail".utf8),
            segments[segments.count - 3].equalsIgnoringASCIICase("users".utf8)
        else { return nil }
        return String(decoding: segments[segments.count - 2], as: UTF8.self)
    }
}
