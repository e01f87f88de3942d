// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// What is passed over, and what is a problem.
@Suite struct TenantReaderTests {
    @Test(arguments: [
        ("package.json", #"{"name": "x", "message": "hi", "subject": "hello"}"#),
        ("managed.json", #"{"_id": "managed", "objects": []}"#),
        ("list.json", "[]"), ("text.json", #""text""#), ("number.json", "42"), ("empty.json", "{}"),
        ("notes.json", "{ this is not JSON"), ("blank.json", ""),
        ("sync.idm.json", #"{"idm": {"sync": {}}}"#),
        ("host.json", #"{"host": "example.com"}"#),
        ("word.json", #"{"emailTemplate": "welcome"}"#),
        ("users.json", #"{"result": [{"_id": "managed/alpha_user/1"}, 7, null]}"#),
        ("tree.journey.json", #"{"trees": {"Login": {"nodes": {}, "emailTemplates": {}}}}"#),
        ("node.json", journeyNode),
    ])
    func otherFilesArePassedOver(path: String, text: String) {
        for purpose in [TenantReader.Purpose.templates, .provider] {
            let files = TenantFiles.reading(text, as: path, for: purpose)
            #expect(files.documents.isEmpty)
            #expect(files.problems.isEmpty)
        }
    }

    @Test(arguments: [
        "conf/emailTemplate-x.json", "x.template.email.json", "x.emailTemplate.json", "emailTemplate/x.json",
        "email-templates/x/x.json",
    ])
    func filesNamedAsTemplatesMustHoldOne(path: String) throws {
        for text in ["[]", #""text""#, "null", "7", "{}", journeyNode] {
            let files = TenantFiles.reading("\n  " + text, as: path)
            #expect(files.documents.isEmpty)
            let problem = try #require(files.problems.first)
            #expect(files.problems.count == 1)
            #expect(problem.code == .unrecognizedDocument)
            #expect(problem.location.description == path + ":2:3")
        }
    }

    @Test(arguments: ["[]", #""text""#, "null", "7"])
    func filesNamedAsProvidersMustHoldOne(text: String) throws {
        let files = TenantFiles.reading("\n\n " + text, as: "conf/external.email.json", for: .provider)
        #expect(files.documents.isEmpty)
        #expect(files.problems.map(\.code) == [.unrecognizedDocument])
        #expect(files.problems.first?.location.description == "conf/external.email.json:3:2")
    }

    @Test(arguments: [
        (TenantReader.Purpose.templates, "emailTemplate-x.json"), (.templates, "mail.emailTemplate.json"),
        (.provider, "external.email.json"),
    ])
    func brokenJSONHasAPlace(purpose: TenantReader.Purpose, path: String) {
        let text = "{\n  \"subject\": {\"en\": \"é\", ◆}\n}"
        let files = TenantFiles.reading(text, as: path, for: purpose)
        #expect(files.documents.isEmpty)
        #expect(files.problems.map(\.code) == [.invalidJSON])
        #expect(files.problems.first?.location.description == "\(path):\(Place.of("◆", in: text))")
    }

    @Test func brokenJSONThatSpeaksOfTemplatesIsAProblemUnderAnyName() {
        let text = #"{"emailTemplate": {"welcome": {"subject": {"en": "Hi"},}}}"#
        let files = TenantFiles.reading(text, as: "export.json")
        #expect(files.problems.map(\.code) == [.invalidJSON])
    }

    @Test func goodTemplatesSurviveBadNeighbours() {
        let text = """
            {"emailTemplate": {
              "good": \(minimalTemplate),
              "list": ["◆"],
              "node": \(journeyNode),
              "word": "◇"
            }}
            """
        let files = TenantFiles.reading(text, as: "all.template.email.json")
        #expect(files.documents.map(\.kind) == [.template(name: "good")])
        #expect(files.problems.map(\.code) == Array(repeating: .unrecognizedDocument, count: 3))
        #expect(
            files.problems.map { $0.location.position?.description } == [
                Place.of(#"["◆"]"#, in: text), Place.of(journeyNode, in: text), Place.of(#""◇""#, in: text),
            ])
        #expect(
            files.problems.map { $0.location.pointer?.description }
                == ["/emailTemplate/list", "/emailTemplate/node", "/emailTemplate/word"])
    }

    @Test func whatWasNotAskedForIsNoProblem() {
        let node = #"{"emailTemplate": {"broken": \#(journeyNode)}}"#
        #expect(TenantFiles.reading(node, as: "broken.emailTemplate.json", for: .provider).problems.isEmpty)
        #expect(TenantFiles.reading("[]", as: "emailTemplate-x.json", for: .provider).problems.isEmpty)
        #expect(TenantFiles.reading(#"{"message": "#, as: "emailTemplate-x.json", for: .provider).problems.isEmpty)
        let provider = #"{"idm": {"external.email": []}}"#
        #expect(TenantFiles.reading(provider, as: "external.email.idm.json", for: .templates).problems.isEmpty)
        #expect(TenantFiles.reading("[", as: "external.email.json", for: .templates).problems.isEmpty)
    }

    @Test func aFileThatTheUserNamesMustBeOurs() {
        let file = NamedFile(path: "x.json", text: #"{"a": 1}"#)
        #expect(TenantReader.read(file, for: .templates).problems.map(\.code) == [.unrecognizedDocument])
        #expect(TenantReader.read(file, for: .provider).documents.map(\.kind) == [.provider(isDefault: false)])
        let broken = NamedFile(path: "x.json", text: "{")
        #expect(TenantReader.read(broken, for: .templates).problems.map(\.code) == [.invalidJSON])
        #expect(TenantReader.read(broken, for: .provider).problems.map(\.code) == [.invalidJSON])
    }

    @Test func whatCannotBeReadIsAProblemAndNoEnd() {
        struct Faulty: FileSource {
            func list() -> FileListing {
                let failure = FileError(code: .notPermitted, path: "closed", message: "it may not be read")
                return FileListing(paths: ["bad.json", "good.json"], failures: [failure])
            }

            func read(_ path: String) throws(FileError) -> [UInt8] {
                guard path == "good.json" else {
                    throw FileError(code: .tooLarge, path: path, message: "it is too large")
                }
                return Array(minimalTemplate.utf8)
            }
        }
        let files = TenantReader.read(Faulty(), for: .templates)
        #expect(files.documents.map(\.kind) == [.template(name: "good")])
        #expect(files.problems.map(\.code) == [.unreadableInput, .unreadableInput])
        #expect(files.problems.map(\.location.file) == ["closed", "bad.json"])
    }

    // MARK: Names

    private static let badNames = ["../x", "a/b", "", ".", "..", #"a\u0000b"#, #"a\nb"#, #"a\\b"#, "/etc/x"]

    /// A name later names files and folders.
    @Test(arguments: badNames)
    func namesAreOnePlainPathSegment(name: String) throws {
        let layouts = [
            ("x.json", #"{"_id": "emailTemplate/NAME", "subject": {"en": "Hi"}, "message": {"en": "x"}}"#),
            ("x.template.email.json", #"{"emailTemplate": {"NAME": \#(minimalTemplate)}}"#),
            ("x.template.email.json", #"{"emailTemplate": {"emailTemplate/NAME": \#(minimalTemplate)}}"#),
            ("x.idm.json", #"{"idm": {"emailTemplate/NAME": \#(minimalTemplate)}}"#),
            ("x.json", #"{"result": [{"_id": "emailTemplate/NAME", "message": {"en": "x"}}]}"#),
        ]
        for (path, layout) in layouts {
            let files = TenantFiles.reading(layout.replacing("NAME", with: name), as: path)
            #expect(files.documents.isEmpty, "\(layout)")
            let problem = try #require(files.problems.first, "\(layout)")
            #expect(files.problems.count == 1)
            #expect(problem.location.file == path)
            #expect(problem.location.position != nil)
            #expect(problem.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }

    @Test(arguments: ["welcome", "my-mail", "Ünïcode", "a b", "..x", "x..y", "a.b", "%2e%2e"])
    func ordinaryNamesAreTaken(name: String) {
        let files = TenantFiles.reading(#"{"emailTemplate": {"\#(name)": \#(minimalTemplate)}}"#, as: "x.json")
        #expect(files.problems.isEmpty)
        #expect(files.documents.map(\.kind) == [.template(name: name)])
    }
}
