// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import Foundation
import JSONText
import MIME
import MSGraph
import Testing

@testable import MSGraphHTTP

/// Graph and its token endpoint over a real connection: what they answer, how slowly, and how it breaks off.
@Suite(.enabled(if: GraphServer.canRun, "python3 or openssl is not installed"))
struct ExchangeTests {
    @Test(arguments: GraphClient.Form.allCases)
    func whatArrivesIsWhatWasSent(form: GraphClient.Form) async throws {
        let scenario = Scenario()
        try await scenario.run { client, server async throws in
            let message = try Message.sample(text: "żółw\n")
            #expect(await client.send(message, as: form).result == .sent)
            let token = try #require(try server.requests(scenario.tokenID).first)
            #expect(token.method == "POST")
            #expect(token.headers["content-type"] == "application/x-www-form-urlencoded")
            #expect(token.headers["authorization"] == nil)
            #expect(token.body.contains("client_secret=canary%2BSecret%2F7&scope=https%3A%2F%2Fgraph.test%2F.default"))
            let mail = try #require(try server.requests(scenario.mailID).first)
            #expect(mail.headers["content-type"] == (form == .json ? "application/json" : "text/plain"))
            #expect(mail.headers["authorization"]?.hasPrefix("Bearer canaryToken") == true)
            #expect(mail.headers["user-agent"] == "PingIdentity")
            #expect(mail.headers["content-length"] == "\(mail.body.unicodeScalars.count)")
            let body = mail.body.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            #expect(try body == (form == .json ? message.graphJSON.serialized(.compact) : message.graphMIME()))
        }
    }

    @Test func largeMessagesArrive() async throws {
        let scenario = Scenario(readTimeout: 10_000)
        try await scenario.run { client, server async throws in
            let message = try Message.sample(text: String(repeating: "x", count: 3_900_000))
            #expect(await client.send(message).result == .sent)
            #expect(try server.requests(scenario.mailID).first?.body.utf8.count ?? 0 > 3_900_000)
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var plan: String
        var result: DeliveryOutcome.Result
        var code: GraphError.Code?
        var said: String
        var tries = 1
        var testDescription: String { self.plan }
    }

    private static let mailCases = [
        Case(plan: "202", result: .sent, said: "accepted"),
        Case(plan: "200:x", result: .unknown, code: .malformedReply, said: "sent items"),
        Case(plan: "400:ErrorInvalidRecipients", result: .refused, code: .messageRefused, said: "recipients"),
        Case(plan: "400:ErrorMimeContentInvalidBase64String", result: .refused, code: .messageRefused, said: "JSON"),
        Case(plan: "400:InvalidInternetMessageHeader", result: .refused, code: .messageRefused, said: "X-"),
        Case(plan: "401:InvalidAuthenticationToken,202", result: .sent, said: "accepted", tries: 2),
        Case(
            plan: "401:InvalidAuthenticationToken", result: .refused, code: .tokenRefused, said: "auth.scope", tries: 2),
        Case(plan: "403:ErrorAccessDenied", result: .refused, code: .forbidden, said: "Mail.Send"),
        Case(plan: "403:ErrorSendAsDenied", result: .refused, code: .forbidden, said: "Send As"),
        Case(plan: "404:ErrorInvalidUser", result: .refused, code: .mailboxUnknown, said: "Exchange Online"),
        Case(plan: "413:x", result: .refused, code: .tooLarge, said: "4 MB"),
        Case(plan: "retry:429-7,retry:503-2,retry:509-date,202", result: .sent, said: "accepted", tries: 4),
        Case(plan: "429:TooManyRequests", result: .temporary, code: .throttled, said: "threadPoolSize", tries: 5),
        Case(plan: "retry:429-9999", result: .temporary, code: .throttled, said: "429"),
        Case(plan: "500:x", result: .temporary, code: .serverFailure, said: "500"),
        Case(plan: "502:x", result: .unknown, code: .replyLost, said: "may have been sent"),
        Case(plan: "504:x", result: .unknown, code: .replyLost, said: "may have been sent"),
        Case(plan: "malformed:403", result: .refused, code: .forbidden, said: "without JSON"),
        Case(plan: "redirect:https", result: .refused, code: .redirected, said: "https://login.test"),
        Case(plan: "redirect:http", result: .refused, code: .redirected, said: "in the clear"),
        Case(plan: "injection", result: .unknown, code: .replyLost, said: "may have been sent"),
        Case(plan: "cut:400", result: .refused, code: .messageRefused, said: "closed the connection"),
        Case(plan: "cut:202", result: .sent, said: "accepted"),
        Case(plan: "huge:400", result: .refused, code: .messageRefused, said: "more than 1048576 bytes"),
        Case(plan: "drip:202", result: .sent, said: "accepted"),
        Case(plan: "drip:403", result: .refused, code: .forbidden, said: "longer than"),
        Case(plan: "driphead", result: .unknown, code: .replyLost, said: "did not answer in time"),
        Case(plan: "stall", result: .unknown, code: .replyLost, said: "did not answer in time"),
        Case(plan: "close", result: .unknown, code: .replyLost, said: "closed the connection"),
        Case(plan: "reset", result: .unknown, code: .replyLost, said: "may have been sent"),
        Case(plan: "garbage", result: .unknown, code: .replyLost, said: "something else than HTTP"),
    ]

    @Test(arguments: Self.mailCases)
    func ofGraph(expected: Case) async throws {
        let scenario = Scenario(mail: expected.plan, totalTimeout: .milliseconds(1500))
        let start = ContinuousClock.now
        try await scenario.run { client, server async throws in
            let delivery = await client.send(try .sample())
            #expect(delivery.result == expected.result)
            #expect(delivery.error?.code == expected.code, "\(delivery)")
            #expect(delivery.said.contains(expected.said), "\(delivery)")
            #expect(try server.requests(scenario.mailID).count == expected.tries)
            #expect(try server.requests("stolen").isEmpty)
            expectNoCanary(delivery)
        }
        // The limit is 1.5 seconds; the rest is for a machine that does other things too.
        #expect(ContinuousClock.now - start < .milliseconds(2500))
    }

    private static let tokenCases = [
        Case(plan: "token", result: .sent, said: "accepted"),
        Case(
            plan: "aadsts:invalid_client-7000215", result: .notAttempted, code: .signInRefused, said: "secret is wrong"),
        Case(plan: "aadsts:invalid_client-7000222", result: .notAttempted, code: .signInRefused, said: "has expired"),
        Case(plan: "aadsts:unauthorized_client-700016", result: .notAttempted, code: .signInRefused, said: "not known"),
        Case(plan: "aadsts:invalid_request-90002", result: .notAttempted, code: .signInRefused, said: "tenant"),
        Case(plan: "aadsts:invalid_scope-70011", result: .notAttempted, code: .signInRefused, said: "not valid"),
        Case(plan: "retry:429-3,token", result: .sent, said: "accepted", tries: 2),
        Case(plan: "503:x,token", result: .sent, said: "accepted", tries: 2),
        Case(plan: "malformed:200", result: .notAttempted, code: .signInRefused, said: "something else than JSON"),
        Case(plan: "cut:200", result: .notAttempted, code: .signInRefused, said: "closed the connection"),
        Case(plan: "redirect:https", result: .notAttempted, code: .signInRefused, said: "not followed"),
        Case(plan: "redirect:http", result: .notAttempted, code: .signInRefused, said: "in the clear"),
        Case(plan: "huge:200", result: .notAttempted, code: .signInRefused, said: "more than 1048576 bytes"),
        Case(plan: "drip:200", result: .notAttempted, code: .signInRefused, said: "longer than"),
        Case(plan: "stall", result: .notAttempted, code: .connection, said: "did not answer in time"),
        Case(plan: "close", result: .notAttempted, code: .connection, said: "closed the connection"),
        Case(plan: "garbage", result: .notAttempted, code: .connection, said: "something else than HTTP"),
    ]

    @Test(arguments: Self.tokenCases)
    func ofTheTokenEndpoint(expected: Case) async throws {
        let scenario = Scenario(token: expected.plan, totalTimeout: .milliseconds(1500))
        try await scenario.run { client, server async throws in
            let delivery = await client.send(try .sample())
            #expect(delivery.result == expected.result)
            #expect(delivery.error?.code == expected.code, "\(delivery)")
            #expect(delivery.said.contains(expected.said), "\(delivery)")
            #expect(try server.requests(scenario.tokenID).count == expected.tries)
            #expect(try server.requests(scenario.mailID).count == (expected.result == .sent ? 1 : 0))
            #expect(try server.requests("stolen").isEmpty)
            expectNoCanary(delivery)
        }
    }

    @Test func retryAfterIsWaitedFor() async throws {
        let scenario = Scenario(mail: "retry:429-7,retry:503-date,429:x,202")
        try await scenario.run { client, _ async throws in _ = await client.send(try .sample()) }
        #expect(scenario.waits.all == [.seconds(7), .zero, .seconds(4)])
    }

    @Test func anExpiredTokenIsAskedForAgain() async throws {
        let scenario = Scenario(token: "token:60,token:61")
        try await scenario.run { client, server async throws in
            let message = try Message.sample()
            for _ in 0..<3 { #expect(await client.send(message).result == .sent) }
            // The first may not be used for longer at all, the second for a second.
            #expect(try server.requests(scenario.tokenID).count >= 2)
        }
    }

    @Test(arguments: [200, 401, 403, 500, 307])
    func whatIsRepeatedDoesNotShow(status: Int) async throws {
        let scenario = Scenario(mail: "echo:\(status)", policy: .never)
        try await scenario.run { client, _ async throws in
            let delivery = await client.send(try .sample())
            #expect(delivery.result != .sent)
            expectNoCanary(delivery)
            expectNoCanary(await client.check(senders: []).stages)
        }
    }

    @Test func oneTokenAndFourAtATimeForMany() async throws {
        let scenario = Scenario(mail: "slow")
        try await scenario.run { client, server async throws in
            let message = try Message.sample()
            let start = ContinuousClock.now
            await withTaskGroup { group in
                for _ in 0..<20 { group.addTask { #expect(await client.send(message).result == .sent) } }
            }
            // Twenty of 0.1 s, four at a time.
            #expect(ContinuousClock.now - start >= .milliseconds(450))
            #expect(try server.requests(scenario.tokenID).count == 1)
            #expect(try server.requests(scenario.mailID).count == 20)
        }
    }

    @Test func whoGivesUpDoesNotWait() async throws {
        let scenario = Scenario(mail: "stall", readTimeout: 0)
        try await scenario.run { client, server async throws in
            let message = try Message.sample()
            let task = Task { await client.send(message) }
            while try server.requests(scenario.mailID).isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            let start = ContinuousClock.now
            task.cancel()
            #expect(await task.value.result == .unknown)
            #expect(ContinuousClock.now - start < .seconds(1))
        }
    }
}

/// Nothing of a secret or token shows in a value, however it is looked at.
func expectNoCanary(_ value: some Any, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    var output = "\(value) \(String(reflecting: value)) "
    dump(value, to: &output)
    #expect(!output.contains("canary"), sourceLocation: sourceLocation)
}
