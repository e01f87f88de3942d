// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import FuzzTargets
import TestSupport

/// Inputs of the fuzz target of rendering: of the other generators, or those with a few bytes changed.
extension TemplateGenerator {
    mutating func fuzzInput() -> [UInt8] {
        var task =
            switch self.below(20) {
            case 0...3: self.task()
            case 4...7: self.taskWithEqualArrays()
            case 8: self.soup()
            default: self.taskWithPartials()
            }
        for name in ["compat", "preventIndent", "ignoreStandalone", "explicitPartialContext"] where self.chance(10) {
            task.options.insert(name)
        }
        var input = HandlebarsInput(task)
        guard self.chance(35) else { return input.bytes }
        let position = self.below(input.partials.count + 1)
        if position < input.partials.count {
            self.mutate(&input.partials[position])
        } else {
            self.mutate(&input.template)
        }
        return input.bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        for _ in 0...self.below(2) {
            guard !bytes.isEmpty else { return }
            let start = self.below(bytes.count)
            let end = min(start + 1 + self.below(8), bytes.count)
            switch self.below(20) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: self.below(bytes.count))
            case 2: bytes.swapAt(start, self.below(bytes.count))
            default:
                // Mostly where a tag begins, so that the template stays one.
                let place = self.chance(90) ? bytes[start...].firstIndex(of: UInt8(ascii: "{")) : start
                bytes.insert(contentsOf: Array(self.pick(Self.pieces).utf8), at: place ?? bytes.count)
            }
        }
    }

    private static let pieces = [
        "{{> p}}", "{{> q a}}", "\n  {{> text a=1}}\n", "{{this}}", "{{#if a}}\nx\n{{else}}\n{{b}}\n{{/if}}", "\n",
        "  ",
        "{{#repeat}}x{{/repeat}}", "{{#inside a}}{{b}}\n{{> p}}{{/inside}}", "{{join 1 a}}", "{{#a}}\n{{../b}}{{/a}}",
        "{{#*inline \"p\"}}{{b}}\n{{/inline}}", "{{#> p}}{{a}}{{/p}}", "{{@partial-block}}", "{{> @partial-block}}",
        "{{{{a}}}}{{b}}{{{{/a}}}}", "{{~! ~}}", "{{a.length}}", "{{__proto__}}", "{{lookup list 0}}", "\\",
        "{{#each list as |x i|}}{{#with x}}{{i}}{{../length}}{{a}}{{/with}}{{/each}}",
    ]
}

extension HandlebarsInput {
    init(_ task: HandlebarsJS.Task) {
        self.init(template: Array(task.template.utf8))
        self.json = Array(task.json.utf8)
        self.settings = task.options
        if !task.escapes { self.settings.insert("noEscape") }
        if task.hasHelpers { self.settings.insert("helpers") }
        self.partials = Self.partialNames.compactMap { task.partials[$0] }.map { Array($0.utf8) }
    }

    var task: HandlebarsJS.Task {
        var task = HandlebarsJS.Task(
            template: String(decoding: self.template, as: UTF8.self), json: self.jsonText,
            escapes: !self.settings.contains("noEscape"), partials: self.partialsByName,
            options: self.settings.subtracting(["noEscape", "helpers"]), hasHelpers: self.hasHelpers)
        task.hideInherited()
        return task
    }
}
