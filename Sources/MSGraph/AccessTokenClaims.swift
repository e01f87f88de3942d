// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText

/// What an access token says of itself.
///
/// The token is for Graph, which checks its signature; here it is only read, so that what is missing can be named.
///
/// Source: RFC 7519, section 4.1; Microsoft identity platform, "Access token claims reference".
struct AccessTokenClaims: Hashable, Sendable {
    /// Whom the token is for (`aud`).
    var audience: [String]
    /// The application permissions (`roles`).
    var roles: [String]
    /// The delegated permissions (`scp`), which a token of an application does not have.
    var scopes: String?
    /// When it ends (`exp`), in seconds since 1970.
    var expiry: Int?

    /// Reads the claims of a JSON Web Token; `nil` for a token of another form.
    ///
    ///     BASE64URL(header) "." BASE64URL(claims) "." BASE64URL(signature)     (RFC 7515, section 7.1)
    init?(token: [UInt8]) {
        let parts = token.split(separator: .ascii("."), omittingEmptySubsequences: false)
        guard parts.count == 3, let claims = Self.decode(parts[1]),
            let root = try? JSONDocument(parsing: claims).root, root.members != nil
        else { return nil }
        self.audience = Self.strings(root["aud"])
        self.roles = Self.strings(root["roles"])
        self.scopes = root["scp"]?.string
        self.expiry = root["exp"]?.number?.int
    }

    private static func strings(_ node: JSONNode?) -> [String] {
        node?.string.map { [$0] } ?? node?.elements?.compactMap(\.string) ?? []
    }

    /// Base64 by RFC 4648, section 5, without padding.
    private static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let digits = text.map { byte -> UInt8 in
            switch byte {
            case .ascii("-"): .ascii("+")
            case .ascii("_"): .ascii("/")
            default: byte
            }
        }
        return Base64.decode(digits + [UInt8](repeating: .ascii("="), count: (4 - digits.count % 4) % 4))
    }
}
