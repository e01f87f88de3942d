// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing

/// The table of cases has every part of the language, each at least twice.
@Suite struct CoverageTests {
    /// A part of the language, and what a template with it must have.
    struct Construct: Sendable, CustomTestStringConvertible {
        var name: String
        var isIn: @Sendable (ConformanceCase) -> Bool
        var testDescription: String { self.name }

        /// A part that a regular expression finds.
        init(_ name: String, _ pattern: String) {
            self.name = name
            self.isIn = { item in
                guard let pattern = try? Regex(pattern) else { return false }
                return item.texts.contains { $0.contains(pattern) }
            }
        }

        init(option name: String) {
            self.name = "the option \(name)"
            self.isIn = { $0.options.contains { $0 == name || $0.hasPrefix(name + ":") } }
        }
    }

    static let constructs =
        [
            Construct("{{ }}", #"\{\{ ?x ?\}\}"#), Construct("{{{ }}}", #"\{\{\{ ?x"#),
            Construct("{{& }}", #"\{\{& ?x"#),
            Construct("{{! }}", #"\{\{![^-]"#), Construct("{{!-- --}}", #"\{\{!--.*--\}\}"#),
            Construct(#"\{{"#, #"(^|[^\\])\\\{\{"#), Construct(#"\\{{"#, #"\\\\\{\{"#),
            Construct("raw blocks", #"\{\{\{\{\w+\}\}\}\}.*\{\{\{\{/"#),
            Construct("this", #"\{\{this\}\}"#), Construct("this as a prefix", #"this[./]\w"#),
            Construct(".", #"\{\{ ?\. ?\}\}"#),
            Construct("./", #"\{\{\./"#), Construct("..", #"\.\.[ }]"#), Construct("../", #"\{\{\.\./"#),
            Construct("@root", "@root"), Construct("@key", "@key"), Construct("@index", "@index"),
            Construct("@first", "@first"), Construct("@last", "@last"), Construct("@ variables further up", #"@\.\./"#),
            Construct("segment literals", #"\[[^\]]* [^\]]*\]"#), Construct("quoted names", #"\{\{ ?["']"#),
            Construct("numeric names", #"\{\{ ?\d"#), Construct("dots", #"\w\.\w"#),
            Construct("slashes", #"[a-z]/[a-z]"#),
            Construct("strings", #"\w (\S+ )?(\S+=)?["']"#), Construct("numbers", #"[a-z.] -?\d"#),
            Construct("true", #"[ =]true"#), Construct("false", #"[ =]false"#), Construct("null", #"[ =]null"#),
            Construct("undefined", #"[ =]undefined"#), Construct("hash arguments", #"\w=[^"=]"#),
            Construct("subexpressions", #"\w \(\w+"#), Construct("subexpressions in subexpressions", #"\(\w+ [^)]*\("#),
            Construct("block parameters", #"as \|\w+\|"#), Construct("two block parameters", #"as \|\w+ \w+\|"#),
            Construct("{{else}}", #"\{\{else\}\}"#), Construct("{{else if}}", #"\{\{else if"#),
            Construct("a chain of another helper", #"\{\{else (with|each|unless)"#), Construct("{{^}}", #"\{\{\^\}\}"#),
            Construct("{{^x}}", #"\{\{\^\w"#), Construct("if", "#if "), Construct("includeZero", "includeZero=true"),
            Construct("unless", "#unless "), Construct("each", "#each "), Construct("with", "#with "),
            Construct("lookup", #"\{\{lookup "#), Construct("log", #"\{\{log"#),
            Construct("sections", #"\{\{#[a-c]\}\}"#),
            Construct("partials", #"\{\{> ?\w+\}\}"#), Construct("partials of a computed name", #"\{\{> ?\("#),
            Construct("partials with a context", #"\{\{> ?\w+ \w+\}\}"#),
            Construct("partials with NAME=VALUE", #"\{\{> ?\w+ \w+="#),
            Construct("partials with a block", #"\{\{#> ?\w"#), Construct("@partial-block", "@partial-block"),
            Construct("inline partials", #"\{\{#\*inline"#), Construct("indented partials", #"(^|\n)[ \t]+\{\{>"#),
            Construct("~ at the beginning", #"\{\{~"#), Construct("~ at the end", #"~\}\}"#),
            Construct("tags alone on a line", #"\n *\{\{[#/^!]"#),
            Construct("registered helpers", #"\{\{(join|strong)"#),
            Construct("registered block helpers", #"\{\{#(repeat|inside)"#),
        ]
        + [
            "strict", "assumeObjects", "compat", "noEscape", "preventIndent", "ignoreStandalone",
            "explicitPartialContext",
            "knownHelpers", "knownHelpersOnly",
        ].map { Construct(option: $0) }

    @Test(arguments: Self.constructs)
    func everyConstructHasCases(_ construct: Construct) {
        let cases = ConformanceCase.all.filter { $0.output != nil && construct.isIn($0) }
        #expect(cases.count >= 2)
    }
}

extension ConformanceCase {
    /// The template and its partials.
    fileprivate var texts: [String] { [self.template] + self.partials.values }
}
