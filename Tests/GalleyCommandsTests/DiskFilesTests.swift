// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import TenantConfiguration
import Testing

@testable import GalleyCommands

@Suite struct DiskFilesTests {
    @Test func findsJSONFilesAtAnyDepthButNotInHiddenFoldersOrThroughLinks() async throws {
        try await CommandHarness.withFolder { folder in
            let manager = FileManager.default
            for path in ["a.json", "b.txt", "c/d/e.json", ".git/f.json", "node_modules/g.json", "h/.i.json"] {
                let full = folder + "/" + path
                try manager.createDirectory(
                    atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                try "{}".write(toFile: full, atomically: true, encoding: .utf8)
            }
            // A loop that a walk that follows links would never leave.
            try manager.createSymbolicLink(atPath: folder + "/c/loop", withDestinationPath: folder)
            let listing = DiskFiles(folder + "///").list()
            #expect(listing.paths == [folder + "/a.json", folder + "/c/d/e.json"])
            #expect(listing.failures.isEmpty)
        }
    }

    @Test func aDeepTreeEndsAtTheLimit() async throws {
        try await CommandHarness.withFolder { folder in
            let deep = folder + String(repeating: "/x", count: 70)
            try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
            try "{}".write(toFile: deep + "/a.json", atomically: true, encoding: .utf8)
            let listing = DiskFiles(folder).list()
            #expect(listing.paths.isEmpty)
            #expect(listing.failures.map(\.code) == [.tooLarge])
        }
    }

    @Test(arguments: [("/nowhere/at/all", FileError.Code.notFound), ("/dev/null", .unreadable), ("/proc", .unreadable)])
    func refusesWhatIsNoFile(path: String, code: FileError.Code) {
        #expect(throws: FileError.self) { try DiskFiles.read(path) }
        do throws(FileError) {
            _ = try DiskFiles.read(path)
        } catch {
            #expect(error.code == code)
            #expect(error.path == path)
        }
    }
}
