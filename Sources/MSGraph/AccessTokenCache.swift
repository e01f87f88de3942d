// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The access tokens of this process, in memory only.
actor AccessTokenCache {
    private var tokens: [TokenRequest.Key: AccessToken] = [:]
    private var requests: [TokenRequest.Key: Task<Result<AccessToken, GraphError>, Never>] = [:]

    /// A token that may be used, asked for where none is there. Whoever needs one while it is being asked for gets the
    /// same.
    func token(
        for key: TokenRequest.Key, now: Int,
        request: @escaping @Sendable () async -> Result<AccessToken, GraphError>
    ) async throws(GraphError) -> AccessToken {
        if let token = self.tokens[key], token.isUsable(at: now) { return token }
        if let request = self.requests[key] { return try await request.value.get() }
        // Of its own, so that the caller who gives up does not take the token from the others.
        let task = Task { await request() }
        self.requests[key] = task
        let result = await task.value
        self.requests[key] = nil
        if case .success(let token) = result { self.tokens[key] = token }
        return try result.get()
    }

    /// Forgets a token that was refused, unless another has taken its place.
    func drop(_ token: AccessToken, for key: TokenRequest.Key) {
        if self.tokens[key]?.secret == token.secret { self.tokens[key] = nil }
    }
}
