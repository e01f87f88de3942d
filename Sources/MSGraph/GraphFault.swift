// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import JSONText

extension HTTPReply {
    /// The error that a redirect is: what was sent is meant for one host only.
    func redirection(
        of url: EndpointURL, as code: GraphError.Code = .redirected, words: ServerWords
    ) -> GraphError? {
        guard (300..<400).contains(self.status) else { return nil }
        let location = self.location ?? ""
        // A query may hold anything.
        let target = words.shown(String(decoding: location.utf8.prefix { $0 != .ascii("?") }, as: UTF8.self))
        let isPlain = location.utf8.startsIgnoringASCIICase(with: "http:".utf8)
        return GraphError(
            code,
            "\(url) redirects (\(self.status)) to “\(target)”\(isPlain ? ", in the clear" : ""), which is not followed",
            advice: "put the right URL into the provider")
    }
}

/// Why Graph refuses to send.
///
/// Source: Microsoft Graph, "Microsoft Graph error responses and resource types": what counts is the status and
/// `error.code`, never `error.message`, which is for people.
struct GraphFault: Sendable {
    /// The status code.
    let status: Int
    /// `error.code`.
    let code: String?
    /// What was said, safe to show.
    let said: String
    /// `error.innerError.request-id`, by which Microsoft finds the request.
    let requestID: String?

    init(reply: HTTPReply, words: ServerWords) {
        self.status = reply.status
        let error = (try? JSONDocument(parsing: reply.body).root)?["error"]
        self.code = error?["code"]?.string.flatMap(words.word)
        let inner = error?["innerError"] ?? error?["innererror"]
        self.requestID = inner?["request-id"]?.string.flatMap(words.word)
        var said = "Graph answered \(reply.status)"
        if let code { said += " \(code)" }
        if let message = error?["message"]?.string, !message.isEmpty {
            said += ": \(words.shown(message))"
        } else if self.code == nil {
            said += reply.body.isEmpty ? " and nothing else" : ", without JSON that says why"
        }
        if let failure = reply.bodyFailure { said += " (\(failure.message))" }
        if let requestID { said += " (request-id \(requestID))" }
        self.said = said
    }

    /// The error, with what to do about it.
    var error: GraphError {
        // A gateway gave up waiting for what may still have been done, whatever code it gives for that.
        if self.status == 502 || self.status == 504 { return Self.lost(self.said) }
        if let code,
            let meaning = Self.meanings.first(where: { $0.names.contains { code.utf8.elementsEqual($0.utf8) } })
        {
            return GraphError(meaning.code, self.said, advice: meaning.advice, step: meaning.step)
        }
        switch self.status {
        case 401:
            return GraphError(
                .tokenRefused, self.said,
                advice: "compare auth.scope with the host of mailEndpoint; a token is for one "
                    + "cloud and one resource", step: .scope)
        case 403: return GraphError(.forbidden, self.said, step: .permission)
        case 404: return GraphError(.mailboxUnknown, self.said, step: .mailbox)
        case 413: return GraphError(.tooLarge, self.said, advice: Self.smaller)
        case 429, 503, 509:
            return GraphError(
                .throttled, self.said, advice: Self.slower)
        case 500...: return GraphError(.serverFailure, self.said, advice: "try again later")
        case 400..<500:
            return GraphError(
                .messageRefused, self.said, advice: "correct what Graph names in the message or mailEndpoint")
        default:
            return GraphError(
                .malformedReply, "\(self.said), where 202 means that it was taken",
                advice: "correct mailEndpoint; look into the sent items before sending again")
        }
    }

    /// What to do about a message that is too large.
    static let smaller = "make the message smaller: the request must stay below 4 MB; larger files need a link, or SMTP"

    private static let slower = "send less at a time: set threadPoolSize to 4 at most, and try again later"

    /// The error of a message that may have been sent.
    static func lost(_ said: String) -> GraphError {
        GraphError(
            .replyLost, "\(said): the message may have been sent",
            advice: "look into the sent items of the mailbox before sending it again")
    }

    private struct Meaning: Sendable {
        var names: [String]
        var code: GraphError.Code
        var step: AzureStep?
        var advice: String?

        init(_ names: String..., code: GraphError.Code, step: AzureStep? = nil, advice: String? = nil) {
            self.names = names
            self.code = code
            self.step = step
            self.advice = advice
        }
    }

    private static let meanings = [
        Meaning("ErrorSendAsDenied", code: .forbidden, step: .sendAs),
        Meaning("Authorization_RequestDenied", code: .forbidden, step: .permission),
        Meaning(
            "ErrorAccessDenied", code: .forbidden, step: .permission,
            advice: "\(AzureStep.permission.advice); or \(AzureStep.accessPolicy.advice)"),
        Meaning("InvalidAuthenticationToken", "InvalidAuthenticationAudience", code: .tokenRefused, step: .scope),
        Meaning(
            "ErrorInvalidUser", "ResourceNotFound", "Request_ResourceNotFound", "ErrorNonExistentMailbox",
            "MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI", code: .mailboxUnknown, step: .mailbox),
        Meaning(
            "ErrorInvalidRecipients", code: .messageRefused,
            advice: "correct the recipients: Graph takes addresses in ASCII only, and not more than 500"),
        Meaning(
            "ErrorMimeContentInvalidBase64String", "ErrorMimeContentInvalid", "ErrorMimeContentConversionFailed",
            code: .messageRefused, advice: "send the message as JSON; if it is Galley that wrote it, please report this"
        ),
        Meaning(
            "InvalidInternetMessageHeader", code: .messageRefused,
            advice: "give only fields that begin with X-, at most five: Graph sets all others by itself"),
        Meaning(
            "ErrorMessageSizeExceeded", code: .tooLarge, advice: Self.smaller),
        Meaning(
            "ErrorExceededMessageLimit", "ErrorQuotaExceeded", "ErrorMessageSubmissionBlocked",
            "ErrorAccountSuspend", code: .messageRefused,
            advice: "the mailbox may send no more: see its sending limits and restrictions in the Exchange admin center"
        ),
        Meaning(
            "ApplicationThrottled", "TooManyRequests", "activityLimitReached", "ErrorExceededConnectionCount",
            "ErrorServerBusy", "ErrorMailboxMoveInProgress", "ErrorTooManyObjectsOpened", code: .throttled,
            advice: Self.slower),
        Meaning(
            "RequestBroker--ParseUri", "ErrorInvalidIdMalformed", code: .messageRefused,
            advice: "correct mailEndpoint: https://graph.microsoft.com/v1.0/users/{address}/sendMail"),
    ]
}
