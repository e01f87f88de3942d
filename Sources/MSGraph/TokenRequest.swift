// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import EmailProvider
internal import JSONText

/// An access token and how long it may be used.
struct AccessToken: Sendable {
    /// The token.
    let secret: Secret
    /// When it was asked for, in seconds since 1970.
    let issued: Int
    /// For how many seconds it is good.
    let lifetime: Int

    /// How many seconds before its end a token is no longer used.
    static let margin = 60

    /// Whether the token may be used at a moment. A clock that was set back makes every token doubtful.
    func isUsable(at now: Int) -> Bool {
        now >= self.issued && now - self.issued < self.lifetime - Self.margin
    }
}

/// The request for an access token by client credentials.
///
/// Source: RFC 6749, section 4.4; Microsoft identity platform, "client credentials flow".
struct TokenRequest: Sendable {
    /// What a token is for: whoever asks for the same may have the same.
    struct Key: Hashable, Sendable {
        var endpoint: EndpointURL
        var clientID: String
        var scope: String
    }

    let key: Key
    let clientSecret: Secret
    private let userAgent: String

    /// - Throws: ``GraphError`` where the secret is not available here or the endpoint cannot be used.
    init(_ settings: GraphSettings) throws(GraphError) {
        guard case .known(let secret) = settings.clientSecret else {
            throw Self.unavailable(settings.clientSecret)
        }
        self.key = Key(
            endpoint: try EndpointURL(settings.tokenEndpoint, property: "auth.tokenEndpoint"),
            clientID: settings.clientID, scope: settings.scopes.joined(separator: settings.scopeDelimiter))
        self.clientSecret = secret
        self.userAgent = settings.userAgent
    }

    private static func unavailable(_ secret: SecretValue) -> GraphError {
        let reason = if case .unavailable(let reason) = secret { reason } else { "" }
        return GraphError(
            .secretUnavailable, "the client secret is not available here: \(reason)",
            advice: "write auth.clientSecret as a placeholder such as &{esv.graph.secret} and give its value by "
                + "--properties or the environment, or check from the tenant, which has it")
    }

    /// The request.
    var httpRequest: HTTPRequest {
        let form = FormURLEncoding.encode([
            ("client_id", Array(self.key.clientID.utf8)), ("client_secret", self.clientSecret.bytes),
            ("scope", Array(self.key.scope.utf8)), ("grant_type", Array("client_credentials".utf8)),
        ])
        return HTTPRequest(
            .post, self.key.endpoint, contentType: "application/x-www-form-urlencoded", userAgent: self.userAgent,
            body: Secret(bytes: form))
    }

    /// Reads the reply.
    ///
    /// - Parameter now: Seconds since 1970 when it was asked for.
    /// - Throws: ``GraphError`` where the reply holds no token.
    func token(from reply: HTTPReply, now: Int) throws(GraphError) -> AccessToken {
        let words = ServerWords(hiding: [self.clientSecret])
        if let error = reply.redirection(of: self.key.endpoint, as: .signInRefused, words: words) { throw error }
        let root = try? JSONDocument(parsing: reply.body).root
        guard reply.status == 200 else {
            throw TokenFault(reply: reply, root: root, words: words).error(for: self)
        }
        let bodyFailure = reply.bodyFailure.map { ": \($0.message)" } ?? ""
        guard let root, reply.bodyFailure == nil else {
            throw GraphError(
                .signInRefused, "the token endpoint answered with something else than JSON\(bodyFailure)",
                advice: "correct auth.tokenEndpoint: it ends in /oauth2/v2.0/token")
        }
        guard let text = root["access_token"]?.string, Self.isToken(text),
            root["token_type"]?.string?.utf8.equalsIgnoringASCIICase("bearer".utf8) ?? false
        else {
            throw GraphError(
                .signInRefused, "the reply of the token endpoint holds no bearer token",
                advice: "correct auth.tokenEndpoint: it ends in /oauth2/v2.0/token")
        }
        // RFC 6749, section 5.1: without expires_in the lifetime is unknown, and the token is used once.
        let lifetime = root["expires_in"]?.number?.int ?? root["expires_in"]?.string.flatMap { Int($0) } ?? 0
        return AccessToken(secret: Secret(text), issued: now, lifetime: min(max(lifetime, 0), 86_400))
    }

    /// b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="     (RFC 6750, section 2.1)
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 65_536
            && text.utf8.allSatisfy { $0.isAlphanumeric || "-._~+/=".utf8.contains($0) }
    }
}
