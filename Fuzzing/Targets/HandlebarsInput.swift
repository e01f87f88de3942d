// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
package import Handlebars

/// What an input of `handlebars-render` says, its parts separated by NUL: the template, its data as JSON, a letter for
/// each setting, and partials.
///
/// Parts at the end may be missing; data that is missing or empty is ``sample``.
package struct HandlebarsInput {
    package var template: [UInt8]
    package var json: [UInt8] = []
    package var settings: Set<String> = []
    /// The texts of the partials, in the order of ``partialNames``.
    package var partials: [[UInt8]] = []

    /// The settings, of which `a` is the first: options of handlebars.js, and whether the helpers of `HelperFixtures`
    /// are registered.
    package static let settingNames = [
        "strict", "assumeObjects", "compat", "noEscape", "preventIndent", "ignoreStandalone", "explicitPartialContext",
        "knownHelpersOnly", "knownHelpers:join", "knownHelpers:strong", "knownHelpers:repeat", "knownHelpers:a",
        "helpers",
    ]

    package static let partialNames = ["p", "q", "text"]

    /// Data for inputs that bring none along.
    package static let sample = #"""
        {"a": 1, "b": "<&\"'`=>", "c": [1, "x", null, true, {"d": [[], {}]}], "d": {"e": {"a": "deep", "length": 3}},
        "e": false, "f": null, "this": "t", "list": [{"a": 1}, {"a": 2, "b": {"c": 0}}], "g h": "é\u0000", "0": "zero"}
        """#

    package init(template: [UInt8]) {
        self.template = template
    }

    /// Reads an input, which may be any bytes.
    package init(_ bytes: [UInt8]) {
        let parts = bytes.split(
            separator: 0, maxSplits: 2 + Self.partialNames.count, omittingEmptySubsequences: false
        ).map { Array($0) }
        self.template = parts[0]
        if parts.count > 1 { self.json = parts[1] }
        if parts.count > 2 {
            self.settings = Set(
                parts[2].map { Self.settingNames[Int($0 &- .ascii("a")) % Self.settingNames.count] })
        }
        self.partials = Array(parts.dropFirst(3))
    }

    /// The input that says this.
    package var bytes: [UInt8] {
        let settings = Self.settingNames.indices.filter { self.settings.contains(Self.settingNames[$0]) }
            .map { UInt8.ascii("a") + UInt8($0) }
        return Array(([self.template, self.json, settings] + self.partials).joined(separator: [0]))
    }

    package var hasHelpers: Bool { self.settings.contains("helpers") }

    package var escaping: Escaping { self.settings.contains("noEscape") ? .none : .html }

    package var data: Value? { try? Value(json: self.jsonText) }

    /// The data, or ``sample``.
    package var jsonText: String { self.json.isEmpty ? Self.sample : self.json.text }

    package var partialsByName: [String: String] {
        Dictionary(zip(Self.partialNames, self.partials.map(\.text))) { first, _ in first }
    }

    /// The template with all that belongs to it.
    ///
    /// - Parameter helpersFirst: Whether helpers are registered before partials are added, which must not matter.
    package func makeTemplate(limits: Limits, helpersFirst: Bool) throws(HandlebarsError) -> Template {
        let options = Options(named: self.settings)
        guard self.hasHelpers || !self.partials.isEmpty else {
            return try Template(utf8: self.template, options: options, limits: limits)
        }
        var set = TemplateSet(options: options, limits: limits)
        if self.hasHelpers, helpersFirst { set.registerFixtures() }
        for (name, source) in self.partialsByName { set.addLazily(name, source) }
        if self.hasHelpers, !helpersFirst { set.registerFixtures() }
        return try set.template(self.template.text)
    }
}
