// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import JSONText
import Testing

@testable import MSGraph

/// What each refusal is said to mean.
@Suite struct RefusalTests {
    private static let messageCases: [(Int, String, GraphError.Code, AzureStep?, String)] = [
        (400, "ErrorInvalidRecipients", .messageRefused, nil, "ASCII"),
        (400, "ErrorMimeContentInvalidBase64String", .messageRefused, nil, "JSON"),
        (400, "InvalidInternetMessageHeader", .messageRefused, nil, "X-"),
        (400, "ErrorInvalidIdMalformed", .messageRefused, nil, "mailEndpoint"),
        (400, "SomethingNew", .messageRefused, nil, "correct"),
        (403, "ErrorSendAsDenied", .forbidden, .sendAs, "Send As"),
        (403, "ErrorAccessDenied", .forbidden, .permission, "Mail.Send"),
        (403, "Authorization_RequestDenied", .forbidden, .permission, "consent"),
        (403, "Forbidden", .forbidden, .permission, "Mail.Send"),
        (404, "ErrorInvalidUser", .mailboxUnknown, .mailbox, "Exchange Online mailbox"),
        (404, "ResourceNotFound", .mailboxUnknown, .mailbox, "mailEndpoint"),
        (404, "MailboxNotEnabledForRESTAPI", .mailboxUnknown, .mailbox, "mailEndpoint"),
        (404, "x", .mailboxUnknown, .mailbox, "mailEndpoint"),
        (413, "RequestTooLarge", .tooLarge, nil, "4 MB"),
        (413, "ErrorMessageSizeExceeded", .tooLarge, nil, "4 MB"),
        (429, "ApplicationThrottled", .throttled, nil, "threadPoolSize"),
        (503, "ServiceUnavailable", .throttled, nil, "threadPoolSize"),
        (509, "BandwidthLimitExceeded", .throttled, nil, "threadPoolSize"),
        (400, "ErrorExceededMessageLimit", .messageRefused, nil, "sending limits"),
        (500, "ErrorInternalServerError", .serverFailure, nil, "later"),
        (501, "NotImplemented", .serverFailure, nil, "later"),
        (502, "BadGateway", .replyLost, nil, "sent items"),
        (504, "GatewayTimeout", .replyLost, nil, "sent items"),
        // A gateway's code does not say that nothing was done.
        (502, "ErrorServerBusy", .replyLost, nil, "sent items"),
        (504, "ErrorServerBusy", .replyLost, nil, "sent items"),
        (504, "ApplicationThrottled", .replyLost, nil, "sent items"),
        (504, "ErrorAccessDenied", .replyLost, nil, "sent items"),
        (503, "ErrorServerBusy", .throttled, nil, "threadPoolSize"),
        (200, "OK", .malformedReply, nil, "sent items"),
        (301, "Moved", .redirected, nil, "right URL"),
    ]

    @Test(arguments: Self.messageCases)
    func ofMessages(
        status: Int, code: String, expected: GraphError.Code, step: AzureStep?, advice: String
    ) async throws {
        let server = FakeServer { _, _ in .graph(status, code, message: "because of this") }
        let delivery = await server.client(policy: .never).send(try .sample())
        let error = try #require(delivery.error)
        #expect(error.code == expected)
        #expect(error.step == step)
        #expect(error.advice?.contains(advice) == true, "\(error)")
        #expect(error.message.contains("\(status)"))
        // As for a message that is too big for an SMTP server.
        if status == 413 { #expect(error.failure == .unavailable) }
        if status != 301 { #expect(error.message.contains("\(code): because of this")) }
        #expect(server.mailRequests.count == 1)
        #expect((error.failure == .unknown) == (delivery.result == .unknown))
    }

    /// The exit status follows the failure: whoever does not know whether a message went out is told so.
    @Test(arguments: GraphError.Code.allCases)
    func anUnknownOutcomeIsAnUnknownFailure(code: GraphError.Code) {
        let error = GraphError(code, "x")
        #expect((error.failure == .unknown) == (error.deliveryResult == .unknown))
    }

    @Test(arguments: [
        "", "{", "null", "<html><title>Proxy</title>", #"{"error":"text"}"#, #"{"error":{"code":7,"message":[]}}"#,
        "\u{FEFF}{}", String(repeating: "[", count: 100_000), #"{"error":{"code":"a b\u0000"}}"#,
    ])
    func withoutProperJSON(body: String) async throws {
        for (status, code) in [(400, GraphError.Code.messageRefused), (403, .forbidden), (500, .serverFailure)] {
            let server = FakeServer { _, _ in HTTPReply(status: status, body: Array(body.utf8)) }
            let error = try #require(await server.client().send(try .sample()).error)
            #expect(error.code == code)
            #expect(error.message.contains("\(status)"))
            #expect(!error.description.unicodeScalars.contains { $0.value < 32 })
        }
    }

    @Test func theRequestIDIsKept() async throws {
        let body = #"{"error":{"code":"X","message":"m","innererror":{"request-id":"4c3-d2","date":"2026"}}}"#
        let server = FakeServer { _, _ in HTTPReply(status: 400, body: Array(body.utf8)) }
        #expect(try #require(await server.client().send(try .sample()).error?.message).contains("request-id 4c3-d2"))
    }

    private static let tokenCases: [(String, Int, GraphError.Code, AzureStep?, String)] = [
        ("invalid_client", 7_000_215, .signInRefused, .clientSecret, "wrong"),
        ("invalid_client", 7_000_222, .signInRefused, .clientSecret, "expired"),
        ("invalid_client", 7_000_218, .signInRefused, .clientSecret, "missing"),
        ("unauthorized_client", 700_016, .signInRefused, .registration, "0a1b-client is not known"),
        ("unauthorized_client", 7_000_112, .signInRefused, .registration, "disabled"),
        ("unauthorized_client", 1, .signInRefused, .registration, "unauthorized_client"),
        ("invalid_request", 90_002, .signInRefused, .tenant, "tenant of https://login.example"),
        ("invalid_request", 900_023, .signInRefused, .tenant, "tenant"),
        ("invalid_scope", 70_011, .signInRefused, .scope, "https://graph.example/.default"),
        ("invalid_scope", 1_002_012, .signInRefused, .scope, "not valid"),
        ("invalid_scope", 2, .signInRefused, .scope, "invalid_scope"),
        ("invalid_resource", 500_011, .signInRefused, .scope, "resource"),
        ("invalid_grant", 65_001, .signInRefused, .consent, "consented"),
        ("access_denied", 53_003, .signInRefused, .conditionalAccess, "conditional access"),
        ("invalid_client", 700_027, .signInRefused, nil, "certificate"),
        ("invalid_request", 900_144, .signInRefused, nil, "parameter"),
        ("temporarily_unavailable", 90_033, .throttled, nil, "busy"),
        ("something_new", 3, .signInRefused, nil, "something_new"),
    ]

    @Test(arguments: Self.tokenCases)
    func ofTokens(
        error name: String, number: Int, expected: GraphError.Code, step: AzureStep?, said: String
    ) async throws {
        // As the service answers: with the number, or in the description alone.
        for codes in [#","error_codes":[\#(number)]"#, ""] {
            let body =
                #"{"error":"\#(name)","error_description":"AADSTS\#(number): Because.\r\nTrace ID: 7"\#(codes)}"#
            let server = FakeServer(token: { _, _ in HTTPReply(status: 400, body: Array(body.utf8)) }) { _, _ in
                HTTPReply(status: 202)
            }
            let delivery = await server.client(policy: .never).send(try .sample())
            let error = try #require(delivery.error)
            #expect(error.code == expected)
            #expect(error.step == step)
            #expect(error.message.contains(said), "\(error)")
            #expect(error.message.hasSuffix("AADSTS\(number): Because."))
            #expect(error.advice?.isEmpty == false)
            #expect(delivery.result == (expected == .throttled ? .temporary : .notAttempted))
            #expect(server.mailRequests.isEmpty)
        }
    }

    @Test(arguments: [
        (404, GraphError.Code.signInRefused), (429, .throttled), (500, .serverFailure), (503, .serverFailure),
        (302, .signInRefused), (400, .signInRefused),
    ])
    func ofTokensByStatusAlone(status: Int, expected: GraphError.Code) async throws {
        let server = FakeServer(token: { _, _ in
            HTTPReply(status: status, location: "http://evil.example/?s=1", body: Array("<html>".utf8))
        }) { _, _ in HTTPReply(status: 202) }
        let error = try #require(await server.client(policy: .never).send(try .sample()).error)
        #expect(error.code == expected)
        if status == 302 {
            #expect(error.message.contains("http://evil.example/”, in the clear"))
            #expect(!error.message.contains("s=1"))
        }
    }

    @Test func everyStepSaysWhatToDo() {
        for step in AzureStep.allCases { #expect(step.advice.utf8.count > 40) }
        #expect(Set(AzureStep.allCases.map(\.advice)).count == AzureStep.allCases.count)
    }
}
