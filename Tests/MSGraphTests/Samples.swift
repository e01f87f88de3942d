// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import JSONText
import MIME
import MSGraph
import Synchronization
import Testing

/// What must show nowhere.
let canarySecret = "canary+Secret~7/x&y=z"
let canaryToken = "canaryToken.eyJhIjoxfQ.abc-_~"

extension GraphSettings {
    static func sample(
        mailEndpoint: String = "https://graph.example/v1.0/users/ada@example.com/sendMail",
        tokenEndpoint: String = "https://login.example/t/oauth2/v2.0/token",
        secret: SecretValue = .known(Secret(canarySecret)), concurrency: Int = 20, userAgent: String = "PingIdentity"
    ) -> GraphSettings {
        GraphSettings(
            mailEndpoint: mailEndpoint, tokenEndpoint: tokenEndpoint, clientID: "0a1b-client", clientSecret: secret,
            scopes: ["https://graph.example/.default"], concurrency: concurrency, userAgent: userAgent)
    }
}

extension Message {
    static func sample(
        from: String = "ada@example.com", to: String = "bob@example.com", text: String = "Hello\n"
    ) throws -> Message {
        Message(
            from: try Mailbox(from), to: try AddressList(to), subject: "Hi", body: .plainText(Array(text.utf8)),
            date: .fixture, messageID: try #require(MessageID(left: "1", right: "example.com")))
    }
}

/// A server in memory, which keeps what it is sent, and a clock that only waiting moves.
final class FakeServer: HTTPTransport {
    typealias Answer = @Sendable (HTTPRequest, _ number: Int) async throws(HTTPFailure) -> HTTPReply

    struct State {
        var requests: [HTTPRequest] = []
        var atOnce = 0
        var mostAtOnce = 0
        var now = 1_000_000
        var waits: [Duration] = []
    }

    private let state = Mutex(State())
    private let token: Answer
    private let mail: Answer

    /// - Parameters:
    ///   - token: The answer to the nth request for a token.
    ///   - mail: The answer to the nth request of the mail endpoint.
    init(token: @escaping Answer = { _, number in .token("\(canaryToken)\(number)") }, mail: @escaping Answer) {
        self.token = token
        self.mail = mail
    }

    var requests: [HTTPRequest] { self.state.withLock(\.requests) }
    var tokenRequests: [HTTPRequest] { self.requests.filter { $0.url.host == "login.example" } }
    var mailRequests: [HTTPRequest] { self.requests.filter { $0.url.host != "login.example" } }
    var mostAtOnce: Int { self.state.withLock(\.mostAtOnce) }
    var waits: [Duration] { self.state.withLock(\.waits) }

    func advance(by seconds: Int) {
        self.state.withLock { $0.now += seconds }
    }

    func reply(to request: HTTPRequest) async throws(HTTPFailure) -> HTTPReply {
        let isToken = request.url.host == "login.example"
        let number = self.state.withLock { state in
            state.requests.append(request)
            if !isToken { state.atOnce += 1 }
            state.mostAtOnce = max(state.mostAtOnce, state.atOnce)
            return state.requests.count { ($0.url.host == "login.example") == isToken }
        }
        defer { if !isToken { self.state.withLock { $0.atOnce -= 1 } } }
        return try await isToken ? self.token(request, number) : self.mail(request, number)
    }

    func client(_ settings: GraphSettings = .sample(), policy: RetryPolicy = RetryPolicy()) -> GraphClient {
        let environment = GraphEnvironment(
            now: { self.state.withLock(\.now) },
            sleep: { duration in
                self.state.withLock {
                    $0.waits.append(duration)
                    $0.now += Int(duration / .seconds(1))
                }
            },
            random: { 1 })
        return GraphClient(settings, transport: self, environment: environment, policy: policy)
    }
}

extension HTTPReply {
    static func token(_ token: String, lifetime: Int = 3599) -> HTTPReply {
        HTTPReply(
            status: 200,
            body: Array(#"{"token_type":"Bearer","expires_in":\#(lifetime),"access_token":"\#(token)"}"#.utf8))
    }

    static func graph(_ status: Int, _ code: String, message: String = "no", retryAfter: String? = nil) -> HTTPReply {
        HTTPReply(
            status: status, retryAfter: retryAfter,
            body: Array(#"{"error":{"code":"\#(code)","message":"\#(message)"}}"#.utf8))
    }
}

extension HTTPRequest {
    /// The body as text.
    var bodyText: String {
        String(decoding: self.body?.bytes ?? [], as: UTF8.self)
    }
}
