// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// Documents are found by what is in the files.
@Suite struct LayoutTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var text: String
        var kinds: [TenantDocument.Kind]
        var layout: TenantDocument.Layout
        var pointers: [String] = [""]

        var testDescription: String { "\(self.path) \(self.layout)" }
    }

    private static let withID = #"{"_id": "emailTemplate/welcome", "subject": {"en": "Hi"}, "message": {"en": "x"}}"#
    private static let smtp = #"{"host": "smtp.example.com", "port": 587, "auth": {"enable": false}}"#

    static let templates: [Case] = [
        Case(
            path: "conf/emailTemplate-welcome.json", text: minimalTemplate, kinds: [.template(name: "welcome")],
            layout: .idm),
        // frodo takes the text between the first two hyphens and so calls this one "my".
        Case(
            path: "conf/emailTemplate-my-mail.json", text: minimalTemplate, kinds: [.template(name: "my-mail")],
            layout: .idm),
        Case(path: "plain.json", text: minimalTemplate, kinds: [.template(name: "plain")], layout: .idm),
        Case(path: "any/name.json", text: withID, kinds: [.template(name: "welcome")], layout: .raw),
        Case(
            path: "emailTemplate-other.json", text: withID, kinds: [.template(name: "welcome")], layout: .raw),
        Case(
            path: "global/idm/emailTemplate/welcome.json", text: withID, kinds: [.template(name: "welcome")],
            layout: .raw),
        Case(
            path: "reply.json",
            text: """
                {"result": [\(withID), {"_id": "managed"}, {"_id": "emailTemplate/bye", "message": {"en": "x"}}],
                "resultCount": 3}
                """,
            kinds: [.template(name: "welcome"), .template(name: "bye")], layout: .raw,
            pointers: ["/result/0", "/result/2"]),
        Case(
            path: "welcome.template.email.json",
            text: #"{"meta": {"exportTool": "frodo"}, "emailTemplate": {"welcome": \#(minimalTemplate)}}"#,
            kinds: [.template(name: "welcome")], layout: .frodo, pointers: ["/emailTemplate/welcome"]),
        Case(
            path: "allEmailTemplates.template.email.json",
            text: """
                {"emailTemplate": {"welcome": \(minimalTemplate), "emailTemplate/bye": \(minimalTemplate)}}
                """,
            kinds: [.template(name: "welcome"), .template(name: "bye")], layout: .frodo,
            pointers: ["/emailTemplate/welcome", "/emailTemplate/emailTemplate~1bye"]),
        Case(
            path: "global/emailTemplate/welcome.emailTemplate.json",
            text: #"{"emailTemplate": {"welcome": \#(withID)}}"#, kinds: [.template(name: "welcome")],
            layout: .frodo, pointers: ["/emailTemplate/welcome"]),
        Case(
            path: "export.json", text: #"{"idm": {"emailTemplate/welcome": \#(withID), "managed": {}}}"#,
            kinds: [.template(name: "welcome")], layout: .frodo, pointers: ["/idm/emailTemplate~1welcome"]),
        Case(
            path: "all.config.json",
            text: """
                {"meta": {}, "global": {"emailTemplate": {"welcome": \(withID), "external.email": \(minimalTemplate)},
                "idm": {"managed": {}, "emailTemplate/bye": \(minimalTemplate)}}, "realm": {}}
                """,
            kinds: [.template(name: "welcome"), .template(name: "external.email"), .template(name: "bye")],
            layout: .frodo,
            pointers: [
                "/global/emailTemplate/welcome", "/global/emailTemplate/external.email",
                "/global/idm/emailTemplate~1bye",
            ]),
        // What names itself is no envelope, whatever else is in it.
        Case(
            path: "x.json", text: #"{"_id": "emailTemplate/welcome", "message": {"en": "x"}, "idm": {}, "result": []}"#,
            kinds: [.template(name: "welcome")], layout: .raw),
        Case(
            path: "emailTemplate-a.template.email.json", text: minimalTemplate,
            kinds: [.template(name: "a.template.email")], layout: .idm),
        Case(
            path: "emailTemplate-external.email.json", text: minimalTemplate,
            kinds: [.template(name: "external.email")],
            layout: .idm),
        Case(
            path: "email-templates/welcome/welcome.json",
            text: #"{"subject": {"en": "Hi"}, "message": {"en": {"file": "welcome.en.html"}}}"#,
            kinds: [.template(name: "welcome")], layout: .frConfigManager),
        Case(
            path: "email-templates/folder/folder.json",
            text: #"{"_id": "emailTemplate/welcome", "message": {"en": "x"}, "styles": {"file": "welcome.css"}}"#,
            kinds: [.template(name: "welcome")], layout: .frConfigManager),
    ]

    static let providers: [Case] = [
        Case(path: "conf/external.email.json", text: smtp, kinds: [.provider(isDefault: false)], layout: .idm),
        Case(path: "conf/external.email.json", text: "{}", kinds: [.provider(isDefault: false)], layout: .idm),
        Case(
            path: "external.emailDefault.json", text: "{}", kinds: [.provider(isDefault: true)], layout: .idm),
        Case(path: "mail.json", text: smtp, kinds: [.provider(isDefault: false)], layout: .idm),
        Case(
            path: "mail.json", text: #"{"mailEndpoint": "https://graph.microsoft.com/"}"#,
            kinds: [.provider(isDefault: false)], layout: .idm),
        Case(
            path: "mail.json", text: #"{"_id": "external.email", "from": "a@example.com"}"#,
            kinds: [.provider(isDefault: false)], layout: .raw),
        Case(
            path: "global/idm/external.email.idm.json", text: #"{"idm": {"external.email": \#(smtp)}}"#,
            kinds: [.provider(isDefault: false)], layout: .frodo, pointers: ["/idm/external.email"]),
        Case(
            path: "everything.idm.json",
            text: #"{"idm": {"access": {}, "external.emailDefault": {}, "external.email": \#(smtp)}}"#,
            kinds: [.provider(isDefault: true), .provider(isDefault: false)], layout: .frodo,
            pointers: ["/idm/external.emailDefault", "/idm/external.email"]),
    ]

    @Test(arguments: templates)
    func templatesAreFound(in layout: Case) {
        let files = TenantFiles.reading(layout.text, as: layout.path)
        #expect(files.problems.isEmpty)
        #expect(files.documents.map(\.kind) == layout.kinds)
        #expect(files.documents.allSatisfy { $0.layout == layout.layout })
        #expect(files.documents.map(\.pointer.description) == layout.pointers)
    }

    @Test(arguments: providers)
    func providersAreFound(in layout: Case) {
        let files = TenantFiles.reading(layout.text, as: layout.path, for: .provider)
        #expect(files.problems.isEmpty)
        #expect(files.documents.map(\.kind) == layout.kinds)
        #expect(files.documents.allSatisfy { $0.layout == layout.layout })
        #expect(files.documents.map(\.pointer.description) == layout.pointers)
    }

    @Test func documentsKnowTheirFolder() {
        #expect(TenantFiles.reading(minimalTemplate, as: "a/b/plain.json").documents.map(\.folder) == ["a/b/"])
        #expect(TenantFiles.reading(minimalTemplate, as: "plain.json").documents.map(\.folder) == [""])
    }

    @Test func documentsComeInTheOrderOfTheirPaths() {
        let files = TenantReader.read(
            MemoryFiles(["b.json": minimalTemplate, "a/z.json": minimalTemplate, "c.json": minimalTemplate]),
            for: .templates)
        #expect(files.documents.map(\.file.path) == ["a/z.json", "b.json", "c.json"])
    }

    @Test(.enabled(if: TestData.folder != nil, "no exports of real tenants are at hand"))
    func realTenantsAreRead() throws {
        let files = TestData.files(under: try #require(TestData.folder) + "/tenants")
        let tenant = TenantReader.read(MemoryFiles(files), for: .templates)
        #expect(tenant.problems.isEmpty)
        let templates = files.keys.filter { path in
            path.hasSuffix(".emailTemplate.json") || path.contains("/emailTemplate-")
                || (path.contains("/email-templates/") && path.hasSuffix(".json"))
        }
        #expect(!templates.isEmpty)
        let found = tenant.documents.filter { if case .template = $0.kind { true } else { false } }
        #expect(found.map(\.file.path) == templates.sorted())
    }
}
