// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A ``ServerSession`` with the bytes of its connection: tells commands from content, and holds back what comes while a
/// message is being kept.
package struct ServerConnection: Sendable {
    package enum Action: Hashable, Sendable {
        case reply(Reply)
        /// Keep this message, then call ``ServerConnection/delivered(_:)``.
        case deliver(ReceivedMessage)
        /// Close the connection once all replies are written.
        case close
    }

    package private(set) var session: ServerSession
    private var lineFramer = LineFramer()
    private var dataFramer: DataFramer?
    private var pending: ArraySlice<UInt8> = []

    package init(configuration: ServerConfiguration, number: Int) {
        self.session = ServerSession(configuration: configuration, number: number)
    }

    /// How many octets are held: a command line or content that has not ended, and what came after a message.
    package var bufferedCount: Int {
        self.lineFramer.bufferedCount + (self.dataFramer?.bufferedCount ?? 0) + self.pending.count
    }

    /// Whether reading should rest, because nothing can be done with more bytes.
    package var isDelivering: Bool { self.session.isDelivering }

    /// The connection is there.
    package mutating func start() -> [Action] {
        self.translate(self.session.start())
    }

    /// Bytes have come.
    package mutating func receive(_ bytes: [UInt8]) -> [Action] {
        self.pending += bytes
        return self.proceed()
    }

    /// The message of ``Action/deliver(_:)`` is kept, or cannot be.
    package mutating func delivered(_ reply: Reply) -> [Action] {
        let actions = self.translate(self.session.delivered(reply))
        return actions + self.proceed()
    }

    /// The server ends the session.
    package mutating func stop(_ status: EnhancedStatusCode, _ text: String) -> [Action] {
        self.translate(self.session.stop(status, text))
    }

    /// The connection has ended. A message without its end is dropped.
    package mutating func connectionClosed() {
        self.session.connectionClosed()
        self.pending = []
        self.dataFramer = nil
    }

    private mutating func proceed() -> [Action] {
        var actions: [Action] = []
        while !self.session.isDelivering {
            guard !self.session.isClosed else {
                self.pending = []
                break
            }
            if var framer = self.dataFramer {
                // Out of the property while it works, so that its buffer is not copied.
                self.dataFramer = nil
                guard let content = framer.next(&self.pending) else {
                    self.dataFramer = framer
                    break
                }
                actions += self.translate(self.session.receive(content))
            } else {
                guard let event = self.lineFramer.next(&self.pending) else { break }
                actions += self.translate(self.session.receive(event))
            }
        }
        return actions
    }

    private mutating func translate(_ actions: [ServerSession.Action]) -> [Action] {
        actions.compactMap { action in
            switch action {
            case .reply(let reply): return .reply(reply)
            case .deliver(let message): return .deliver(message)
            case .close: return .close
            case .beginData:
                self.dataFramer = DataFramer(sizeLimit: self.session.configuration.sizeLimit)
                return nil
            }
        }
    }
}
