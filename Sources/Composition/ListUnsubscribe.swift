// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import MIME

/// Where a reader ends a subscription: `List-Unsubscribe` (RFC 2369) and `List-Unsubscribe-Post` (RFC 8058).
public struct ListUnsubscribe: Hashable, Sendable {
    /// The URIs, the preferred one first.
    public let uris: [URI]
    /// Whether one POST to the https URI is enough, without a page in between.
    public let isOneClick: Bool

    /// The schemes that mail programs follow.
    public static let schemes = ["https", "http", "mailto"]

    /// Checks the URIs; it is `nil` where there is none, one has another scheme, or one click has no https URI to go to.
    public init?(_ uris: [URI], isOneClick: Bool = false) {
        guard !uris.isEmpty, uris.allSatisfy({ Self.schemes.contains($0.scheme) }),
            !isOneClick || uris.contains(where: { $0.scheme == "https" })
        else { return nil }
        self.uris = uris
        self.isOneClick = isOneClick
    }

    var headerFields: [HeaderField] {
        let field = HeaderField(.listUnsubscribe, .uris(self.uris))
        // RFC 8058, section 3.1: the one value that the field has.
        return self.isOneClick
            ? [field, HeaderField(.listUnsubscribePost, .unstructured("List-Unsubscribe=One-Click"))] : [field]
    }
}
