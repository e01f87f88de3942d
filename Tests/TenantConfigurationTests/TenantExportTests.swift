// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import JSONText
import TenantConfiguration
import TestSupport
import Testing

@Suite("Documents go from each layout to each other and back")
struct TenantExportTests {
    /// The documents of one tenant: texts that need escapes, unknown keys, repeated names, a placeholder, a secret.
    private static let documents: [(TenantDocument.Kind, String)] = [
        (
            .template(name: "welcome"),
            #"""
            {"subject": {"en": "Hi", "fr": ""}, "enabled": true, "from": "", "x-unknown": {"b": [1.50, null], "a": {}},
             "message": {"en": "<p>\u00e9\/\"\n\u2028😀</p>", "fr": "&{esv.x|y}"}, "html": {"en": ""}, "styles": "p {}",
             "mimeType": "text/html", "defaultLocale": "en"}
            """#
        ),
        (.template(name: "my-mail"), #"{"subject": {"en": "a", "EN": "b"}, "message": {"en": "1", "EN": "2"}}"#),
        (.template(name: "x.template.email"), #"{"message": {"en_GB": "1", "a/b": "2", "": "3"}, "z": 1, "z": 2}"#),
        (.template(name: "external.email"), #"{"subject": {"en": "Hi"}, "message": {"en": ["not", "a", "text"]}}"#),
        (
            .provider(isDefault: false),
            #"{"host": "h", "port": {"$int": "&{p|25}"}, "auth": {"password": {"$crypto": {"value": {"data": "=="}}}}}"#
        ),
        (.provider(isDefault: true), #"{"smtpProperties": []}"#),
    ]

    /// The tenant as IDM's `conf/`, made by hand here and not by the code under test.
    private static let conf: [String: String] = Dictionary(
        uniqueKeysWithValues: documents.map { kind, text in
            let name = if case .template(let name) = kind { "emailTemplate-\(name)" } else { kind.id }
            return ("conf/\(name).json", text)
        })

    private static func export(_ files: MemoryFiles, to layout: ExportLayout) throws -> (MemoryFiles, TenantExport) {
        let tenant = TenantReader.read(files, for: .all)
        #expect(tenant.problems.isEmpty)
        let export = try TenantExport(tenant, from: files, to: layout)
        let written = Dictionary(uniqueKeysWithValues: export.files.map { ($0.path, $0.bytes) })
        return (MemoryFiles(bytes: written), export)
    }

    private static func contents(_ files: MemoryFiles) throws -> [String: JSONNode] {
        let tenant = TenantReader.read(files, for: .all)
        #expect(tenant.problems.isEmpty)
        return try Dictionary(
            uniqueKeysWithValues: tenant.documents.map { ($0.kind.id, try $0.content(from: files)) })
    }

    private static func areSame(_ left: [String: JSONNode], _ right: [String: JSONNode]) -> Bool {
        left.count == right.count && left.allSatisfy { id, node in right[id]?.isSameValue(as: node) ?? false }
    }

    private static let pairs = ExportLayout.allCases.flatMap { first in
        ExportLayout.allCases.map { (first, $0) }
    }

    @Test(arguments: pairs)
    func documentsSurviveEachWayThereAndBack(first: ExportLayout, second: ExportLayout) throws {
        let source = try Dictionary(
            uniqueKeysWithValues: Self.documents.map { ($0.id, try JSONDocument(parsing: $1).root) })
        let (there, export) = try Self.export(MemoryFiles(Self.conf), to: first)
        #expect(export.omissions == [])
        #expect(Self.areSame(try Self.contents(there), source))
        let (across, second) = try Self.export(there, to: second)
        #expect(second.omissions == [])
        #expect(Self.areSame(try Self.contents(across), source))
        let (back, third) = try Self.export(across, to: first)
        #expect(third.omissions == [])
        #expect(Self.areSame(try Self.contents(back), source))
    }

    @Test(arguments: ExportLayout.allCases)
    func whatHasTheLayoutAlreadyIsTakenOverByteForByte(layout: ExportLayout) throws {
        let (first, export) = try Self.export(MemoryFiles(Self.conf), to: layout)
        // With another spelling, which only a copy keeps.
        let spelled = Dictionary(
            uniqueKeysWithValues: export.files.map { file in
                let isJSON = file.path.utf8.suffix(5).elementsEqual(".json".utf8)
                return (
                    file.path,
                    isJSON ? file.bytes.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: "\t") : $0 } : file.bytes
                )
            })
        let (_, again) = try Self.export(MemoryFiles(bytes: spelled), to: layout)
        #expect(again.omissions == [])
        #expect(Dictionary(uniqueKeysWithValues: again.files.map { ($0.path, $0.bytes) }) == spelled)
        _ = first
    }

    @Test func theFilesAreWhereToolsLookForThem() throws {
        let expected: [ExportLayout: [String]] = [
            .idm: ["conf/emailTemplate-welcome.json", "conf/external.email.json", "conf/external.emailDefault.json"],
            .raw: ["emailTemplate-welcome.json", "external.email.json", "external.emailDefault.json"],
            .rest: ["config.json"],
            .frodoSingle: ["welcome.template.email.json", "external.email.idm.json", "external.emailDefault.idm.json"],
            .frodoBundle: [
                "allEmailTemplates.template.email.json", "external.email.idm.json", "external.emailDefault.idm.json",
            ],
            .frodoFull: ["all.config.json"],
            .frodoSeparate: [
                "global/emailTemplate/welcome.emailTemplate.json", "global/idm/external.email.idm.json",
                "global/idm/external.emailDefault.idm.json",
            ],
            .frodoIDM: [
                "global/idm/emailTemplate/welcome.json", "global/idm/external.email.idm.json",
                "global/idm/external.emailDefault.idm.json",
            ],
            .frConfigManager: [
                "email-templates/welcome/welcome.en.md", "email-templates/welcome/welcome.fr.md",
                "email-templates/welcome/welcome.en.html", "email-templates/welcome/welcome.css",
                "email-templates/welcome/welcome.json", "email-provider/external.email.json",
                "email-provider/external.emailDefault.json",
            ],
        ]
        let source = MemoryFiles(
            Self.conf.filter {
                !$0.key.contains("my-") && !$0.key.contains("emailTemplate-x.")
                    && !$0.key.contains("emailTemplate-external")
            })
        for layout in ExportLayout.allCases {
            let (_, export) = try Self.export(source, to: layout)
            #expect(Set(export.files.map(\.path)) == Set(try #require(expected[layout])), "\(layout)")
        }
    }

    @Test func aFolderMayMixLayouts() throws {
        let files = MemoryFiles([
            "a/emailTemplate-one.json": minimalTemplate,
            "b.json": #"{"emailTemplate": {"two": \#(minimalTemplate)}, "idm": {"external.email": {"host": "h"}}}"#,
            "c/three/three.json": #"{"subject": {"en": "x"}, "message": {"en": {"file": "three.en.md"}}}"#,
            "c/three/three.en.md": "<p>3</p>",
            // The same as "one", in another order.
            "d.json":
                #"{"global": {"emailTemplate": {"one": {"message": {"en": "<p>Hi</p>"}, "subject": {"en": "Hi"}}}}}"#,
        ])
        let (written, export) = try Self.export(files, to: .frodoFull)
        #expect(export.omissions == [])
        let ids = ["emailTemplate/one", "emailTemplate/three", "emailTemplate/two", "external.email"]
        #expect(try Self.contents(written).keys.sorted() == ids)
    }

    @Test func aTemplateThatIsThereTwiceWithOtherContentIsAProblem() throws {
        let files = MemoryFiles([
            "a/emailTemplate-one.json": minimalTemplate,
            "b.json": #"{"emailTemplate": {"one": {"subject": {"en": "Hi"}, "message": {"en": "<p>Ho</p>"}}}}"#,
        ])
        let tenant = TenantReader.read(files, for: .all)
        let error = #expect(throws: Problem.self) { try TenantExport(tenant, from: files, to: .idm) }
        #expect(error?.code == .duplicate)
        #expect(error?.location.description == "b.json:1:27")
        #expect(error?.message.contains("a/emailTemplate-one.json") == true)
    }

    @Test func aTextThatCannotBeReadIsAProblem() {
        let files = MemoryFiles(["t/t.json": #"{"message": {"en": {"file": "t.en.md"}}}"#])
        let tenant = TenantReader.read(files, for: .all)
        let error = #expect(throws: Problem.self) { try TenantExport(tenant, from: files, to: .idm) }
        #expect(error?.code == .unreadableInput)
    }

    @Test func whatTheLayoutCannotCarryIsSaid() throws {
        let files = MemoryFiles([
            "one.emailTemplate.json": """
            {"meta": {"origin": "tenant"},
             "emailTemplate": {"one": {"_id": "emailTemplate/other", "subject": {"en": "Hi"}, "message": {}}}}
            """,
            "two.json": #"{"global": {"idm": {"managed": {}, "external.email": {}, "sync": 1}, "x": 2}, "realm": {}}"#,
        ])
        let (_, export) = try Self.export(files, to: .idm)
        #expect(
            export.omissions.map { "\($0.location.position.map { "\($0)" } ?? "") \($0.message.prefix(12))" } == [
                "2:35 the _id is n", "1:2 “meta” is no", "1:79 “realm” is n", "1:70 “x” is no em", "1:21 “managed” an",
            ])
        // Taken over as it is, a file loses nothing.
        #expect(try Self.export(files, to: .frodoSeparate).1.omissions.allSatisfy { $0.location.file == "two.json" })
        #expect(try Self.export(files, to: .frodoFull).1.omissions.contains { $0.location.file == "two.json" })
    }

    // MARK: Texts

    @Test func textsAreReplacedInPlace() throws {
        let text = #"{"emailTemplate": {"a": {"message": {"en": "x", "fr": {"file": "a.fr.md"}, "de": "y"}, "n":1.0}}}"#
        let document = try #require(TenantFiles.reading(text, as: "e/b.json").documents.first)
        let files = try document.replacing(texts: [
            (["message", "en"], "é\n"), (["message", "fr"], "é\n"), (["message", "de"], "\u{2028}"),
        ])
        let expected = text.replacing(#""x""#, with: #""é\n""#).replacing(#""y""#, with: #""\u2028""#)
        #expect(
            files == [
                FileContent(path: "e/a.fr.md", bytes: Array("é\n".utf8)),
                FileContent(path: "e/b.json", bytes: Array(expected.utf8)),
            ])
        #expect(throws: Problem.self) { try document.replacing(texts: [(["message", "es"], "")]) }
        #expect(throws: Problem.self) { try document.replacing(texts: [(["n"], "")]) }
    }

    @Test func aTextOfADocumentThatAnotherHidesIsNotReplaced() throws {
        let text = #"{"emailTemplate": {"a": {"message": {"en": "x"}}, "a": {"message": {"en": "x"}}}}"#
        let documents = TenantFiles.reading(text, as: "b.json").documents
        try #require(documents.count == 2)
        #expect(throws: Problem.self) { try documents[0].replacing(texts: [(["message", "en"], "y")]) }
        #expect(throws: Never.self) { try documents[1].replacing(texts: [(["message", "en"], "y")]) }
    }

    @Test(arguments: ExportLayout.allCases)
    func namesThatOnlyLookTheSameAreTwo(layout: ExportLayout) throws {
        let names = ["caf\u{E9}", "cafe\u{301}"]
        let files = MemoryFiles(
            names.map { name in
                FileContent(
                    path: "emailTemplate-\(name).json",
                    bytes: Array(#"{"subject": {"en": "\#(name)"}, "message": {"en": "x"}}"#.utf8))
            })
        #expect(files.listAll().paths.count == 2)
        let tenant = TenantReader.read(files, for: .all)
        #expect(tenant.distinct(from: files).documents.count == 2)
        #expect(Set(tenant.documents.map(\.kind)).count == 2)
        let export = try TenantExport(tenant, from: files, to: layout)
        #expect(export.omissions.isEmpty)
    }

    @Test func manyTextsAreReplacedInLinearTime() throws {
        let entries = (0..<5000).map { #""x\#($0)": "a""# }.joined(separator: ",\n")
        let document = try #require(
            TenantFiles.reading(#"{"subject": {}, "message": {\#(entries)}}"#, as: "emailTemplate-t.json").documents
                .first)
        let start = ContinuousClock.now
        let texts = (0..<5000).map { (tokens: ["message", "x\($0)"], text: "b") }
        let files = try document.replacing(texts: texts.reversed() + [(["message", "x7"], "é")])
        let file = try #require(files.first)
        let message = try #require(try JSONDocument(parsing: file.bytes).root["message"]?.members)
        #expect(message.enumerated().allSatisfy { $1.value.string == ($0 == 7 ? "é" : "b") })
        // When each change read the text anew, it was minutes.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    // MARK: Members

    @Test func membersAreReplacedInPlace() throws {
        let text = #"{"_id": "external.email", "host" : "h", "x":1.0, "port" : 25}"#
        let document = try #require(TenantFiles.reading(text, as: "p.json").documents.first)
        let file = try document.replacing(members: [
            JSONMember(name: "_id", value: "other"), JSONMember(name: "port", value: 587),
            JSONMember(name: "x", value: document.root["x"] ?? 0), JSONMember(name: "from", value: "a@b.test"),
        ])
        #expect(
            file?.bytes == Array(#"{"_id": "external.email", "x":1.0, "port" : 587, "from" : "a@b.test"}"#.utf8))
        #expect(try document.replacing(members: document.root.members ?? []) == nil)
    }

    @Test func manyMembersAreReplacedInLinearTime() throws {
        let entries = (0..<20_000).map { #""p\#($0)": 1"# }.joined(separator: ",\n")
        let document = try #require(
            TenantFiles.reading(#"{"host": "h", "port": 1, \#(entries)}"#, as: "external.email.json").documents.first)
        let start = ContinuousClock.now
        let members = (0..<40_000).filter { $0 % 3 > 0 }.map { JSONMember(name: "p\($0)", value: ["a": 2]) }
        let file = try #require(try document.replacing(members: members))
        #expect(try JSONDocument(parsing: file.bytes).root.members?.count == members.count)
        // When each change read the text anew, it was minutes.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func aDocumentThatAnotherHidesOrThatIsTooDeepIsNotChanged() throws {
        let text = #"{"idm": {"external.email": {"host": "a"}, "external.email": {"host": "b"}}}"#
        let documents = TenantFiles.reading(text, as: "b.json").documents
        try #require(documents.count == 2)
        let hidden = #expect(throws: Problem.self) { try documents[0].replacing(members: []) }
        #expect(hidden?.code == .repeatedKey && hidden?.fix == "keep one of them")
        let deep = (0..<64).reduce(JSONNode(.null)) { node, _ in JSONNode(.array([node])) }
        let error = #expect(throws: Problem.self) {
            try documents[1].replacing(members: [JSONMember(name: "host", value: deep)])
        }
        #expect(error?.code == .invalidJSON && error?.fix == "nest arrays and objects less deep")
    }

    // MARK: Files at hand

    private static let folders: [String] =
        ["Samples/tenants/idm", "Samples/tenants/frodo", "Samples/tenants/fr-config-manager", "Templates"]
        .map { TestData.package + $0 }
        + (TestData.folder.map { folder in
            ["idm", "frodo", "frodo-forgeops", "fr-config-manager/forgeops"].map { folder + "/tenants/" + $0 }
        } ?? [])

    @Test(arguments: folders)
    func tenantsAtHandSurviveEveryLayoutAndNoByteChanges(folder: String) throws {
        let files = MemoryFiles(TestData.files(under: folder))
        let source = try Self.contents(files)
        #expect(!source.isEmpty)
        for layout in ExportLayout.allCases {
            let (there, _) = try Self.export(files, to: layout)
            #expect(Self.areSame(try Self.contents(there), source), "\(layout)")
            let (back, _) = try Self.export(there, to: .frodoFull)
            #expect(Self.areSame(try Self.contents(back), source), "\(layout)")
        }
        // Texts that are read and written back leave their files as they were.
        var count = 0
        for document in TenantReader.read(files, for: .all).documents {
            let texts = (document.root.members ?? []).flatMap(Self.texts).compactMap { tokens, node in
                (node["file"].map { _ in try? document.textFile(node, at: tokens, from: files).bytes }
                    ?? document.text(node, at: tokens)?.bytes)
                    .map { (tokens: tokens, text: String(decoding: $0, as: UTF8.self)) }
            }
            for file in try document.replacing(texts: texts) { #expect(try file.bytes == files.read(file.path)) }
            count += texts.count
        }
        #expect(count > 0)
    }

    private static func texts(_ member: JSONMember) -> [([String], JSONNode)] {
        guard let members = member.value.members else { return [([member.name], member.value)] }
        return members.map { ([member.name, $0.name], $0.value) }
    }

    @Test(arguments: [
        ("Samples/tenants/idm", ExportLayout.idm), ("Samples/tenants/frodo", .frodoSeparate),
        ("Samples/tenants/fr-config-manager", .frConfigManager), ("Templates", .frConfigManager),
        ("Samples/tenants/raw", .raw), ("Samples/tenants/rest", .rest), ("Samples/tenants/frodo-single", .frodoSingle),
        ("Samples/tenants/frodo-bundle", .frodoBundle), ("Samples/tenants/frodo-full", .frodoFull),
        ("Samples/tenants/frodo-idm", .frodoIDM),
    ])
    func samplesHaveTheLayoutTheyAreNamedFor(folder: String, layout: ExportLayout) throws {
        let root = TestData.package + folder
        let files = TestData.files(under: root)
        let (_, export) = try Self.export(MemoryFiles(files), to: layout)
        #expect(export.omissions == [])
        for file in export.files where folder != "Templates" {
            #expect(files["\(root)/\(file.path)"].map { Array($0.utf8) } == file.bytes, "\(file.path)")
        }
        for file in export.files where folder == "Templates" {
            let path = file.path.replacing("email-templates/", with: "")
            #expect(files["\(root)/\(path)"].map { Array($0.utf8) } == file.bytes, "\(file.path)")
        }
    }
}
