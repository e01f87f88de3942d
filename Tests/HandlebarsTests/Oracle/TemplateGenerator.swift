// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TestSupport

/// Makes templates with data for them: mostly sound ones, some that fail when rendered.
struct TemplateGenerator {
    var random: SeededGenerator
    private var blockParams: [String] = []
    /// The partials that can be called, if any.
    private var partials: [String] = []
    private var hasHelpers = false

    init(seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
    }

    mutating func task() -> HandlebarsJS.Task {
        let template = self.program(depth: 0)
        return HandlebarsJS.Task(
            template: template, json: self.chance(15) ? self.value(depth: 0) : self.object(depth: 0),
            escapes: !self.chance(10))
    }

    /// A template with partials, helpers and options.
    mutating func taskWithPartials() -> HandlebarsJS.Task {
        var task = HandlebarsJS.Task(template: "", json: "", escapes: !self.chance(10))
        self.hasHelpers = true
        defer {
            self.hasHelpers = false
            self.partials = []
        }
        // A partial calls only those before it, so that most templates end.
        for name in ["p", "q", "text"] {
            // A partial that is fit to be called from the next one.
            task.partials[name] = self.partials.isEmpty ? "{{a}}\n" : self.program(depth: 2)
            self.partials.append(name)
        }
        task.template = self.program(depth: 0)
        task.json = self.object(depth: 0)
        task.hasHelpers = true
        for option in ["compat", "preventIndent", "ignoreStandalone", "explicitPartialContext"] where self.chance(12) {
            task.options.insert(option)
        }
        for option in ["strict", "assumeObjects", "knownHelpersOnly"] where self.chance(4) {
            task.options.insert(option)
        }
        for name in ["join", "strong", "repeat", "a"] where self.chance(4) {
            task.options.insert("knownHelpers:" + name)
        }
        task.hideInherited()
        return task
    }

    /// A template of pieces in any order.
    mutating func soup() -> HandlebarsJS.Task {
        let pieces = [
            "{{", "}}", "{{{", "}}}", "{{#", "{{/", "{{^", "{{else", "{{~", "~}}", "{{!", "{{!--", "--}}", "{{>", "{{&",
            "{{{{", "}}}}", "{{{{/", "\\", " ", "\n", "a", "b", "a.b", "this", "..", "../", ".", "/", "[", "]", "[a]",
            "\"", "'", "\"a\"", "1", "-1.5", "true", "null", "(", ")", "=", "|", "as |", "@", "@index", "if", "each",
            "{{a}}", "{{#a}}", "{{/a}}", "{{#if a}}", "{{else}}", "{{/if}}", "\\{{", "\\\\{{", "\u{A0}", "*", "é",
            "\r\n",
        ]
        let template = (0...self.below(8)).map { _ in self.pick(pieces) }.joined()
        return HandlebarsJS.Task(template: template, json: self.object(depth: 1))
    }
}

// MARK: - Templates

extension TemplateGenerator {
    static let names = ["a", "b", "c", "d", "list", "map", "x-y", "length", "constructor", "é"]

    private mutating func program(depth: Int) -> String {
        (0...self.below(depth == 0 ? 6 : 4)).map { _ in self.statement(depth: depth) }.joined()
    }

    private mutating func statement(depth: Int) -> String {
        if !self.partials.isEmpty, self.chance(30) { return self.partial(depth: depth) }
        if self.hasHelpers, self.chance(12) { return self.helper(depth: depth) }
        switch self.below(depth < 4 ? 14 : 8) {
        case 0...2: return self.text()
        case 3...5: return self.mustache()
        case 6: return self.comment()
        case 7: return self.chance(50) ? "\\" + self.mustache() : self.text()
        case 8...9: return self.branch(depth: depth)
        case 10...11: return self.loop(depth: depth)
        case 12: return self.with(depth: depth)
        default: return self.section(depth: depth)
        }
    }

    private mutating func partial(depth: Int) -> String {
        let name = self.chance(2) ? "none" : self.pick(self.partials)
        let context = self.chance(30) ? " " + self.argument() : ""
        // No paths: a hash value that is undefined is null here, which shows where it is made a context.
        let value = self.pick([self.literal(), "@root", "this", "(join 1 2)"])
        let hash = self.chance(30) ? " a=" + value + (self.chance(40) ? " x-y=" + self.literal() : "") : ""
        let tag: String
        switch self.below(depth < 4 ? 12 : 6) {
        case 0 where self.chance(30):
            tag = self.open(">") + " (lookup . \"" + self.pick(["a", "b"]) + "\")" + self.close()
        case 0: tag = self.open(">") + " (join \"" + name + "\")" + self.close()
        case 1 where self.chance(15): tag = self.open(">") + " @partial-block" + context + hash + self.close()
        case 1...2:
            return self.open("#if ") + "@partial-block" + self.close() + self.open(">") + " @partial-block"
                + self.close() + self.open("/if") + self.close()
        case 6...7:
            let inline = "i\(self.below(3))"
            let definition =
                self.open("#*") + "inline \"\(inline)\"" + self.close()
                + self.program(depth: depth + 1) + self.open("/inline") + self.close()
            // Seldom is it called where it is not in sight.
            if self.chance(4) { self.partials.append(inline) }
            return definition + self.open(">") + " " + inline + context + hash + self.close()
        case 8...9:
            let blockName = self.pick([name, name, "none", "i0"])
            return self.open("#>") + " " + blockName + context + hash + self.close() + self.program(depth: depth + 1)
                + self.open("/") + blockName + self.close()
        default: tag = self.open(">") + " " + name + context + hash + self.close()
        }
        return self.chance(40) ? "\n" + self.pick(["  ", "\t", ""]) + tag + "\n" : tag
    }

    private mutating func helper(depth: Int) -> String {
        switch self.below(depth < 4 ? 5 : 3) {
        case 0:
            return self.open("") + "join " + self.argument() + " " + self.argument() + " sep=" + self.literal()
                + self.close()
        case 1: return self.open("") + self.pick(["strong", "join"]) + " " + self.argument() + self.close()
        case 2: return "{{{" + self.pick(["strong", "join"]) + " (join " + self.argument() + ")}}}"
        case 3:
            let name = "t\(depth)"
            let params = self.chance(40)
            if params { self.blockParams.append(name) }
            defer { if params { self.blockParams.removeLast() } }
            return self.open("#") + "repeat" + self.pick(["", " times=0", " times=3", " times=1"])
                + (params ? " as |\(name)|" : "") + self.close() + "{{@turn}}" + self.program(depth: depth + 1)
                + self.inverse(depth: depth) + self.open("/") + "repeat" + self.close()
        default:
            return self.open("#") + "inside " + self.path() + self.close() + self.program(depth: depth + 1)
                + self.inverse(depth: depth) + self.open("/") + "inside" + self.close()
        }
    }

    private mutating func text() -> String {
        self.pick([
            "x", " ", "\n", "  \n", "\r\n", " text ", "\n\n", "<b>", "\t", "\\", "\\\\", "\u{A0}", "é", " { ", " } ",
            "a\nb",
            "\n  ",
        ])
    }

    private mutating func comment() -> String {
        self.open(self.pick(["!", "!--", "! c "])) + self.pick(["", " c ", "}"]) + "--" + self.close()
    }

    private mutating func mustache() -> String {
        switch self.below(10) {
        case 0: return "{{{" + self.path() + "}}}"
        case 1: return self.open("&") + self.path() + self.close()
        case 2: return self.open("") + "lookup " + self.argument() + " " + self.argument() + self.close()
        case 3: return self.open("") + self.literal() + self.close()
        case 4:
            return self.chance(20) ? self.open("") + self.path() + " " + self.argument() + self.close() : self.text()
        default: return self.open("") + self.path() + self.close()
        }
    }

    private mutating func branch(depth: Int) -> String {
        let helper = self.pick(["if", "unless"])
        let option = self.chance(15) ? " includeZero=" + self.pick(["true", "false", "a", "1"]) : ""
        var block =
            self.open("#") + helper + " " + self.argument() + option + self.close() + self.program(depth: depth + 1)
        while self.chance(25) {
            block += self.open("else ") + "if " + self.argument() + self.close() + self.program(depth: depth + 1)
        }
        return block + self.inverse(depth: depth) + self.open("/") + helper + self.close()
    }

    private mutating func loop(depth: Int) -> String {
        self.block(
            "each", self.pick(["list", "map", "this", "..", "../list", self.argument()]), depth: depth, params: 2)
    }

    private mutating func with(depth: Int) -> String {
        self.block("with", self.pick(["map", "a", "this", "..", "../a", self.argument()]), depth: depth, params: 1)
    }

    private mutating func section(depth: Int) -> String {
        let name = self.chance(80) ? self.pick(Self.names.filter { $0 != "x-y" }) : "this"
        let sigil = self.chance(25) ? "^" : "#"
        return self.open(sigil) + name + self.close() + self.program(depth: depth + 1) + self.inverse(depth: depth)
            + self.open("/") + name + self.close()
    }

    private mutating func block(_ helper: String, _ argument: String, depth: Int, params: Int) -> String {
        let names = self.chance(30) ? Array(["p\(depth)", "k\(depth)"].prefix(params)) : []
        let suffix = names.isEmpty ? "" : " as |" + names.joined(separator: " ") + "|"
        var block = self.open("#") + helper + " " + argument + suffix + self.close()
        self.blockParams += names
        block += self.program(depth: depth + 1)
        self.blockParams.removeLast(names.count)
        return block + self.inverse(depth: depth) + self.open("/") + helper + self.close()
    }

    private mutating func inverse(depth: Int) -> String {
        guard self.chance(35) else { return "" }
        return self.open(self.pick(["else", "^", " else "])) + self.close() + self.program(depth: depth + 1)
    }

    private mutating func open(_ sigil: String) -> String {
        (self.chance(12) ? "{{~" : "{{") + sigil
    }

    private mutating func close() -> String {
        self.chance(12) ? "~}}" : "}}"
    }

    private mutating func argument() -> String {
        switch self.below(10) {
        case 0...6: self.path()
        case 7: self.literal()
        default: "(lookup " + self.path() + " " + self.pick([self.literal(), self.path()]) + ")"
        }
    }

    private mutating func literal() -> String {
        self.pick([
            "\"a\"", "'b'", "0", "1", "-2.5", "true", "false", "null", "undefined", "\"<'\"", "\"\"", "\"length\"",
        ])
    }

    private mutating func path() -> String {
        if !self.blockParams.isEmpty, self.chance(40) {
            return self.pick(self.blockParams) + self.pick(["", ".a", ".b.c", ".[0]"])
        }
        let start = self.pick(["", "", "", "", "../", "../../", "./", "this.", "@root.", "this/"])
        switch self.below(8) {
        case 0: return self.pick(["this", ".", "..", "../..", "@root"])
        case 1: return self.pick(["@index", "@key", "@first", "@last", "@../index", "@../key", "@nothing", "@index.x"])
        case 2: return start + "[" + self.pick(Self.names) + "]"
        case 3: return start + self.pick(Self.names) + self.pick([".", "/"]) + self.pick(Self.names)
        case 4: return start + self.pick(Self.names) + self.pick([".[0]", ".[1]", ".0.a", ".1.b", ".length"])
        default: return start + self.pick(Self.names)
        }
    }
}

// MARK: - Chance

extension TemplateGenerator {
    mutating func below(_ limit: Int) -> Int {
        Int(self.random.next() % UInt64(max(limit, 1)))
    }

    mutating func chance(_ percent: Int) -> Bool {
        self.below(100) < percent
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[self.below(elements.count)]
    }
}
