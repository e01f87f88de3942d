// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import FuzzTargets
import Handlebars
import Testing

/// Inputs of the fuzz target of rendering, rendered by handlebars.js too: the target itself has nothing to compare with.
extension OracleTests {
    private static let regressions = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../Fuzzing/Regressions/handlebars-render").standardized

    /// Some 60 of 100 render.
    @Test(arguments: 300..<304 as Range<UInt64>)
    func generatedFuzzInputsRenderTheSame(seed: UInt64) throws {
        var generator = TemplateGenerator(seed: seed)
        let tasks = (0..<500).map { _ in HandlebarsInput(generator.fuzzInput()) }.filter { $0.data != nil }.map(\.task)
        #expect(tasks.count > 450, "too often the data is no JSON")
        let rendered = try Self.compare(tasks)
        #expect(rendered > 275, "the generator makes too many templates that fail")
    }

    @Test func whatFuzzingFoundRendersTheSame() throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.regressions.path)) ?? []
        let inputs = try names.map { name in
            HandlebarsInput(Array(try Data(contentsOf: Self.regressions.appendingPathComponent(name))))
        }
        try Self.compare(inputs.filter { $0.data != nil }.map(\.task))
    }

    @Test func fuzzInputsSayWhatTheyWereMadeOf() {
        var generator = TemplateGenerator(seed: 310)
        for _ in 0..<100 {
            let input = HandlebarsInput(generator.taskWithPartials())
            let read = HandlebarsInput(input.bytes)
            #expect(read.bytes == input.bytes)
            #expect(read.settings == input.settings)
            #expect(read.partialsByName == input.partialsByName)
            #expect(read.jsonText == input.jsonText)
        }
    }
}
