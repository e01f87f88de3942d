// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import FuzzTargets
import Testing

/// What fuzzing found, tried again without libFuzzer.
@Suite struct RegressionTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func entries(of folder: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: Self.root.appendingPathComponent(folder), includingPropertiesForKeys: nil,
            options: .skipsHiddenFiles)
    }

    private static func replay(_ folder: String) throws {
        for target in try Self.entries(of: folder) {
            let name = target.lastPathComponent
            guard let fuzzed = FuzzTarget(rawValue: name) else { preconditionFailure("there is no target \(name)") }
            for input in try Self.entries(of: "\(folder)/\(name)") {
                // What a target finds ends the process: this says where.
                FileHandle.standardError.write(Data("\(name)/\(input.lastPathComponent)\n".utf8))
                fuzzed.test([UInt8](try Data(contentsOf: input)))
            }
        }
    }

    @Test func whatWasFoundStaysMended() async throws {
        let folders = try Self.entries(of: "Fuzzing/Regressions")
        #expect(folders.count >= 3)
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            try Self.replay("Fuzzing/Regressions")
        }
        let lines = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        for folder in folders {
            let name = folder.lastPathComponent
            #expect(lines.contains("\(name)/"), "\(name) is empty, or an input before it failed:\n\(lines)")
        }
    }

    @Test func aFolderWithoutATargetIsNoticed() async {
        await #expect(processExitsWith: .failure) { try Self.replay("Fuzzing") }
    }
}
