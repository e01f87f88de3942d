// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Something that was said in a session, as a transcript may show it: without credentials and content.
public enum SessionEvent: Hashable, Sendable {
    /// The connection is there.
    ///
    /// - Parameter address: The server's address and port.
    case connected(address: String)
    /// The client said this, at this stage.
    case sent(SessionStage, String)
    /// The server said this, at this stage.
    case received(SessionStage, Reply)
    /// From here on the connection is encrypted.
    case encrypted(TLSDescription)
}

extension SessionEvent: CustomStringConvertible {
    /// The event as a line of a transcript; a reply of several lines has as many.
    public var description: String {
        switch self {
        case .connected(let address): "* connected to \(address)"
        case .sent(_, let text): "C: \(text)"
        case .received(_, let reply): Self.describe(reply)
        case .encrypted(let description): "* encrypted: \(description)"
        }
    }

    private static func describe(_ reply: Reply) -> String {
        let status = reply.enhancedStatus.map { "\($0) " } ?? ""
        return reply.lines.enumerated().map { index, line in
            "S: \(reply.code)\(index == reply.lines.count - 1 ? " " : "-")\(status)\(line)"
        }.joined(separator: "\n")
    }
}
