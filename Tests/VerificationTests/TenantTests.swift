// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import TestSupport
import Testing
import Verification

/// Templates of real tenants, where they are at hand, with the findings that a look into the files confirms.
@Suite struct TenantTests {
    /// All files of a tenant, by their paths in its folder.
    private static func files(_ tenant: String) throws -> [String: String] {
        let root = try #require(TestData.folder) + "/tenants/\(tenant)"
        let files = TestData.files(under: root)
        try #require(!files.isEmpty)
        return Dictionary(uniqueKeysWithValues: files.map { (String($0.key.dropFirst(root.count + 1)), $0.value) })
    }

    private static func findings(
        _ tenant: String, provider: String? = nil
    ) throws -> (all: [String], subject: VerificationSubject) {
        let files = try Self.files(tenant)
        let scenario = Scenario(files: files).with { scenario in
            scenario.provider = provider.flatMap { files[$0] }
        }
        let subject = try scenario.subject()
        let findings = Rules.verify(subject, at: .development)
        return (findings.map { "\($0.rule) \($0.location)" }, subject)
    }

    @Test(
        .enabled(if: TestData.folder != nil, "no exports of tenants at hand"),
        arguments: [
            // The link to the privacy policy is href="https: www.forgerock.com=".
            // Both subjects of "test" are empty.
            (
                "frodo",
                [
                    "drift-style baselineDemoMagicLink.emailTemplate.json:13:35",
                    "html-element-unknown baselineDemoMagicLink.emailTemplate.json:13:240",
                    "link-broken baselineDemoMagicLink.emailTemplate.json:13:731",
                    "drift-style forgottenUsername.emailTemplate.json:13:35",
                    "drift-style forgottenUsername.emailTemplate.json:14:35",
                    "subject-empty test.emailTemplate.json:21:16", "subject-empty test.emailTemplate.json:22:16",
                    "drift-style updatePassword.emailTemplate.json:12:129",
                ], 10, 14
            ),
            ("idm", [], 3, 5),
            // The sent copies of the registration are those of the password reset.
            (
                "fr-config-manager/forgeops/email-templates",
                [
                    "drift-style forgottenUsername/forgottenUsername.en.md:1:20",
                    "drift-style forgottenUsername/forgottenUsername.fr.md:1:20",
                    "drift registration/registration.en.md:1:234", "drift registration/registration.fr.md:1:234",
                    "drift-style updatePassword/updatePassword.en.md:1:112",
                ], 5, 8
            ),
        ])
    func theFindingsOfARealTenantAreTheTrueOnes(
        _ tenant: String, _ expected: [String], _ templates: Int, _ messages: Int
    ) throws {
        let (findings, subject) = try Self.findings(tenant)
        #expect(findings == expected)
        #expect(subject.templates.count == templates)
        #expect(subject.messages.count == messages)
        #expect(subject.messages.allSatisfy { $0.composed.message != nil })
    }

    @Test(.enabled(if: TestData.folder != nil, "no exports of tenants at hand"))
    func aSenderThatIsAPlaceholderIsOneFindingForAllTemplates() throws {
        let (findings, subject) = try Self.findings("frodo", provider: "external.email.idm.json")
        #expect(subject.provider.kind == .builtIn)
        #expect(
            findings.filter { !$0.hasPrefix("drift-style ") } == [
                "html-element-unknown baselineDemoMagicLink.emailTemplate.json:13:240",
                "link-broken baselineDemoMagicLink.emailTemplate.json:13:731",
                "provider-built-in external.email.json:1:1",
                "from-invalid external.email.json:10:12", "placeholder-unresolved external.email.json:10:12",
                "subject-empty test.emailTemplate.json:21:16", "subject-empty test.emailTemplate.json:22:16",
            ])
    }

    @Test(.enabled(if: TestData.folder != nil, "no exports of tenants at hand"))
    func theProviderOfAForgeOpsTenantSendsItsPasswordInTheClear() throws {
        let path = "forgeops/email-provider/external.email.json"
        let (findings, subject) = try Self.findings("fr-config-manager", provider: path)
        #expect(subject.provider.kind == .smtp)
        // It signs in with neither STARTTLS nor TLS.
        let expected = ["provider-password-unencrypted external.email.json:4:15"]
        #expect(findings.filter { !$0.hasPrefix("drift") } == expected)
        // Every template of the tenant leaves its from empty.
        #expect(subject.messages.allSatisfy { $0.composed.sender?.source == .provider })
    }
}
