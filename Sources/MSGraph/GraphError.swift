// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Composition

/// Why Microsoft Graph did not take a message, or could not be asked to.
package struct GraphError: Error, Hashable, Sendable {
    /// The kinds of fault, by what to do about them.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The client secret is known to the tenant only.
        case secretUnavailable
        /// An endpoint is no `https` URL, or a setting of the connection cannot be used.
        case invalidEndpoint
        /// The message cannot be written for Graph, or would be larger than Graph takes.
        case invalidMessage
        /// There is no connection, or no TLS.
        case connection
        /// The token endpoint gives no token.
        case signInRefused
        /// Graph redirects elsewhere.
        case redirected
        /// Graph does not take the token.
        case tokenRefused
        /// The application may not do this.
        case forbidden
        /// The mailbox of the endpoint is not there.
        case mailboxUnknown
        /// Graph refuses the message.
        case messageRefused
        /// Graph says that the request is too large.
        case tooLarge
        /// Graph takes no more for now.
        case throttled
        /// Graph fails for now.
        case serverFailure
        /// The reply is not what the protocol says.
        case malformedReply
        /// No reply came after the message had been handed over.
        case replyLost
        /// The caller gave up before the message was handed over.
        case cancelled
    }

    /// The kind of fault.
    package var code: Code
    /// What is wrong, in words that are safe to show, without a full stop.
    package var message: String
    /// What to do about it.
    package var advice: String?
    /// The step of the set-up in Azure that is missing or wrong.
    package var step: AzureStep?
    /// The seconds that the server asks to wait before the next try.
    package var retryAfter: Int?

    /// Creates an error. Without advice of its own it has that of the step.
    package init(_ code: Code, _ message: String, advice: String? = nil, step: AzureStep? = nil) {
        self.code = code
        self.message = message
        self.advice = advice ?? step?.advice
        self.step = step
    }
}

extension GraphError: CustomStringConvertible {
    /// The message and the advice.
    package var description: String {
        self.advice.map { "\(self.message): \($0)" } ?? self.message
    }
}

extension GraphError {
    /// What the error means for a message.
    package var deliveryResult: DeliveryOutcome.Result {
        switch self.code {
        case .secretUnavailable, .invalidEndpoint, .invalidMessage, .connection, .signInRefused, .cancelled:
            .notAttempted
        case .redirected, .tokenRefused, .forbidden, .mailboxUnknown, .messageRefused, .tooLarge: .refused
        case .throttled, .serverFailure: .temporary
        case .malformedReply, .replyLost: .unknown
        }
    }
}

extension GraphError {
    /// What kind of trouble the error is.
    package var failure: DeliveryFailure {
        switch self.code {
        case .secretUnavailable, .invalidEndpoint, .mailboxUnknown: .configuration
        case .signInRefused, .tokenRefused, .forbidden: .permission
        // That Graph need not be asked to know that it refuses a message makes no difference.
        case .connection, .redirected, .invalidMessage, .messageRefused, .tooLarge: .unavailable
        case .throttled, .serverFailure, .cancelled: .temporary
        case .malformedReply, .replyLost: .unknown
        }
    }
}

/// A step of the set-up in Azure that sending through Microsoft Graph needs.
///
/// Source: PingOne Advanced Identity Cloud, "Email provider"; Microsoft Entra ID, error codes of the sign-in service.
package enum AzureStep: String, Hashable, Sendable, CaseIterable {
    /// The tenant in the token endpoint.
    case tenant
    /// The registration of the application.
    case registration
    /// The client secret.
    case clientSecret
    /// The scope.
    case scope
    /// The application permission.
    case permission
    /// The consent of an administrator.
    case consent
    /// The mailbox.
    case mailbox
    /// The right to send as somebody else.
    case sendAs
    /// The policy that limits an application to some mailboxes.
    case accessPolicy
    /// The policies of conditional access.
    case conditionalAccess

    /// What to do, as a sentence without a full stop.
    package var advice: String {
        switch self {
        case .tenant:
            "put the directory (tenant) ID or a verified domain into auth.tokenEndpoint: Microsoft Entra ID > Overview"
        case .registration:
            "register the application in the tenant of auth.tokenEndpoint, or correct auth.clientId: "
                + "Microsoft Entra ID > App registrations > Application (client) ID"
        case .clientSecret:
            "make a new client secret and put its value, not its ID, into auth.clientSecret: "
                + "App registrations > Certificates & secrets"
        case .scope: "set auth.scope to [\"https://graph.microsoft.com/.default\"]"
        case .permission:
            "add the application permission Mail.Send, not the delegated one, and have an administrator consent: "
                + "App registrations > API permissions > Microsoft Graph"
        case .consent:
            "have an administrator grant consent for the tenant: App registrations > API permissions > Grant admin consent"
        case .mailbox:
            "put a user with an Exchange Online mailbox into mailEndpoint: …/users/{address}/sendMail"
        case .sendAs:
            "send as the mailbox of mailEndpoint, or grant that mailbox Send As for the sender: "
                + "Exchange admin center > Mailboxes > Delegation"
        case .accessPolicy:
            "let the application use the mailbox: Exchange Online, application access policy or RBAC for Applications"
        case .conditionalAccess:
            "have an administrator except the application from the policy: Microsoft Entra ID > Conditional Access"
        }
    }
}
