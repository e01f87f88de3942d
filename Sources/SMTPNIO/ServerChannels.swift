// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import NIOCore
internal import Synchronization

/// The open connections of a server.
final class ServerChannels: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var count = 0
        var isShuttingDown = false
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes in a new connection until it closes.
    ///
    /// - Returns: Its number, and whether there is room for it.
    func add(_ channel: any Channel) -> (number: Int, isAdmitted: Bool) {
        let key = ObjectIdentifier(channel)
        let result = self.state.withLock { state in
            state.count += 1
            let isAdmitted = !state.isShuttingDown && state.channels.count < self.limit
            if isAdmitted { state.channels[key] = channel }
            return (number: state.count, isAdmitted: isAdmitted)
        }
        if result.isAdmitted {
            channel.closeFuture.whenComplete { _ in
                self.state.withLock { state in _ = state.channels.removeValue(forKey: key) }
            }
        }
        return result
    }

    /// Takes in nothing more.
    ///
    /// - Returns: The connections that are open.
    func shutDown() -> [any Channel] {
        self.state.withLock { state in
            state.isShuttingDown = true
            return Array(state.channels.values)
        }
    }
}
