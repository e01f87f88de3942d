// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import EmailProvider
internal import JSONText
internal import Synchronization

/// What was asked and answered over HTTP, line by line: methods, URLs, statuses and the codes of errors. Tokens, secrets
/// and messages are never in it.
package final class HTTPTranscript: Sendable {
    private let entries = Mutex<[String]>([])

    /// The lines: `C: ` before what the client asked, `S: ` before what was answered.
    package var lines: [String] { self.entries.withLock { $0 } }

    fileprivate func append(_ line: String) {
        self.entries.withLock { $0.append(line) }
    }
}

/// A transport that writes down what goes through it.
struct RecordingTransport: HTTPTransport {
    let base: any HTTPTransport
    let secret: SecretValue
    let transcript: HTTPTranscript

    func reply(to request: HTTPRequest) async throws(HTTPFailure) -> HTTPReply {
        self.transcript.append("C: \(self.summary(of: request))")
        do throws(HTTPFailure) {
            let reply = try await self.base.reply(to: request)
            self.transcript.append("S: \(self.summary(of: reply, to: request))")
            return reply
        } catch {
            self.transcript.append("   (\(error.message))")
            throw error
        }
    }

    private func summary(of request: HTTPRequest) -> String {
        let body = request.body.map { " (\(request.contentType ?? ""), \($0.bytes.count) octets)" } ?? ""
        return "\(request)\(body)"
    }

    private func summary(of reply: HTTPReply, to request: HTTPRequest) -> String {
        var words = ["\(reply.status)"]
        let root = try? JSONDocument(parsing: reply.body).root
        let hiding = ServerWords(hiding: [self.clientSecret, request.accessToken].compactMap(\.self))
        // A token endpoint has the code as a string, Graph in an object (RFC 6749, section 5.2; OData).
        let error = root?["error"]
        if let code = (error?["code"] ?? error)?.string.flatMap(hiding.word) { words.append(code) }
        if let connection = reply.connection { words.append("(\(connection.address), \(connection.tlsVersion))") }
        let inner = error?["innerError"] ?? error?["innererror"]
        let requestID = inner?["request-id"] ?? root?["trace_id"]
        if let requestID = requestID?.string.flatMap(hiding.word) { words.append("(request-id \(requestID))") }
        if let value = reply.retryAfter { words.append("(Retry-After: \(hiding.shown(value)))") }
        if let failure = reply.bodyFailure { words.append("(\(failure.message))") }
        return words.joined(separator: " ")
    }

    private var clientSecret: Secret? {
        if case .known(let secret) = self.secret { secret } else { nil }
    }
}
