// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailProvider
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// The documents that the vendor's documentation shows.
@Suite struct SampleProviderTests {
    private static func sample(_ name: String) throws -> String {
        let files = TestData.files(under: TestData.package + "Samples/providers")
        return try #require(files.first { $0.key.hasSuffix("/" + name + ".json") }?.value)
    }

    private static let values = [
        "esv.smtp.username": "u", "esv.smtp.password": "p", "esv.msgraph.client.id": "i",
        "esv.msgraph.client.secret": "s",
    ]

    @Test(arguments: ["smtp", "smtp-allowutf8", "smtp-without-from", "built-in"])
    func smtpSamplesHaveNoProblem(name: String) throws {
        let (provider, problems) = try EmailProvider.reading(try Self.sample(name), placeholders: Self.values)
        #expect(problems.isEmpty)
        #expect(provider.kind == (name == "built-in" ? .builtIn : .smtp))
        #expect(provider.allowsUTF8 == (name == "smtp-allowutf8"))
        #expect((provider.from == nil) == (name == "smtp-without-from"))
    }

    @Test func graphSampleHasTimeoutsThatGraphDoesNotKnow() throws {
        let text = try Self.sample("msgraph")
        let (provider, problems) = try EmailProvider.reading(text, placeholders: Self.values)
        #expect(provider.kind == .msgraph)
        #expect(problems.allSatisfy { $0.code == .misplaced })
        #expect(Set(problems.map { $0.location.pointer?.description }) == ["/timeout", "/writetimeout"])
        #expect(
            Set(problems.map { $0.location.position?.description })
                == [Place.of(#""timeout""#, in: text), Place.of(#""writetimeout""#, in: text)])
    }

    @Test func settingsAreRead() throws {
        let (provider, _) = try EmailProvider.reading(try Self.sample("smtp-allowutf8"), placeholders: Self.values)
        #expect(provider.smtp?.host == "smtp.example.com")
        #expect(provider.smtp?.port == 587)
        #expect(provider.from?.string == #""Example Identity" <no-reply@example.com>"#)
        #expect(provider.smtp?.connectionLimit == 20)
        #expect(provider.graph == nil)
        #expect(
            provider.smtpProperties.map { "\($0.name) \($0.value)" } == [
                "mail.smtp.starttls.required true", "mail.smtp.ssl.protocols TLSv1.2",
                "mail.smtps.ssl.protocols TLSv1.2", "mail.mime.allowutf8 true",
            ])
        #expect(provider.location?.description == "external.email.json:1:1")
    }

    @Test func galleysOwnProviderHasASender() {
        #expect(EmailProvider.galley.from?.string == "noreply@galley.example")
        #expect(EmailProvider.galley.kind == .builtIn)
        #expect(!EmailProvider.galley.allowsUTF8)
    }

    // MARK: The built-in server

    @Test(arguments: [
        "{}", #"{"host": ""}"#, #"{"host": null}"#, #"{"type": "smtp"}"#, #"{"from": "a@example.com"}"#,
        #"{"host": "&{aic.smtp.relay.host|smtp-relay.fr-platform.svc.cluster.local}", "port": 25, "auth": {"enable": true}}"#,
        #"{"host": "&{esv.none|}"}"#,
    ])
    func withoutHostItIsTheBuiltInServerWhichNeedsNothing(text: String) throws {
        let (provider, problems) = try EmailProvider.reading(text)
        #expect(provider.kind == .builtIn)
        #expect(problems.isEmpty)
    }

    @Test(arguments: [
        (#"{"host": "h.example"}"#, EmailProvider.Kind.smtp), (#"{"host": "&{esv.host|h.example}"}"#, .smtp),
        (#"{"type": "smtp", "host": "10.0.0.1"}"#, .smtp), (#"{"type": "msgraph"}"#, .msgraph),
        (#"{"type": "msgraph", "host": "h.example"}"#, .msgraph), (#"{"type": "&{esv.t|msgraph}"}"#, .msgraph),
    ])
    func kinds(text: String, kind: EmailProvider.Kind) throws {
        #expect(try EmailProvider.reading(text).provider.kind == kind)
    }

    @Test(.enabled(if: TestData.folder != nil, "no exports of real tenants are at hand"))
    func realProvidersAreRead() throws {
        let files = TestData.files(under: try #require(TestData.folder) + "/tenants")
        var count = 0
        for document in TenantReader.read(MemoryFiles(files), for: .provider).documents {
            guard case .provider = document.kind else { continue }
            count += 1
            let (_, problems) = EmailProvider.read(document, placeholders: Placeholders())
            #expect(problems.allSatisfy { $0.code == .unresolvedPlaceholder }, "\(document.file.path): \(problems)")
        }
        #expect(count > 0)
    }
}
