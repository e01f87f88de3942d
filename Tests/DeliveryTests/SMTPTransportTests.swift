// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import MIME
import SMTP
import SMTPNIO
import Synchronization
import Testing

@testable import Delivery

@Suite struct SMTPTransportTests {
    private struct NoTLS: Error {}

    static func context() -> DeliveryContext {
        DeliveryContext(
            digests: SASLDigests(sha256: { $0 }, hmacSHA256: { $0 + $1 }, hmacMD5: { $0 + $1 }, nonce: { [1] }),
            encrypt: { _, _ in throw NoTLS() }, hostName: "client.example", now: 0)
    }

    private static func message(to recipients: String = "bob@example.com") throws -> Message {
        Message(
            from: try Mailbox("Ada <ada@example.com>"), to: try AddressList(recipients), subject: "Hello",
            body: .plainText(Array("Hello\n".utf8)), date: .fixture,
            messageID: try #require(MessageID(left: "x", right: "example.com")))
    }

    private static func withServer<T>(
        _ session: ServerConfiguration = ServerConfiguration(), _ body: (Int) async throws -> T
    ) async throws -> T {
        let configuration = SMTPServer.Configuration(session: session)
        let server = try await SMTPServer.start(configuration: configuration) { _ in Reply(.ok, .success, "kept") }
        do {
            let value = try await body(server.port)
            await server.shutdown()
            return value
        } catch {
            await server.shutdown()
            throw error
        }
    }

    @Test func theStagesOfARehearsalAndOfADelivery() async throws {
        try await Self.withServer { port in
            let transport = try SMTPTransport(
                SMTPSettings(host: "127.0.0.1", port: port), of: .galley, context: Self.context())
            let inquiry = DeliveryInquiry(
                sender: try AddrSpec("ada@example.com"),
                recipients: [try AddrSpec("bob@example.com"), try AddrSpec("eve@example.org")])
            let log = await transport.check(inquiry)
            #expect(log.failure == nil)
            let names = ["DNS", "connect", "greeting", "EHLO", "AUTH", "MAIL", "RCPT", "RCPT", "RSET", "QUIT"]
            #expect(log.stages.map(\.name) == names)
            #expect(log.stages.filter { $0.result == .skipped }.map(\.name) == ["DNS", "AUTH"])
            #expect(log.transcript.contains("C: EHLO client.example"))
            #expect(!log.transcript.contains("C: DATA"))

            let (outcomes, delivery) = await transport.sendInStages(try Self.message())
            #expect(outcomes.map(\.result) == [.sent])
            #expect(delivery.stages.map(\.name).suffix(3) == ["DATA", "message", "QUIT"])
            #expect(delivery.stages.last { $0.kind == .message }?.said?.hasSuffix("octets): 250 2.0.0 kept") == true)
        }
    }

    @Test func oneRefusedRecipientIsNamedAndTheOthersSayWhyTheyGotNothing() async throws {
        try await Self.withServer(ServerConfiguration(recipientLimit: 1)) { port in
            let transport = try SMTPTransport(
                SMTPSettings(host: "127.0.0.1", port: port), of: .galley, context: Self.context())
            let outcomes = await transport.send(try Self.message(to: "bob@example.com, eve@example.org"))
            await transport.close()
            #expect(outcomes.map(\.result) == [.notAttempted, .temporary])
            #expect(outcomes[0].reply?.hasPrefix("eve@example.org was refused: 452") == true)
            #expect(outcomes[0].advice?.contains("sendpartial") == true)
            #expect(outcomes.allSatisfy { $0.failure == .temporary })

            var settings = SMTPSettings(host: "127.0.0.1", port: port)
            settings.sendsPartially = true
            let partial = try SMTPTransport(settings, of: .galley, context: Self.context())
            let results = await partial.send(try Self.message(to: "bob@example.com, eve@example.org")).map(\.result)
            #expect(results == [.sent, .temporary])
            await partial.close()
        }
    }

    @Test func theSettingsReachTheServer() async throws {
        try await Self.withServer { port in
            var settings = SMTPSettings(host: "127.0.0.1", port: port)
            settings.localHost = "mail.example.com"
            settings.envelopeFrom = "bounces@example.com"
            let transport = try SMTPTransport(settings, of: .galley, context: Self.context())
            let transcript = await transport.sendInStages(try Self.message()).log.transcript
            #expect(transcript.contains("C: EHLO mail.example.com"))
            #expect(transcript.contains { $0.hasPrefix("C: MAIL FROM:<bounces@example.com>") })
            settings.saysEHLO = false
            let old = try SMTPTransport(settings, of: .galley, context: Self.context())
            #expect(await old.sendInStages(try Self.message()).log.transcript.contains("C: HELO mail.example.com"))
        }
    }

    @Test(
        "Texts go as 8bit where the server offers 8BITMIME and the settings allow it, and nowhere else",
        arguments: [(true, true), (true, false), (false, true), (false, false)])
    func eightBit(isOffered: Bool, isAllowed: Bool) async throws {
        let received = Mutex<[ReceivedMessage]>([])
        let session = ServerConfiguration(offersEightBitMIME: isOffered)
        let server = try await SMTPServer.start(configuration: SMTPServer.Configuration(session: session)) { message in
            received.withLock { $0.append(message) }
            return Reply(.ok, .success, "kept")
        }
        var settings = SMTPSettings(host: "127.0.0.1", port: server.port)
        settings.allowsEightBitMIME = isAllowed
        let transport = try SMTPTransport(settings, of: .galley, context: Self.context())
        var message = try Self.message()
        message.subject = "Grüße"
        message.body = .html(Array("<p>Grüße 你好</p>\n".utf8), textAlternative: Array("Hello\n".utf8))
        let outcomes = await transport.send(message)
        let (stagedOutcomes, log) = await transport.sendInStages(message)
        await transport.close()
        await server.shutdown()
        #expect((outcomes + stagedOutcomes).map(\.result) == [.sent, .sent])
        let isEightBit = isOffered && isAllowed
        let mail = log.transcript.filter { $0.hasPrefix("C: MAIL") }
        #expect(mail.map { $0.hasSuffix(" BODY=8BITMIME") } == [isEightBit], "\(mail)")
        let contents = received.withLock { $0.map(\.content) }
        #expect(contents.count == 2)
        for content in contents {
            let entity = EntityParser.parse(content)
            #expect(content.allSatisfy { $0 < 0x80 } == !isEightBit)
            #expect(entity.transferEncoding == (isEightBit ? .eightBit : .sevenBit))
            #expect(entity.parts.map(\.transferEncoding) == [.sevenBit, isEightBit ? .eightBit : .base64])
            #expect(entity.parts.last?.body == Array("<p>Grüße 你好</p>\r\n".utf8))
            #expect(entity.field(.subject)?.rawValue.utf8.allSatisfy { $0 < 0x80 } == true)
            #expect(entity.allDefects.isEmpty)
        }
    }

    @Test func aMessageThatCannotBeWrittenIsNotAttemptedAndTheConnectionServesTheNext() async throws {
        try await Self.withServer { port in
            let transport = try SMTPTransport(
                SMTPSettings(host: "127.0.0.1", port: port, connectionLimit: 1), of: .galley, context: Self.context())
            var bad = try Self.message()
            let type = try #require(MediaType("text", String(repeating: "t", count: 1000)))
            bad.attachments = [Attachment(name: "a", mediaType: type, content: [])]
            let outcomes = await transport.send(bad)
            #expect(outcomes.map(\.result) == [.notAttempted])
            #expect(outcomes.map(\.failure) == [.unavailable])
            #expect(outcomes.first?.reply?.contains("Content-Type does not fit") == true)
            #expect(await transport.send(try Self.message()).map(\.result) == [.sent])
            #expect(await transport.sendInStages(bad).log.failure == .unavailable)
            await transport.close()
        }
    }

    @Test func settingsThatCannotWorkAreFoundBeforeAnyConnection() throws {
        let password = SecretValue.unavailable(reason: "it is encrypted by the tenant")
        let credentials = SMTPSettings.Credentials(username: "u", password: password, mechanisms: ["PLAIN"])
        let bad = [
            SMTPSettings(host: "h", port: 25, credentials: credentials),
            SMTPSettings(host: "h", port: 25, localHost: "a b"), SMTPSettings(host: "h", port: 25, envelopeFrom: "x"),
            SMTPSettings(host: "h", port: 25, envelopeFrom: "jürgen@example.com"),
            SMTPSettings(host: "h", port: 25, dsnNotify: "NEVER=1"),
            SMTPSettings(host: "h", port: 25, dsnReturn: "a\r\nb"),
            SMTPSettings(host: "h", port: 25, encryption: .implicitTLS),
        ]
        for settings in bad {
            let error = #expect(throws: SettingsError.self) {
                try SMTPTransport(settings, of: .galley, context: Self.context())
            }
            #expect(error?.advice.isEmpty == false)
        }
    }

    @Test func aPortThatNobodyListensOn() async throws {
        let port = try await Self.withServer { $0 }
        let transport = try SMTPTransport(
            SMTPSettings(host: "127.0.0.1", port: port), of: .galley, context: Self.context())
        let (outcomes, log) = await transport.sendInStages(try Self.message())
        #expect(outcomes.map(\.result) == [.notAttempted])
        #expect(log.failure == .unavailable)
        #expect(log.stages.first { $0.result == .failed }?.kind == .connect)
        #expect(log.stages.last?.result == .skipped)
    }

    @Test(arguments: [
        ("a.example", 0, "has expired"), ("a.example", -2_000_000_000, "is not valid yet"),
        ("b.example", -50, "was issued for a.example, *.c.example, not for b.example"),
        ("x.c.example", -50, "does not trust"), ("x.y.c.example", -50, "not for x.y.c.example"),
        ("A.EXAMPLE", -50, "does not trust"),
    ])
    func whatIsWrongWithACertificate(host: String, now: Int, expected: String) {
        let certificate = TLSDescription.Certificate(
            names: ["a.example", "*.c.example"], notBefore: 1_000_000_000, notAfter: 1_000_000_100)
        let fault = SMTPAdvice.fault(of: certificate, host: host, now: 1_000_000_101 + now)
        #expect(fault.contains(expected), "\(fault)")
    }
}
