// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// An HTTP request, of which only the method and the URL are ever shown: its body holds a client secret or a message,
/// its `Authorization` an access token.
package struct HTTPRequest: Sendable {
    /// The methods that are used.
    package enum Method: String, Hashable, Sendable {
        /// Asks, and changes nothing.
        case get = "GET"
        /// Asks for a token, or hands over a message.
        case post = "POST"
    }

    /// The method.
    package var method: Method
    /// Where it goes.
    package var url: EndpointURL
    /// The media type of the body.
    package var contentType: String?
    /// The value of `User-Agent`.
    package var userAgent: String
    /// The access token, for `Authorization: Bearer`.
    package var accessToken: Secret?
    /// The body.
    package var body: Secret?
    /// The longest time for the request and its reply, where that of the transport is longer.
    package var limit: Duration?

    /// Creates a request.
    package init(
        _ method: Method, _ url: EndpointURL, contentType: String? = nil, userAgent: String,
        accessToken: Secret? = nil, body: Secret? = nil
    ) {
        self.method = method
        self.url = url
        self.contentType = contentType
        self.userAgent = userAgent
        self.accessToken = accessToken
        self.body = body
    }
}

extension HTTPRequest: CustomStringConvertible {
    /// The method and the URL.
    package var description: String { "\(self.method.rawValue) \(self.url)" }
}

/// The reply to a request.
package struct HTTPReply: Sendable {
    /// The status code.
    package var status: Int
    /// The value of `Retry-After`.
    package var retryAfter: String?
    /// The value of `Location`.
    package var location: String?
    /// The body, as far as it came.
    package var body: [UInt8]
    /// Why the body is not whole, if it is not.
    package var bodyFailure: HTTPFailure?
    /// The connection, where it was made for this request.
    package var connection: Connection?

    /// The largest body that is read, in octets.
    package static let bodyLimit = 1 << 20

    /// What is known about a connection.
    package struct Connection: Hashable, Sendable {
        /// The address and port, such as `192.0.2.1:443`.
        package var address: String
        /// The version of TLS, such as `TLS 1.3`.
        package var tlsVersion: String
        /// How long it took from the beginning of the request until TLS was done.
        package var duration: Duration

        /// Creates a description.
        package init(address: String, tlsVersion: String, duration: Duration) {
            self.address = address
            self.tlsVersion = tlsVersion
            self.duration = duration
        }
    }

    /// Creates a reply.
    package init(
        status: Int, retryAfter: String? = nil, location: String? = nil, body: [UInt8] = [],
        bodyFailure: HTTPFailure? = nil, connection: Connection? = nil
    ) {
        self.status = status
        self.retryAfter = retryAfter
        self.location = location
        self.body = body
        self.bodyFailure = bodyFailure
        self.connection = connection
    }
}

extension HTTPReply: CustomStringConvertible, CustomReflectable {
    /// The status. The body may hold a token.
    package var description: String { "HTTP \(self.status)" }

    /// A mirror that sees the status only.
    package var customMirror: Mirror { Mirror(self, children: ["status": self.status]) }
}

/// Why there is no reply, or none that is whole.
package struct HTTPFailure: Error, Hashable, Sendable {
    /// The kinds of failure.
    package enum Code: Hashable, Sendable {
        /// The name of the host is not known.
        case nameUnknown
        /// There is no connection.
        case notConnected
        /// TLS did not come about.
        case tls
        /// The proxy refused.
        case proxy
        /// A limit of time was passed.
        case timedOut
        /// The connection ended too early.
        case closed
        /// What came is not HTTP, or more than is read.
        case malformed
        /// The caller gave up.
        case cancelled
    }

    /// The kind.
    package var code: Code
    /// What happened, safe to show.
    package var message: String
    /// What to do about it.
    package var advice: String?
    /// Whether the server may have got the request, or some of it.
    package var mayHaveArrived: Bool

    /// Creates a failure.
    package init(_ code: Code, _ message: String, advice: String? = nil, mayHaveArrived: Bool) {
        self.code = code
        self.message = message
        self.advice = advice
        self.mayHaveArrived = mayHaveArrived
    }
}

/// Whatever carries requests.
///
/// It follows no redirect and repeats no request: ``GraphClient`` decides on that.
package protocol HTTPTransport: Sendable {
    /// Sends a request and reads the reply.
    ///
    /// - Throws: A failure where not even the status came. A body that is cut off is no reason to throw.
    func reply(to request: HTTPRequest) async throws(HTTPFailure) -> HTTPReply
}
