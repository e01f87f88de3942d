// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import Testing

@testable import MSGraph

/// When what was refused is tried again, and what never is.
@Suite struct RetryTests {
    /// The three forms of one moment from RFC 9110, section 5.6.7, and what is none.
    private static let retryAfterCases: [(String, Int?)] = [
        ("120", 120), (" 7 ", 7), ("0", 0), ("99999999999999999999", Int.max),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("Saturday, 06-Nov-94 08:49:37 GMT", 784_111_777 + 3_155_760_000),
        ("", nil), ("-1", nil), ("1.5", nil), ("1 s", nil), ("soon", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
        ("Sun, 06 Nov 1994 24:49:37 GMT", nil), ("Sun, 31 Abc 1994 08:49:37 GMT", nil),
        ("Sun, 00 Nov 1994 08:49:37 GMT", nil), ("Mon, 31 Feb 1994 08:49:37 GMT", nil),
        ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400), ("Mon, 29 Feb 2100 00:00:00 GMT", nil),
        ("Sun, 06 Nov 1994 08:49 GMT", nil), ("Sun, 06 Nov 1994", nil), ("Sun, 06 Nov 99999 08:49:37 GMT", nil),
        ("Sun, 06 Nov 1994 08:49:37 GMT GMT", nil), ("👍", nil),
    ]

    @Test(arguments: Self.retryAfterCases)
    func retryAfter(value: String, seconds: Int?) {
        #expect(RetryAfter.seconds(value, now: 0) == seconds)
    }

    @Test func datesAreThoseOfMailToo() {
        for day in stride(from: 0, to: 60_000, by: 37) {
            let seconds = day * 86_400 + (day * 977) % 86_400
            let date = DateTime(secondsSinceEpoch: seconds).description.replacing("+0000", with: "GMT")
            #expect(RetryAfter.seconds(date, now: 0) == seconds, "\(date)")
            #expect(RetryAfter.seconds(date, now: seconds + 5) == 0)
        }
    }

    struct Wait: Sendable, CustomTestStringConvertible {
        var tries: Int
        var retryAfter: Int?
        var waited: Int
        var jitter: Double
        var expected: Duration?
        var testDescription: String { "\(self.tries) \(self.retryAfter ?? -1) \(self.waited) \(self.jitter)" }
    }

    @Test(arguments: [
        Wait(tries: 1, retryAfter: nil, waited: 0, jitter: 1, expected: .seconds(1)),
        Wait(tries: 1, retryAfter: nil, waited: 0, jitter: 0, expected: .milliseconds(500)),
        Wait(tries: 3, retryAfter: nil, waited: 0, jitter: 1, expected: .seconds(4)),
        Wait(tries: 4, retryAfter: nil, waited: 113, jitter: 1, expected: nil),
        Wait(tries: 4, retryAfter: nil, waited: 112, jitter: 1, expected: .seconds(8)),
        Wait(tries: 5, retryAfter: nil, waited: 0, jitter: 1, expected: nil),
        Wait(tries: 1, retryAfter: 0, waited: 0, jitter: 1, expected: .zero),
        Wait(tries: 1, retryAfter: 120, waited: 0, jitter: 0.5, expected: .seconds(120)),
        Wait(tries: 1, retryAfter: 121, waited: 0, jitter: 0, expected: nil),
        Wait(tries: 1, retryAfter: .max, waited: 0, jitter: 0, expected: nil),
    ])
    func policy(wait: Wait) {
        let found = RetryPolicy().wait(
            afterTries: wait.tries, retryAfter: wait.retryAfter, waited: .seconds(wait.waited), jitter: wait.jitter)
        #expect(found == wait.expected)
    }

    @Test func hugeNumbersOfTriesDoNotOverflow() {
        let policy = RetryPolicy(tries: .max)
        #expect(policy.wait(afterTries: .max - 1, retryAfter: nil, waited: .zero, jitter: 2) == .seconds(30))
    }

    @Test(arguments: [429, 503, 509])
    func aThrottledMessageWaitsAsLongAsItIsTold(status: Int) async throws {
        let server = FakeServer { _, number in
            number <= 3 ? .graph(status, "x", retryAfter: number == 2 ? nil : "\(number * 7)") : HTTPReply(status: 202)
        }
        let delivery = await server.client().send(try .sample())
        #expect(delivery.result == .sent)
        #expect(delivery.tries == 4)
        #expect(server.waits == [.seconds(7), .seconds(2), .seconds(21)])
    }

    @Test func aDateIsWaitedFor() async throws {
        let date = DateTime(secondsSinceEpoch: 1_000_033).description.replacing("+0000", with: "GMT")
        let server = FakeServer { _, number in
            number == 1 ? .graph(429, "x", retryAfter: date) : HTTPReply(status: 202)
        }
        _ = await server.client().send(try .sample())
        #expect(server.waits == [.seconds(33)])
    }

    @Test func fiveTriesAreEnough() async throws {
        let server = FakeServer { _, _ in .graph(429, "TooManyRequests", retryAfter: "1") }
        let delivery = await server.client().send(try .sample())
        #expect(delivery.result == .temporary)
        #expect(delivery.error?.code == .throttled)
        #expect(delivery.tries == 5)
        #expect(server.mailRequests.count == 5)
    }

    @Test func whoAsksForTooLongIsNotAskedAgain() async throws {
        let server = FakeServer { _, _ in .graph(429, "x", retryAfter: "3600") }
        let delivery = await server.client().send(try .sample())
        #expect(delivery.tries == 1)
        #expect(delivery.error?.retryAfter == 3600)
        #expect(delivery.said.contains("Retry-After: 3600 s"))
        #expect(server.waits.isEmpty)
    }

    @Test func aTokenEndpointThatAsksForTooLongSaysForHowLong() async throws {
        let server = FakeServer(token: { _, _ in HTTPReply(status: 429, retryAfter: "3600") }) { _, _ in
            HTTPReply(status: 202)
        }
        let delivery = await server.client().send(try .sample())
        #expect(delivery.said.contains("Retry-After: 3600 s"))
        #expect(server.tokenRequests.count == 1)
    }

    @Test(arguments: [200, 302, 400, 403, 404, 413, 500, 501, 502, 504], ["x", "ErrorInternalServerError"])
    func nothingElseIsSentTwice(status: Int, code: String) async throws {
        let server = FakeServer { _, _ in .graph(status, code, retryAfter: "1") }
        _ = await server.client().send(try .sample())
        #expect(server.mailRequests.count == 1)
    }

    @Test(arguments: [502, 504], ["ErrorServerBusy", "TooManyRequests", "ErrorMailboxMoveInProgress"])
    func whatAGatewayLostIsNotSentTwiceWhateverItsCode(status: Int, code: String) async throws {
        let server = FakeServer { _, _ in .graph(status, code, retryAfter: "1") }
        #expect(await server.client().send(try .sample()).result == .unknown)
        #expect(server.mailRequests.count == 1)
    }

    @Test(arguments: [HTTPFailure.Code.timedOut, .closed, .malformed, .cancelled, .tls])
    func aLostReplyIsUnknown(code: HTTPFailure.Code) async throws {
        for mayHaveArrived in [true, false] {
            let server = FakeServer { _, _ throws(HTTPFailure) in
                throw HTTPFailure(code, "it went wrong", mayHaveArrived: mayHaveArrived)
            }
            let delivery = await server.client().send(try .sample())
            #expect(delivery.result == (mayHaveArrived ? .unknown : .notAttempted))
            #expect(server.mailRequests.count == 1)
            if mayHaveArrived { #expect(delivery.said.contains("may have been sent")) }
        }
    }

    @Test func aLostReplyOfTheTokenEndpointIsNotUnknown() async throws {
        let server = FakeServer(token: { _, _ throws(HTTPFailure) in
            throw HTTPFailure(.closed, "the connection was closed", advice: "look", mayHaveArrived: true)
        }) { _, _ in HTTPReply(status: 202) }
        let delivery = await server.client().send(try .sample())
        #expect(delivery.result == .notAttempted)
        #expect(delivery.error == GraphError(.connection, "the connection was closed", advice: "look"))
        #expect(server.mailRequests.isEmpty)
    }

    @Test func aTokenIsTriedAgainToo() async throws {
        let server = FakeServer(token: { _, number in
            number < 3 ? HTTPReply(status: 503, retryAfter: "4") : .token(canaryToken)
        }) { _, _ in HTTPReply(status: 202) }
        #expect(await server.client().send(try .sample()).result == .sent)
        #expect(server.waits == [.seconds(4), .seconds(4)])
    }

    @Test func acceptedIsAcceptedWhateverFollows() async throws {
        let server = FakeServer { _, _ in
            HTTPReply(status: 202, body: [0xFF], bodyFailure: HTTPFailure(.closed, "cut", mayHaveArrived: true))
        }
        let delivery = await server.client().send(try .sample())
        #expect(delivery.result == .sent)
        #expect(delivery.said.contains("accepted"))
        #expect(!delivery.said.contains("delivered by"))
    }
}
