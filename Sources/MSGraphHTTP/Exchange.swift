// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import MSGraph
internal import NIOCore
internal import Synchronization

/// How far a request and its reply have come.
final class Exchange: Sendable {
    private struct State {
        var hasAnswered = false
        var mayHaveArrived = false
        var reply: HTTPReply?
    }

    private let state = Mutex(State())

    /// Whether the host has taken a TCP connection that was made to find out just that.
    var hasAnswered: Bool { self.state.withLock(\.hasAnswered) }

    /// Whether the body was handed over, so that the server may have all of it.
    var mayHaveArrived: Bool { self.state.withLock(\.mayHaveArrived) }

    /// The reply, once its status has come.
    var reply: HTTPReply? { self.state.withLock(\.reply) }

    func noteAnswer() {
        self.state.withLock { $0.hasAnswered = true }
    }

    func noteArrival() {
        self.state.withLock { $0.mayHaveArrived = true }
    }

    func begin(_ reply: HTTPReply) {
        self.state.withLock { $0.reply = reply }
    }

    /// - Returns: `false` where the body becomes larger than is read.
    func append(_ buffer: ByteBuffer) -> Bool {
        self.state.withLock { state in
            let room = HTTPReply.bodyLimit - (state.reply?.body.count ?? 0)
            state.reply?.body.append(contentsOf: buffer.readableBytesView.prefix(room))
            return buffer.readableBytes <= room
        }
    }
}

/// A body that notes when it is taken, which is after there is a connection: from then on the request may have arrived.
struct NotedBody: AsyncSequence, Sendable {
    let bytes: ByteBuffer
    let exchange: Exchange

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var bytes: ByteBuffer?
        fileprivate let exchange: Exchange

        mutating func next() async -> ByteBuffer? {
            self.exchange.noteArrival()
            defer { self.bytes = nil }
            return self.bytes
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(bytes: self.bytes, exchange: self.exchange)
    }
}
