// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import JSONText
import TenantConfiguration
import Testing
import Verification

@Suite("A manifest is read as it was written, and leads nowhere else")
struct FixtureManifestTests {
    private static func read(_ text: String) throws(Problem) -> FixtureManifest {
        try FixtureManifest(parsing: SourceFile(path: "manifest.json", bytes: Array(text.utf8)))
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let text = """
            {"galley": "0", "date": "d", "form": "both", "body": "single", "images": "data", "flowed": true, \
            "saveToSentItems": false, "inputs": [{"kind": "persona", "file": "a.json", \
            "sha256": "0"}], "fixtures": [{"file": "a/b/c.eml", "template": "a", "persona": "c", "later": [1]}]}
            """
        var manifest = try Self.read(text)
        #expect(manifest.inputs == [.init(kind: "persona", file: "a.json", sha256: "0")])
        #expect(manifest.entries.map(\.template) == ["a"])
        manifest.entries[0].isObsolete = true
        manifest.entries[0].sha256 = "1"
        let again = try FixtureManifest(
            parsing: SourceFile(path: "manifest.json", bytes: manifest.json.serialized()))
        #expect(again.entries.map(\.isObsolete) == [true])
        #expect(again.entries.map(\.sha256) == ["1"])
        // What this version does not know is kept.
        #expect(again.entries[0].node["later"]?.elements?.count == 1)
        #expect(
            again.settings
                == FixtureManifest.Settings(
                    date: "d", form: "both", body: "single", images: "data", isFlowed: true, savesToSentItems: false))
    }

    @Test func eachSettingThatDiffersIsNamedByItsOption() throws {
        let full = FixtureManifest.Settings(
            date: "d", form: "both", body: "single", images: "data", isFlowed: true, savesToSentItems: false)
        #expect(full.differences(from: full) == [])
        let other = FixtureManifest.Settings(
            date: "e", form: "mime", body: "alternative", images: "cid", isFlowed: false, savesToSentItems: true)
        let names = ["SOURCE_DATE_EPOCH", "--form", "--body", "--images", "--flowed", "--save-to-sent-items"]
        #expect(full.differences(from: other).map(\.place) == names)
        #expect(full.differences(from: other).map(\.was) == ["e", "mime", "alternative", "cid", "no", "yes"])
        #expect(full.differences(from: other).map(\.now) == ["d", "both", "single", "data", "yes", "no"])
        // What a manifest does not say is not what it should say.
        let silent = try Self.read(#"{"fixtures": []}"#).settings
        #expect(full.differences(from: silent).map(\.place) == names)
        #expect(full.differences(from: silent).allSatisfy { $0.was == nil })
    }

    @Test(
        "A path that leads out of the folder is refused, with its place",
        arguments: ["../a", "/a", "a/../b", "a//b", "", ".", "a/", #"a\\b"#, #"a\u0000"#, #"a\u001b[0m"#, #"a\u202eb"#])
    func pathsThatLeadOut(path: String) {
        let error = #expect(throws: Problem.self) { try Self.read(#"{"fixtures": [{"file": "\#(path)"}]}"#) }
        #expect(error?.location.position?.column == 24)
    }

    @Test(arguments: ["", "[]", "{}", #"{"fixtures": {}}"#, #"{"fixtures": [1]}"#, #"{"fixtures": [{"file": 1}]}"#])
    func whatIsNoManifestIsRefused(text: String) {
        #expect(throws: Problem.self) { try Self.read(text) }
    }
}
