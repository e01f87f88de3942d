// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailProvider
import TenantConfiguration
import Testing

extension EmailProvider {
    /// Reads a provider document.
    static func reading(
        _ text: String, placeholders: [String: String] = [:]
    ) throws -> (provider: EmailProvider, problems: [Problem]) {
        let tenant = TenantReader.read(MemoryFiles(["external.email.json": text]), for: .provider)
        let document = try #require(tenant.documents.first, "\(tenant.problems)")
        return EmailProvider.read(document, placeholders: Placeholders(placeholders))
    }
}

/// Documents to which tests add one property.
enum Base {
    /// An SMTP provider that is complete, and more members.
    static func smtp(_ members: String = "", leavingOut left: Set<String> = []) -> String {
        let own = [
            ("host", #""smtp.example.com""#), ("port", "587"), ("auth", #"{"enable": false}"#),
        ]
        return Self.object(own.filter { !left.contains($0.0) }, members)
    }

    /// A Microsoft Graph provider that is complete, and more members.
    static func msgraph(_ members: String = "", leavingOut left: Set<String> = []) -> String {
        let own = [
            ("type", #""msgraph""#),
            ("mailEndpoint", #""https://graph.microsoft.com/v1.0/users/a@b.example/sendMail""#),
            ("auth", Self.object(Self.oauth.filter { !left.contains("auth." + $0.0) }, "")),
        ]
        return Self.object(own.filter { !left.contains($0.0) }, members)
    }

    private static let oauth = [
        ("enable", "true"), ("type", #""oauth2""#), ("clientId", #""id""#), ("clientSecret", #""secret""#),
        ("tokenEndpoint", #""https://login.microsoftonline.com/t/oauth2/v2.0/token""#),
        ("scope", #"["https://graph.microsoft.com/.default"]"#),
    ]

    private static func object(_ members: [(String, String)], _ more: String) -> String {
        let all = members.map { #""\#($0.0)": \#($0.1)"# } + (more.isEmpty ? [] : [more])
        return "{" + all.joined(separator: ",\n ") + "}"
    }
}
