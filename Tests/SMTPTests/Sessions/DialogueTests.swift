// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import Testing

@testable import SMTP

/// Both sides of a session, fed into each other.
@Suite struct DialogueTests {
    @Test func plainMessage() throws {
        var dialogue = Dialogue()
        #expect(dialogue.open() == [.ready(ServerConfiguration().extensions)])
        let submission = try Submission.sample()
        #expect(dialogue.send(submission) == [.finished(.sent(Reply(.ok, .success, "kept")))])
        #expect(dialogue.quit() == [.close])
        #expect(
            dialogue.commands == [
                "EHLO [127.0.0.1]", "MAIL FROM:<ada@example.com> SIZE=20", "RCPT TO:<bob@example.com>", "DATA", "QUIT",
            ])
        let message = try #require(dialogue.messages.first)
        #expect(message.content == Array("Subject: x\r\n\r\n.dot\r\n".utf8))
        #expect(message.envelope == submission.envelope)
        #expect(message.defects.isEmpty)
        #expect(!message.usedSMTPUTF8)
        #expect(message.body == nil)
    }

    @Test func manyMessagesAndTheNullReversePath() throws {
        var dialogue = Dialogue()
        _ = dialogue.open()
        for _ in 0..<3 {
            let actions = dialogue.send(try .sample(from: nil, to: ["a@b.test", "c@d.test"]))
            #expect(actions == [.finished(.sent(dialogue.verdict))])
        }
        #expect(dialogue.messages.count == 3)
        #expect(dialogue.messages.last?.envelope.reversePath == nil)
        #expect(dialogue.messages.last?.envelope.forwardPaths.count == 2)
    }

    @Test func eightBitContent() throws {
        var dialogue = Dialogue()
        _ = dialogue.open()
        _ = dialogue.send(try .sample(content: "Subject: x\r\n\r\nzażółć\r\n"))
        #expect(dialogue.commands[1] == "MAIL FROM:<ada@example.com> SIZE=26 BODY=8BITMIME")
        #expect(dialogue.messages.first?.body == .eightBitMIME)
        #expect(dialogue.messages.first?.usedSMTPUTF8 == false)
    }

    @Test(arguments: [
        ("żółw@example.com", "bob@example.com", "Subject: x\r\n\r\n"),
        ("ada@example.com", "żółw@example.com", "Subject: x\r\n\r\n"),
        ("ada@example.com", "bob@example.com", "Subject: ż\r\n\r\nx\r\n"),
    ])
    func internationalized(from: String, to recipient: String, content: String) throws {
        var dialogue = Dialogue()
        _ = dialogue.open()
        let submission = try Submission.sample(from: from, to: [recipient], content: content)
        #expect(dialogue.send(submission) == [.finished(.sent(dialogue.verdict))])
        #expect(dialogue.commands[1].utf8.suffix(9).elementsEqual(" SMTPUTF8".utf8))
        #expect(dialogue.messages.first?.usedSMTPUTF8 == true)
        #expect(dialogue.messages.first?.envelope == submission.envelope)

        var old = Dialogue(server: ServerConfiguration(offersSMTPUTF8: false))
        _ = old.open()
        #expect(old.send(submission).obstacle == .smtpUTF8NotOffered)
        #expect(old.commands == ["EHLO [127.0.0.1]"])
        // The session is as good as before.
        #expect(old.send(try .sample()) == [.finished(.sent(old.verdict))])
    }

    @Test func aDomainAloneNeedsNoSMTPUTF8() throws {
        var dialogue = Dialogue(server: ServerConfiguration(offersSMTPUTF8: false))
        _ = dialogue.open()
        #expect(dialogue.send(try .sample(to: ["a@żółw.test"])) == [.finished(.sent(dialogue.verdict))])
        #expect(dialogue.commands[2] == "RCPT TO:<a@xn--w-uga1v8h.test>")
    }

    @Test func obstaclesAreFoundBeforeMAIL() throws {
        var dialogue = Dialogue(server: ServerConfiguration(offersEightBitMIME: false, sizeLimit: 100))
        _ = dialogue.open()
        #expect(dialogue.send(try .sample(content: "\r\né\r\n")).obstacle == .eightBitMIMENotOffered)
        #expect(dialogue.send(try .sample(to: [])).obstacle == .noRecipient)
        let line = String(repeating: "x", count: 98) + "\r\n"
        #expect(dialogue.send(try .sample(content: line + "\r\n")).obstacle == .messageTooBig)
        #expect(dialogue.commands.count == 1)
        #expect(dialogue.send(try .sample(content: line)) == [.finished(.sent(dialogue.verdict))])
    }

    @Test(arguments: [0, 1, 2])
    func oneRefusedRecipientKeepsTheMessageFromAll(index: Int) throws {
        var dialogue = Dialogue(server: ServerConfiguration(recipientLimit: index))
        _ = dialogue.open()
        let recipients = ["a@b.test", "c@d.test", "e@f.test"]
        let actions = dialogue.send(try .sample(to: recipients))
        let refusal = SubmissionOutcome.Refusal(
            stage: .rcpt, recipient: try AddrSpec(recipients[index]),
            reply: Reply(.insufficientStorage, .tooManyRecipients, "too many recipients"))
        #expect(actions == [.finished(.temporary(refusal))])
        #expect(dialogue.commands.last == "RSET")
        #expect(dialogue.messages.isEmpty)
    }

    @Test func theRestIsSentIfThatIsAllowed() throws {
        var dialogue = Dialogue(
            client: ClientConfiguration(sendsPartially: true), server: ServerConfiguration(recipientLimit: 1))
        _ = dialogue.open()
        guard case .finished(.sent(_, let refused)) = dialogue.send(try .sample(to: ["a@b.test", "c@d.test"])).first
        else {
            Issue.record("not sent")
            return
        }
        #expect(refused.map(\.recipient?.serialized) == ["c@d.test"])
        #expect(dialogue.messages.first?.envelope.forwardPaths.map(\.serialized) == ["a@b.test"])

        dialogue.substitutes["RCPT"] = Reply(.mailboxUnavailable, "no")
        guard case .finished(.refused(let refusal)) = dialogue.send(try .sample()).first else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.stage == .rcpt)
        #expect(dialogue.commands.last == "RSET")
    }

    @Test func whereEveryRecipientIsRefusedEachIsNamed() throws {
        var dialogue = Dialogue(client: ClientConfiguration(sendsPartially: true))
        _ = dialogue.open()
        dialogue.substitutes["RCPT"] = Reply(.mailboxUnavailable, "no")
        let recipients = ["a@b.test", "c@d.test", "e@f.test"]
        guard case .finished(.refused(let refusal)) = dialogue.send(try .sample(to: recipients)).first else {
            Issue.record("not refused")
            return
        }
        #expect(([refusal] + refusal.others).map(\.recipient?.serialized) == recipients)
    }

    /// Refusals by the command that is refused: permanent, temporary, and 421, after which there is no RSET.
    @Test(arguments: ["MAIL", "RCPT", "DATA", "."])
    func refusals(verb: String) throws {
        for (code, goesOn) in [(554, true), (451, true), (421, false)] {
            var dialogue = Dialogue()
            _ = dialogue.open()
            let reply = Reply(try #require(ReplyCode(rawValue: code)), "no")
            dialogue.substitutes[verb] = reply
            let actions = dialogue.send(try .sample())
            let stage: SessionStage = verb == "." ? .content : try #require(SessionStage(rawValue: verb))
            let refusal = SubmissionOutcome.Refusal(
                stage: stage, recipient: verb == "RCPT" ? try AddrSpec("bob@example.com") : nil, reply: reply)
            let outcome: SubmissionOutcome = code == 554 ? .refused(refusal) : .temporary(refusal)
            #expect(actions == (goesOn ? [.finished(outcome)] : [.finished(outcome), .close]))
            #expect(dialogue.client.session.stage == (goesOn ? .ready : .quit))
        }
    }

    @Test(arguments: ["MAIL", "RCPT", "DATA"])
    func aConnectionLostBeforeTheContent(verb: String) throws {
        var dialogue = Dialogue()
        _ = dialogue.open()
        dialogue.losesReplyTo = verb
        guard case .fail(let error) = dialogue.send(try .sample()).first else {
            Issue.record("no failure")
            return
        }
        #expect(error.code == .connectionLost)
        #expect(error.stage.rawValue == verb)
        #expect(dialogue.send(try .sample()).obstacle == .notConnected)
    }

    @Test func aReplyLostAfterTheContentIsUnknown() throws {
        var dialogue = Dialogue()
        _ = dialogue.open()
        dialogue.losesReplyTo = "."
        let actions = dialogue.send(try .sample())
        guard case .finished(.unknown(let error)) = actions.first else {
            Issue.record("not unknown")
            return
        }
        #expect(error.code == .connectionLost)
        #expect(error.stage == .content)
        #expect(actions.last == .close)
    }

    @Test func aRefusalStandsThoughTheReplyToRSETIsLost() throws {
        var dialogue = Dialogue()
        _ = dialogue.open()
        dialogue.substitutes["RCPT"] = Reply(.mailboxUnavailable, "no")
        dialogue.losesReplyTo = "RSET"
        let actions = dialogue.send(try .sample())
        guard case .finished(.refused) = actions.first else {
            Issue.record("not refused")
            return
        }
        #expect(actions.last == .close)
    }
}

extension [ClientSession.Action] {
    /// Why the message was not attempted.
    var obstacle: SMTPError.Code? {
        if case .finished(.notAttempted(let error)) = self.first { error.code } else { nil }
    }
}
