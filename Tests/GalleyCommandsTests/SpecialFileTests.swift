// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import Testing

@testable import GalleyCommands

@Suite struct SpecialFileTests {
    @Test func aPipeIsWrittenToAndStaysAPipe() async throws {
        try await CommandHarness.withFolder { folder in
            let path = folder + "/pipe"
            #expect(mkfifo(path, 0o600) == 0)
            // Opened for both, so that neither side waits for the other.
            let reader = open(path, O_RDWR)
            defer { close(reader) }
            var writer = FileWriter()
            writer.add(path, Array("one".utf8))
            try writer.write()
            var bytes: [UInt8] = [0, 0, 0]
            #expect(read(reader, &bytes, 3) == 3)
            #expect(bytes == Array("one".utf8))
            var status = stat()
            #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
        }
    }

    @Test func aReportGoesWhereALinkLeadsAndTheLinkStays() async throws {
        try await CommandHarness.withFolder { folder in
            try "old".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/file")
            var writer = FileWriter()
            writer.add(folder + "/link", Array("new".utf8))
            try writer.write()
            #expect(try String(contentsOfFile: folder + "/file", encoding: .utf8) == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == folder + "/file")
        }
    }

    @Test func noFileIsWrittenThroughAFolderThatIsALink() async throws {
        try await CommandHarness.withFolder { folder in
            let manager = FileManager.default
            for name in ["/out", "/other"] {
                try manager.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
            }
            try manager.createSymbolicLink(atPath: folder + "/out/a", withDestinationPath: folder + "/other")
            var writer = FileWriter(root: folder + "/out")
            writer.add("a/b.txt", Array("new".utf8))
            #expect(throws: CommandError.self) { try writer.write() }
            #expect(try manager.contentsOfDirectory(atPath: folder + "/other").isEmpty)
        }
    }

    @Test func twoReportsForOneFileAreAUsageError() async throws {
        let result = await CommandHarness().run(
            "verify", "--templates", CommandHarness.project + "/Templates", "--report", "text=/tmp/x", "--report",
            "json=/tmp/x")
        #expect(result.status == 64)
    }
}
