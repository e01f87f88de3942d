// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME
internal import SMTP

enum SMTPTargets {
    /// A session says the same however its bytes are cut.
    ///
    /// The first byte says where.
    static func server(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let bytes = Array(input.dropFirst())
        let whole = Self.serve([bytes])
        require(Self.serve(bytes.map { [$0] }) == whole, "cut into single bytes")
        let size = max(1, Int(first))
        let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        require(Self.serve(pieces) == whole, "cut into pieces of \(size)")
    }

    private static func serve(_ pieces: [[UInt8]]) -> [ServerConnection.Action] {
        var configuration = ServerConfiguration()
        configuration.sizeLimit = 2000
        configuration.recipientLimit = 3
        configuration.errorLimit = 10
        var connection = ServerConnection(configuration: configuration, number: 1)
        var all = connection.start()
        for piece in pieces {
            var actions = connection.receive(piece)
            all += actions
            while actions.contains(where: { if case .deliver = $0 { true } else { false } }) {
                actions = connection.delivered(Reply(.ok, "kept"))
                all += actions
            }
        }
        for case .reply(let reply) in all { require((try? reply.wireLines) != nil, "no lines for \(reply)") }
        connection.connectionClosed()
        return all
    }

    /// A reply that was read, written and read again is the same, unless its text had to be cut.
    static func reply(_ input: [UInt8]) {
        var parser = ReplyParser()
        for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard let reply = try? parser.append(line: line) else {
                if !parser.isInsideReply { parser = ReplyParser() }
                continue
            }
            guard let lines = try? reply.wireLines else { return require(false, "no lines for \(reply)") }
            require(lines.bytes.allSatisfy { $0 < 0x80 }, "not ASCII")
            guard let again = Self.read(lines) else { return }
            guard let linesAgain = try? again.wireLines else { return require(false, "no lines for \(again)") }
            require(again.code == reply.code && linesAgain == lines, "\(again) for \(reply)")
        }
    }

    private static func read(_ lines: WireLines) -> Reply? {
        var parser = ReplyParser()
        for line in lines.bytes.split(separator: 0x0A) {
            do throws(ReplySyntaxError) {
                if let reply = try parser.append(line: line.dropLast()) { return reply }
            } catch {
                require(error.code == .tooManyLines, "\(error)")
                return nil
            }
        }
        require(false, "the reply has no end")
        return nil
    }

    /// A client takes whatever a server says, and ends at most once.
    static func client(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let content = Array("Subject: x\r\n\r\n.\r\n..x\r\n".utf8)
        guard let sender = try? AddrSpec("a@example.com"), let recipient = try? AddrSpec("é@example.com"),
            let submission = try? Submission(
                envelope: Envelope(reversePath: sender, forwardPaths: first & 1 == 0 ? [sender] : [sender, recipient]),
                content: content)
        else { fatalError("the sample is not valid") }
        var configuration = ClientConfiguration(sendsPartially: first & 2 != 0)
        configuration.isRecorded = true
        configuration.startTLS = first & 8 == 0 ? .never : first & 16 == 0 ? .ifOffered : .required
        if first & 32 != 0 { configuration.credentials = Self.credentials }
        var connection = ClientConnection(configuration: configuration)
        connection.connected(first & 64 == 0 ? .none : .loopback)
        var ends = 0
        var isSubmitted = false
        func note(_ actions: [ClientSession.Action]) {
            for action in actions {
                switch action {
                case .close, .fail: ends += 1
                case .startTLS:
                    note(connection.tlsEstablished(TLSDescription(version: "TLS 1.3", certificate: nil)))
                case .send(let lines):
                    let isPrivate = connection.session.protection != .none
                    require(isPrivate || !lines.bytes.starts(with: "AUTH".utf8), "AUTH in the clear")
                case .ready where !isSubmitted:
                    isSubmitted = true
                    note(connection.submit(submission))
                case .finished where first & 4 != 0: note(connection.quit())
                default: break
                }
            }
        }
        for line in input.dropFirst().split(separator: 0x0A, omittingEmptySubsequences: false) {
            note(connection.receive(Array(line) + [0x0A]))
        }
        note(connection.connectionClosed())
        require(ends <= 1, "the session ended \(ends) times")
        let shown = connection.takeEvents().map(\.description).joined()
        require(first & 32 == 0 || !shown.contains("s3cret-word"), "the password shows")
    }

    /// Digests that cost nothing: the session does not look into them.
    private static let credentials = ClientCredentials(
        username: "ada", password: Secret("s3cret-word"), mechanisms: SASLMechanism.byStrength + [.xoauth2],
        digests: SASLDigests(
            sha256: { $0 }, hmacSHA256: { _, text in Array(text.prefix(32)) },
            hmacMD5: { _, text in Array(text.prefix(16)) },
            nonce: { [1, 2, 3] }))
}
