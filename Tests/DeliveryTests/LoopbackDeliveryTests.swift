// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import MIME
import SMTP
import Testing
import Verification

@testable import Delivery

@Suite struct LoopbackDeliveryTests {
    private func message(
        to: [String], html: String = "<p>Hi</p>", text: String? = "Hi\n", number: Int = 0
    ) throws -> Message {
        Message(
            from: try Mailbox("Example <no-reply@example.com>"),
            to: AddressList(mailboxes: try to.map { address in try Mailbox(address) }), cc: AddressList(),
            bcc: AddressList(), subject: "Number \(number)",
            body: .html(Array(html.utf8), textAlternative: text.map { Array($0.utf8) }), date: .fixture,
            messageID: try #require(MessageID(left: "number.\(number)", right: "example.com")))
    }

    private func received(_ result: LoopbackResult) throws -> ReceivedMessage {
        guard case .delivered(let message) = result.transmission else {
            Issue.record("not delivered: \(result.transmission)")
            throw CancellationError()
        }
        return message
    }

    @Test func messagesArriveByteForByteInTheirOrder() async throws {
        let messages = try (0..<200).map { try self.message(to: ["ada@example.com"], number: $0) }
        let results = await LoopbackDelivery.deliver(messages)
        #expect(results.count == messages.count)
        for (message, result) in zip(messages, results) {
            #expect(try self.received(result).content == message.mimeBytes())
            #expect(result.outcomes.map(\.result) == [.sent])
        }
    }

    @Test func aMessageThatCannotGoOutHasTheOutcomeThatAnyTransportWouldGiveIt() async throws {
        var bad = try self.message(to: ["ada@example.com", "bob@example.com"])
        let type = try #require(MediaType("application", String(repeating: "t", count: 1200)))
        bad.attachments = [Attachment(name: "a", mediaType: type, content: [])]
        let results = await LoopbackDelivery.deliver([bad, try self.message(to: ["ada@example.com"])])
        let transport = try SMTPTransport(
            SMTPSettings(host: "127.0.0.1", port: 9), of: .galley, context: SMTPTransportTests.context())
        let error = #expect(throws: SMTPError.self) { try bad.submission() }
        let outcome = SubmissionOutcome.notAttempted(try #require(error))
        #expect(
            results[0].outcomes == outcome.deliveryOutcomes(for: bad.recipients, settings: transport.settings))
        #expect(results[0].outcomes.map(\.failure) == [.unavailable, .unavailable])
        guard case .failed = results[0].transmission else { throw CancellationError() }
        _ = try self.received(results[1])
        await transport.close()
    }

    @Test func noMessagesMakeNoResultsAndNoProgress() async {
        let results = await LoopbackDelivery.deliver([]) { _ in Issue.record("there is nothing to report") }
        #expect(results.isEmpty)
    }

    @Test func theEnvelopeHasEveryRecipientAndTheHeaderHasNoBlindOne() async throws {
        var message = try self.message(to: ["ada@example.com", "ada@example.com"])
        message.cc = try AddressList("cc@example.com")
        message.bcc = try AddressList("Hidden <hidden@example.com>")
        let result = try #require(await LoopbackDelivery.deliver([message]).first)
        let received = try self.received(result)
        #expect(received.envelope.forwardPaths == message.recipients)
        #expect(received.envelope.forwardPaths.count == 4)
        #expect(!String(decoding: received.content, as: UTF8.self).contains("hidden"))
    }

    @Test func localPartsBeyondASCIIGoWithSMTPUTF8AndNoOthers() async throws {
        let messages = [
            try self.message(to: ["jürgen@bücher.example"]), try self.message(to: ["ada@bücher.example"]),
        ]
        let results = await LoopbackDelivery.deliver(messages)
        let international = try self.received(results[0])
        #expect(international.usedSMTPUTF8)
        #expect(international.envelope.forwardPaths.map(\.serialized) == ["jürgen@xn--bcher-kva.example"])
        #expect(try !self.received(results[1]).usedSMTPUTF8)
    }

    @Test(arguments: [
        ".", "..", "\r\n.\r\n", "\n.\n", ".\r\nMAIL FROM:<e@e.test>\r\n", "x\r\n..\r\n.", "\u{0}", "a\rb\nc",
    ])
    func bodiesThatLookLikeTheEndOfTheMessageArriveWhole(body: String) async throws {
        let message = try self.message(to: ["ada@example.com"], html: body, text: body)
        let next = try self.message(to: ["ada@example.com"], number: 1)
        let results = await LoopbackDelivery.deliver([message, next])
        #expect(try self.received(results[0]).content == message.mimeBytes())
        #expect(try self.received(results[1]).content == next.mimeBytes())
    }

    @Test func aBodyOfFiveMegabytesArrives() async throws {
        let html = String(repeating: "<p>Wörter und Wörter</p>\n", count: 200_000)
        let message = try self.message(to: ["ada@example.com"], html: html, text: nil)
        let results = await LoopbackDelivery.deliver([message])
        #expect(try self.received(results[0]).content.count > html.utf8.count)
    }

    @Test func progressCountsEachMessage() async throws {
        var counts: [Int] = []
        let messages = try (0..<5).map { try self.message(to: ["ada@example.com"], number: $0) }
        _ = await LoopbackDelivery.deliver(messages) { counts.append($0) }
        #expect(counts == [1, 2, 3, 4, 5])
    }
}
