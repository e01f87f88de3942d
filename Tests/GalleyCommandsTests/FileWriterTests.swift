// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import Testing

@testable import GalleyCommands

@Suite struct FileWriterTests {
    @Test func writesAllFilesAndNothingElse() async throws {
        try await CommandHarness.withFolder { folder in
            var writer = FileWriter(root: folder + "/out")
            writer.add("a/b.txt", Array("one".utf8))
            writer.add("c.txt", Array("two".utf8))
            try writer.write()
            let found = FileManager.default.enumerator(atPath: folder + "/out")?.allObjects.compactMap { $0 as? String }
            #expect(found?.sorted() == ["a", "a/b.txt", "c.txt"])
            #expect(try String(contentsOfFile: folder + "/out/a/b.txt", encoding: .utf8) == "one")
        }
    }

    @Test func aFailureLeavesEveryFileAsItWas() async throws {
        try await CommandHarness.withFolder { folder in
            var writer = FileWriter(root: folder)
            writer.add("a.txt", Array("old".utf8))
            try writer.write()
            var failing = FileWriter(root: folder)
            failing.add("a.txt", Array("new".utf8))
            // A file stands where a folder would have to be.
            failing.add("a.txt/b.txt", Array("new".utf8))
            #expect(throws: CommandError.self) { try failing.write() }
            #expect(try String(contentsOfFile: folder + "/a.txt", encoding: .utf8) == "old")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.txt"])
        }
    }
}
