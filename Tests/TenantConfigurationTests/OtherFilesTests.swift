// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration
import Testing

@Suite("What is no email document survives an export, or is named")
struct OtherFilesTests {
    /// A tenant of fr-config-manager with files that belong to nobody here.
    private static func tenant(at root: String) -> [String: String] {
        let files = [
            "email-templates/t/t.json": #"{"_id": "emailTemplate/t", "message": {"en": {"file": "t.en.md"}}}"#,
            "email-templates/t/t.en.md": "<p>x</p>", "email-templates/t/t.de.md": "<p>left over</p>",
            "email-templates/t/notes.txt": "to do", "realms/alpha/x.json": #"{"a": 1}"#, "README.md": "# Tenant",
        ]
        return Dictionary(uniqueKeysWithValues: files.map { (root + $0.key, $0.value) })
    }

    private static func export(_ files: [String: String], to layout: ExportLayout) throws -> TenantExport {
        let source = MemoryFiles(files)
        return try TenantExport(TenantReader.read(source, for: .all), from: source, to: layout)
    }

    private static func texts(_ export: TenantExport) -> [String: String] {
        Dictionary(uniqueKeysWithValues: export.files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
    }

    @Test(arguments: ["", "tenants/dev/"])
    func everyFileIsCopiedWithinALayout(root: String) throws {
        let export = try Self.export(Self.tenant(at: root), to: .frConfigManager)
        #expect(export.omissions == [])
        #expect(Self.texts(export) == Self.tenant(at: ""))
    }

    @Test func aFolderWithinTheLayoutKeepsItsPlace() throws {
        let files = Self.tenant(at: "").filter { $0.key.contains("email-templates") }
        let inner = Dictionary(
            uniqueKeysWithValues: files.map { ($0.key.replacing("email-templates/", with: ""), $0.value) })
        let export = try Self.export(inner, to: .frConfigManager)
        #expect(export.omissions == [])
        #expect(Self.texts(export) == files)
    }

    @Test(arguments: ExportLayout.allCases.filter { $0 != .frConfigManager })
    func everyFileThatIsLeftBehindIsNamed(layout: ExportLayout) throws {
        let export = try Self.export(Self.tenant(at: "a/"), to: layout)
        #expect(
            Set(export.omissions.map(\.location.file)) == [
                "a/email-templates/t/t.de.md", "a/email-templates/t/notes.txt", "a/realms/alpha/x.json", "a/README.md",
            ])
        #expect(export.omissions.count == 4)
        #expect(export.files.count == 1)
    }

    @Test func aFileOutsideTheExportIsNamed() throws {
        var files = Self.tenant(at: "dev/")
        files["prod/notes.txt"] = "x"
        let export = try Self.export(files, to: .frConfigManager)
        #expect(export.omissions.map(\.location.file) == ["prod/notes.txt"])
        #expect(Self.texts(export) == Self.tenant(at: ""))
    }

    @Test func aMixedFolderHasNoLayout() throws {
        var files = Self.tenant(at: "")
        files["emailTemplate-u.json"] = minimalTemplate
        #expect(try Self.export(files, to: .frConfigManager).omissions.count == 4)
    }

    @Test(arguments: [
        (
            #"{"result": [\#(Self.named), {"_id": "managed"}, 7], "more": 1, "resultCount": 3}"#,
            ["“more” is no email document, and left out", "“managed” and 1 more are no email documents, and left out"]
        ),
        (#"{"result": [\#(Self.named)], "resultCount": 1, "remainingPagedResults": -1}"#, []),
        // What the first document does not stand in.
        (
            #"{"emailTemplate": {"t": \#(minimalTemplate)}, "idm": {"managed": {}}}"#,
            ["“managed” is no email document, and left out"]
        ),
        (
            #"{"global": {"emailTemplate": {"t": \#(minimalTemplate)}, "idm": 7}, "realm": {}}"#,
            ["“realm” is no email document, and left out", "“idm” is no email document, and left out"]
        ),
    ])
    func everyEntryThatIsLeftBehindIsNamed(text: String, omissions: [String]) throws {
        for layout in [ExportLayout.idm, .raw] {
            #expect(try Self.export(["all.json": text], to: layout).omissions.map(\.message) == omissions)
        }
    }

    private static let named = #"{"_id": "emailTemplate/t", "subject": {"en": "x"}, "message": {"en": "x"}}"#
}
