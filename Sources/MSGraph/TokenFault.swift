// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import JSONText

/// Why the token endpoint gives no token.
///
/// Source: RFC 6749, section 5.2; Microsoft Entra ID, "AADSTS error codes".
struct TokenFault: Sendable {
    private let status: Int
    private let error: String?
    private let number: Int?
    private let said: String?
    private let isWhole: Bool

    /// - Parameter root: The body, if it is JSON.
    init(reply: HTTPReply, root: JSONNode?, words: ServerWords) {
        self.status = reply.status
        self.error = root?["error"]?.string.flatMap(words.word)
        let description = root?["error_description"]?.string
        self.number = root?["error_codes"]?.elements?.first?.number?.int ?? description.flatMap(Self.number)
        // The lines after the first hold identifiers and a time.
        self.said = description.map {
            words.shown(String(decoding: $0.utf8.prefix { $0 != .carriageReturn && $0 != .lineFeed }, as: UTF8.self))
        }
        self.isWhole = reply.bodyFailure == nil && root != nil
    }

    /// The number of `AADSTSnnnnn: …`.
    private static func number(in description: String) -> Int? {
        let prefix = Array("AADSTS".utf8)
        guard description.utf8.starts(with: prefix) else { return nil }
        let digits = description.utf8.dropFirst(prefix.count).prefix(while: \.isDigit)
        return Int(String(decoding: digits.prefix(12), as: UTF8.self))
    }

    func error(for request: TokenRequest) -> GraphError {
        var message = "the token endpoint answered \(self.status)"
        if let error { message += " \(error)" }
        if let said { message += ": \(said)" }
        if !self.isWhole, self.said == nil { message += ", without JSON that says why" }
        if let number, let meaning = Self.meanings.first(where: { $0.numbers.contains(number) }) {
            return GraphError(
                meaning.code, "\(meaning.says(request)); \(message)", advice: meaning.advice, step: meaning.step)
        }
        switch (self.error, self.status) {
        case (_, 429): return GraphError(.throttled, message, advice: "wait, and send less at a time")
        case (_, 500...): return GraphError(.serverFailure, message, advice: "try again later")
        case ("invalid_client", _): return GraphError(.signInRefused, message, step: .clientSecret)
        case ("unauthorized_client", _): return GraphError(.signInRefused, message, step: .registration)
        case ("invalid_scope", _): return GraphError(.signInRefused, message, step: .scope)
        case (_, 404): return GraphError(.signInRefused, message, step: .tenant)
        default:
            return GraphError(
                .signInRefused, message,
                advice: "compare auth.tokenEndpoint, auth.clientId and auth.scope with the registration in Azure")
        }
    }

    private struct Meaning: Sendable {
        var numbers: [Int]
        var code: GraphError.Code
        var step: AzureStep?
        var advice: String?
        var says: @Sendable (TokenRequest) -> String

        init(
            _ numbers: Int..., code: GraphError.Code = .signInRefused, step: AzureStep? = nil, advice: String? = nil,
            says: @escaping @Sendable (TokenRequest) -> String
        ) {
            self.numbers = numbers
            self.code = code
            self.step = step
            self.advice = advice
            self.says = says
        }
    }

    private static let meanings = [
        Meaning(7_000_215, step: .clientSecret) { _ in "the client secret is wrong, or it is the ID of one" },
        Meaning(7_000_222, step: .clientSecret) { _ in "the client secret has expired" },
        Meaning(7_000_216, 7_000_218, step: .clientSecret) { _ in "the client secret is missing" },
        Meaning(700_016, step: .registration) {
            "the application \($0.key.clientID.escapedForDisplay) is not known in the tenant"
        },
        Meaning(
            7_000_112, step: .registration,
            advice: "have an administrator enable it: Microsoft Entra ID > Enterprise applications > Properties"
        ) { "the application \($0.key.clientID.escapedForDisplay) is disabled" },
        Meaning(90_002, 900_023, step: .tenant) { "the tenant of \($0.key.endpoint) is not known" },
        Meaning(70_011, 1_002_012, step: .scope) { "the scope “\($0.key.scope.escapedForDisplay)” is not valid" },
        Meaning(500_011, 500_014, step: .scope) {
            "the resource of the scope “\($0.key.scope.escapedForDisplay)” is not known or not enabled in the tenant"
        },
        Meaning(65_001, step: .consent) { _ in "nobody has consented to what the application asks for" },
        Meaning(65_004, 650_051, 650_052, 650_053, 650_054, 90_094, step: .consent) { _ in
            "the application lacks consent"
        },
        Meaning(53_003, 530_035, step: .conditionalAccess) { _ in
            "a policy of conditional access blocks the application"
        },
        Meaning(
            700_030, 700_027,
            advice: "use a client secret: the provider document has no place for certificates"
        ) { _ in "the application must sign in with a certificate, or its certificate is not valid" },
        Meaning(
            900_144, 90_014, advice: "fill in auth.clientId, auth.clientSecret and auth.scope"
        ) { _ in "a parameter of the token request is missing" },
        Meaning(
            90_033, 90_012, 50_196, code: .throttled, advice: "wait some minutes, and send less at a time"
        ) { _ in "the sign-in service is busy, or was asked too often" },
    ]
}
