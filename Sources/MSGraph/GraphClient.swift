// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
package import Composition
package import EmailProvider
internal import JSONText
internal import MIME
internal import TaskLimits

/// Sends messages through Microsoft Graph.
///
///     let client = GraphClient(settings, transport: transport, environment: GraphEnvironment(now: clock))
///     let delivery = await client.send(message, as: .json)
///
/// Copies of a client share its tokens and its limit. There should be one for a mailbox, which Graph lets send four
/// messages at a time.
package struct GraphClient: Sendable {
    /// The forms of a `sendMail` request.
    package enum Form: String, Hashable, Sendable, CaseIterable {
        /// The JSON of a message.
        case json
        /// A whole MIME message in base64.
        case mime
    }

    /// How many messages a mailbox takes at a time.
    ///
    /// Source: Microsoft Graph, "Microsoft Graph service-specific throttling limits", Outlook.
    package static let mailboxConcurrency = 4

    let settings: GraphSettings
    let environment: GraphEnvironment
    private(set) var transport: any HTTPTransport
    private let policy: RetryPolicy
    private let tokens = AccessTokenCache()
    private let limit: ConcurrencyLimit

    /// Creates a client. Settings that cannot be used show when it is asked to do something.
    ///
    /// - Parameter policy: When refused requests are sent again; ``RetryPolicy/never`` for `retryRequests: false`.
    package init(
        _ settings: GraphSettings, transport: any HTTPTransport, environment: GraphEnvironment,
        policy: RetryPolicy = RetryPolicy()
    ) {
        self.settings = settings
        self.environment = environment
        self.transport = transport
        self.policy = policy
        self.limit = ConcurrencyLimit(min(settings.concurrency, Self.mailboxConcurrency))
    }

    /// The same client, whose exchanges are written down.
    package func recorded() -> (client: GraphClient, transcript: HTTPTranscript) {
        let transcript = HTTPTranscript()
        var client = self
        client.transport = RecordingTransport(
            base: self.transport, secret: self.settings.clientSecret, transcript: transcript)
        return (client, transcript)
    }

    /// Hands a message over to Graph.
    ///
    /// Graph queues what it takes and delivers it later: failures after that come to the mailbox as mail.
    package func send(_ message: Message, as form: Form = .json) async -> GraphDelivery {
        let tokenRequest: TokenRequest
        let body: Secret
        let url: EndpointURL
        do throws(GraphError) {
            (tokenRequest, url) = try self.targets()
            body = try Self.body(of: message, as: form)
        } catch {
            return GraphDelivery(error: error, tries: 0)
        }
        let post = HTTPRequest(
            .post, url, contentType: form == .json ? "application/json" : "text/plain",
            userAgent: self.settings.userAgent, body: body)
        let delivery = await self.limit.run {
            let (attempt, tries) = await self.repeated { await self.attempt(post, tokenRequest: tokenRequest) }
            return GraphDelivery(error: attempt.error, tries: tries)
        }
        return delivery ?? GraphDelivery(error: .cancelled, tries: 0)
    }

    /// The two endpoints, checked before anything goes out.
    func targets() throws(GraphError) -> (TokenRequest, EndpointURL) {
        let tokenRequest = try TokenRequest(self.settings)
        let url = try EndpointURL(self.settings.mailEndpoint, property: "mailEndpoint")
        guard self.settings.userAgent.utf8.allSatisfy({ $0.isVisible || $0 == .space }) else {
            throw GraphError(
                .invalidEndpoint, "userAgent has a control character or one beyond ASCII", advice: "correct userAgent")
        }
        return (tokenRequest, url)
    }

    private static func body(of message: Message, as form: Form) throws(GraphError) -> Secret {
        if let address = message.addresses.first(where: \.isInternationalized) {
            throw GraphError(
                .invalidMessage, "Graph takes no addresses beyond ASCII, such as \(address.serialized)",
                advice: "send through an SMTP server that offers SMTPUTF8")
        }
        let bytes: [UInt8]
        switch form {
        case .json: bytes = message.graphJSON.serialized(.compact)
        case .mime:
            do throws(HeaderError) {
                bytes = try message.graphMIME()
            } catch {
                throw GraphError(.invalidMessage, "\(error)", advice: error.mend)
            }
        }
        guard bytes.count <= GraphOmission.requestLimit else {
            throw GraphError(
                .invalidMessage, "the request has \(bytes.count) bytes, and Graph takes \(GraphOmission.requestLimit)",
                advice: GraphFault.smaller)
        }
        return Secret(bytes: bytes)
    }

    /// One try, with a second token where the first is refused.
    private func attempt(_ post: HTTPRequest, tokenRequest: TokenRequest) async -> Attempt<Void> {
        var post = post
        var isSecond = false
        while true {
            let token: AccessToken
            do throws(GraphError) {
                token = try await self.token(tokenRequest)
            } catch {
                return Attempt(.failure(error))
            }
            post.accessToken = token.secret
            let reply: HTTPReply
            do throws(HTTPFailure) {
                reply = try await self.transport.reply(to: post)
            } catch {
                return Attempt(.failure(GraphError(error)))
            }
            if reply.status == 202 { return Attempt(.success(())) }
            if reply.status == 401, !isSecond {
                await self.tokens.drop(token, for: tokenRequest.key)
                isSecond = true
                continue
            }
            let words = ServerWords(hiding: [token.secret, tokenRequest.clientSecret])
            let error = reply.redirection(of: post.url, words: words) ?? GraphFault(reply: reply, words: words).error
            return Attempt(.failure(self.noting(reply, in: error)), mayRepeat: error.code == .throttled)
        }
    }

    /// The error with the time for which the reply asks to wait, where waiting helps.
    private func noting(_ reply: HTTPReply, in error: GraphError) -> GraphError {
        guard error.deliveryResult == .temporary, let value = reply.retryAfter,
            let seconds = RetryAfter.seconds(value, now: self.environment.now())
        else { return error }
        var error = error
        error.retryAfter = seconds
        error.message += " (Retry-After: \(seconds) s)"
        return error
    }

    private func token(_ request: TokenRequest) async throws(GraphError) -> AccessToken {
        try await self.tokens.token(for: request.key, now: self.environment.now()) {
            await self.repeated { await self.requestToken(request) }.attempt.result
        }
    }

    /// Asks for a token, once.
    func requestToken(_ request: TokenRequest, limit: Duration? = nil) async -> Attempt<AccessToken> {
        let now = self.environment.now()
        var post = request.httpRequest
        post.limit = limit
        let reply: HTTPReply
        do throws(HTTPFailure) {
            reply = try await self.transport.reply(to: post)
        } catch {
            // A token is not a message: that one may have been made does no harm.
            var failure = error
            failure.mayHaveArrived = false
            return Attempt(.failure(GraphError(failure)))
        }
        do throws(GraphError) {
            return Attempt(.success(try request.token(from: reply, now: now)), reply: reply)
        } catch {
            return Attempt(
                .failure(self.noting(reply, in: error)), reply: reply,
                mayRepeat: error.code == .throttled || error.code == .serverFailure)
        }
    }

    /// What came of one try.
    struct Attempt<Value: Sendable>: Sendable {
        var result: Result<Value, GraphError>
        var reply: HTTPReply?
        var mayRepeat: Bool

        init(_ result: Result<Value, GraphError>, reply: HTTPReply? = nil, mayRepeat: Bool = false) {
            self.result = result
            self.reply = reply
            self.mayRepeat = mayRepeat
        }

        var error: GraphError? {
            if case .failure(let error) = self.result { error } else { nil }
        }
    }

    /// Tries as often as the policy allows.
    private func repeated<Value: Sendable>(
        _ attempt: @Sendable () async -> Attempt<Value>
    ) async -> (attempt: Attempt<Value>, tries: Int) {
        var tries = 0
        var waited = Duration.zero
        while true {
            let attempt = await attempt()
            tries += 1
            guard attempt.mayRepeat,
                let wait = self.policy.wait(
                    afterTries: tries, retryAfter: attempt.error?.retryAfter, waited: waited,
                    jitter: self.environment.random())
            else { return (attempt, tries) }
            do {
                try await self.environment.sleep(wait)
            } catch {
                // The caller gave up: what the last try said is what there is.
                return (attempt, tries)
            }
            waited += wait
        }
    }
}
