// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailTemplates
import TenantConfiguration
import Testing

@Suite("Sent copies are made from editor copies, and nothing else changes")
struct MessageSyncTests {
    private static let text = #"""
        {"html" : {"en": "\u00e9", "fr":"f", "de": "", "es": "same"}, "styles": "p {}",
          "message": {"en":"old\/en", "fr": {"file": "t.fr.md"}, "de": "d", "es":"\u003csame|p {}>"}, "x": 1.0}
        """#

    private static func sync(
        _ text: String = text, locale: String? = nil,
        make: (String, String, String, String) throws(Problem) -> String = { _, html, styles, _ in "<\(html)|\(styles)>"
        }
    ) throws -> MessageSync {
        let files = MemoryFiles(["t/emailTemplate-t.json": text, "t/t.fr.md": "old"])
        let document = try #require(TenantReader.read(files, for: .templates).documents.first)
        return try MessageSync(of: document, from: files, locale: locale, make: make)
    }

    @Test func onlyTheStringsThatDifferChange() throws {
        let sync = try Self.sync()
        #expect(
            sync.changes == [
                MessageSync.Change(locale: "en", old: "old/en", new: "<é|p {}>"),
                MessageSync.Change(locale: "fr", old: "old", new: "<f|p {}>"),
            ])
        let expected = Self.text.replacing(#""old\/en""#, with: #""<é|p {}>""#)
        #expect(
            sync.files == [
                FileContent(path: "t/t.fr.md", bytes: Array("<f|p {}>".utf8)),
                FileContent(path: "t/emailTemplate-t.json", bytes: Array(expected.utf8)),
            ])
    }

    @Test func oneLocaleIsEnough() throws {
        #expect(try Self.sync(locale: "FR").files.map(\.path) == ["t/t.fr.md"])
        #expect(try Self.sync(locale: "es").files.isEmpty)
        #expect(try Self.sync(locale: "de").changes.isEmpty)
    }

    @Test func aLocaleWithoutSentCopyIsAProblem() {
        let error = #expect(throws: Problem.self) {
            try Self.sync(#"{"html": {"en": "x"}, "message": {"fr": "y"}, "subject": {}}"#)
        }
        #expect(error?.code == .missingValue)
    }

    @Test func whatTheInlinerRefusesIsPassedOn() {
        #expect(throws: Problem.self) {
            try Self.sync { _, _, _, _ throws(Problem) in
                throw Problem(.outOfRange, "no", at: SourceLocation(file: "x"))
            }
        }
    }
}
