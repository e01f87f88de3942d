// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import FuzzTargets
import Testing

/// What fuzzing found, tried again without libFuzzer.
@Suite struct RegressionTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Fuzzing/Regressions").standardized

    /// `TARGET/NAME` of each input.
    private static let inputs: [String] = {
        let files = FileManager.default.enumerator(atPath: Self.folder.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.contains("/") }.sorted()
    }()

    @Test(arguments: Self.inputs)
    func whatWasFoundStaysMended(_ input: String) async throws {
        // What a target finds ends the process.
        await #expect(processExitsWith: .success) { [input] in
            let name = input.prefix { $0 != "/" }
            let target = try #require(FuzzTarget(rawValue: String(name)), "there is no target \(name)")
            target.test([UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(input))))
        }
    }

    @Test func thereAreInputs() {
        #expect(Self.inputs.count >= 4)
    }
}
