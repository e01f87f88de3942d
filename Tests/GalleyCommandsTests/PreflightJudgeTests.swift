// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import Testing
import Verification

@testable import GalleyCommands

@Suite struct PreflightJudgeTests {
    /// The stages after which other senders may still be sent for.
    private static let stagesOfOneSender: Set = [
        "MAIL", "RCPT", "DATA", "message", "RSET", "QUIT", "mailbox", "sendMail",
    ]

    private static func judge(_ failed: DeliveryStage.Kind, sendsPartially: Bool = false) throws -> PreflightJudge {
        let inquiry = DeliveryInquiry(sender: try AddrSpec("a@b.example"), recipients: [])
        let log = StageLog(stages: [DeliveryStage(failed, result: .failed)], failure: .unavailable)
        return PreflightJudge([.init(inquiry: inquiry, log: log)], sendsPartially: sendsPartially)
    }

    @Test(arguments: DeliveryStage.Kind.allCases)
    func aFailureBeforeTheSenderHoldsBackEverySender(failed: DeliveryStage.Kind) throws {
        let judge = try Self.judge(failed)
        #expect(judge.failedStage(for: try AddrSpec("a@b.example"))?.kind == failed)
        let other = judge.failedStage(for: try AddrSpec("c@d.example"))
        #expect((other == nil) == Self.stagesOfOneSender.contains(failed.rawValue))
    }

    @Test(arguments: DeliveryStage.Kind.allCases)
    func onlyARefusedRecipientLeavesTheOthersWithPartialSending(failed: DeliveryStage.Kind) throws {
        let stage = try Self.judge(failed, sendsPartially: true).failedStage(for: try AddrSpec("a@b.example"))
        #expect((stage == nil) == (failed.rawValue == "RCPT"))
    }
}
