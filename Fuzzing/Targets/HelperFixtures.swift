// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Handlebars

extension TemplateSet {
    /// A set with the helpers that the oracle of the tests, handlebars.js itself, registers too.
    package static func withFixtures(options: Options = Options(), limits: Limits = Limits()) -> TemplateSet {
        var set = TemplateSet(options: options, limits: limits)
        set.registerFixtures()
        return set
    }

    package mutating func registerFixtures() {
        self.register("join") { arguments, options in
            let separator = options.hash["sep"]?.text ?? ""
            return arguments.map(\.text).joined(separator: separator.isEmpty ? "-" : separator)
        }
        self.register("strong") { arguments, _ in SafeString("<b>\(arguments.first?.text ?? "")</b>") }
        self.register("repeat") { _, options in
            var times = 2.0
            if case .number(let number)? = options.hash["times"] { times = min(number, 3) }
            if times < 1 { return try options.inverse() }
            var text = ""
            for turn in 0..<Int(times.rounded(.up)) {
                text += try options.fn(blockParams: [.number(Double(turn))], data: ["turn": .number(Double(turn))])
            }
            return text
        }
        self.register("inside") { arguments, options in
            "[\(try options.fn(arguments.first))|\(try options.inverse())]"
        }
    }

    /// Adds a partial; one that cannot be parsed fails where it is called, as handlebars.js parses it there.
    package mutating func addLazily(_ name: String, _ source: String) {
        do { try self.add(name, source) } catch { try? self.add(name, "{{#if}}{{/if}}") }
    }
}

extension Options {
    /// The options of those names, with those helpers that are known as `knownHelpers:NAME`.
    package init(named names: Set<String>) {
        self.init(
            strict: names.contains("strict"), assumeObjects: names.contains("assumeObjects"),
            compat: names.contains("compat"), preventIndent: names.contains("preventIndent"),
            ignoreStandalone: names.contains("ignoreStandalone"),
            explicitPartialContext: names.contains("explicitPartialContext"),
            knownHelpers: Set(
                names.filter { $0.hasPrefix("knownHelpers:") }.map { String($0.dropFirst("knownHelpers:".count)) }),
            knownHelpersOnly: names.contains("knownHelpersOnly"))
    }
}
