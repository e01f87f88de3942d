// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Handlebars

extension Growth {
    private static let limits: Limits = {
        var limits = Limits()
        limits.nesting = 1 << 30
        limits.partialCalls = 1 << 30
        limits.sourceBytes = 1 << 30
        limits.outputBytes = 1 << 30
        limits.steps = 1 << 40
        return limits
    }()

    private static func compile(_ source: @escaping @Sendable (Int) -> String) -> @Sendable (Int) -> () -> Int {
        { size in
            let bytes = Array(source(size).utf8)
            return { Self.outcome { try Template(utf8: bytes, limits: Self.limits).render(["a": "x"]).utf8.count } }
        }
    }

    static let handlebars: [Reader] = [
        Reader(name: "Handlebars", input: "long text", prepare: Self.compile { Self.repeated("text & <b>\n", to: $0) }),
        Reader(name: "Handlebars", input: "many tags", prepare: Self.compile { Self.repeated("{{a}} ", to: $0) }),
        Reader(
            name: "Handlebars", input: "many standalone blocks",
            prepare: Self.compile { Self.repeated("  {{#if a}}\nx\n  {{else}}\ny\n  {{/if}}\n", to: $0) }),
        Reader(
            name: "Handlebars", input: "deep nesting",
            prepare: Self.compile { Self.nested("{{#if a}}", "{{/if}}", to: $0) }),
        Reader(
            name: "Handlebars", input: "deep nesting of contexts",
            prepare: Self.compile { Self.nested("{{#with .}}", "{{/with}}", to: $0) }),
        Reader(
            name: "Handlebars", input: "deep nesting of block parameters",
            prepare: Self.compile { Self.nested("{{#with a as |b|}}{{b}}", "{{/with}}", to: $0) }),
        Reader(
            name: "Handlebars", input: "deep nesting of inline partials",
            prepare: Self.compile { Self.nested("{{#*inline \"a\"}}", "{{/inline}}", to: $0) }),
        Reader(
            name: "Handlebars", input: "long else-if chain",
            prepare: Self.compile { "{{#if b}}" + Self.repeated("{{else if b}}", to: $0) + "{{/if}}" }),
        Reader(
            name: "Handlebars", input: "many subexpressions",
            prepare: Self.compile { "{{lookup " + Self.repeated("(lookup a (lookup a 1)) ", to: $0) + "}}" }),
        Reader(
            name: "Handlebars", input: "subexpressions past the limit",
            prepare: Self.compile { "{{lookup " + Self.repeated("(a ", to: $0) }),
        Reader(
            name: "Handlebars", input: "long path", prepare: Self.compile { "{{" + Self.repeated("a.", to: $0) + "a}}" }
        ),
        Reader(
            name: "Handlebars", input: "../../../",
            prepare: Self.compile { "{{" + Self.repeated("../", to: $0) + "a}}" }),
        Reader(name: "Handlebars", input: "open mustaches", prepare: Self.compile { Self.repeated("{{a ", to: $0) }),
        Reader(name: "Handlebars", input: "open comments", prepare: Self.compile { Self.repeated("{{!-- ", to: $0) }),
        Reader(
            name: "Handlebars", input: "backslashes", prepare: Self.compile { Self.repeated("\\", to: $0) + "{{a}}" }),
        Reader(
            name: "Handlebars", input: "escaped mustaches", prepare: Self.compile { Self.repeated("\\{{a", to: $0) }),
        Reader(
            name: "Handlebars", input: "open raw blocks", prepare: Self.compile { Self.repeated("{{{{a}}}} ", to: $0) }),
        Reader(
            name: "Handlebars", input: "many arguments",
            prepare: Self.compile { "{{a " + Self.repeated("b ", to: $0) + "}}" }),
        Reader(
            name: "Handlebars", input: "many hash arguments",
            prepare: Self.compile { "{{a " + Self.repeated("b=1 ", to: $0) + "}}" }),
        Reader(
            name: "Handlebars", input: "many partials",
            prepare: { size in
                var set = TemplateSet(limits: Self.limits)
                guard (try? set.add("p", "<{{a}}>")) != nil else { return { -1 } }
                let source = Self.repeated("{{> p}} ", to: size)
                return { [set] in Self.outcome { try set.template(source).render(["a": "x"]).utf8.count } }
            }),
        Reader(
            name: "Handlebars", input: "many inline partials",
            prepare: Self.compile { Self.repeated("{{#*inline \"a\"}}x{{/inline}}{{> a}}\n", to: $0) }),
        Reader(
            name: "Handlebars", input: "huge array",
            prepare: { size in
                let data: Value = ["list": .array(Value.Elements(repeatElement(["a": "x"], count: size / 8)))]
                guard let template = try? Template("{{#each list}}{{a}}{{@index}}{{/each}}", limits: Self.limits)
                else { return { -1 } }
                return { Self.outcome { try template.render(data).utf8.count } }
            }),
        Reader(
            name: "Handlebars", input: "huge object",
            prepare: { size in
                let data: Value = ["list": .object(Value.Members((0..<size / 16).map { ("k\($0)", "x") }))]
                guard let template = try? Template("{{#each list}}{{@key}}{{this}}{{/each}}", limits: Self.limits)
                else { return { -1 } }
                return { Self.outcome { try template.render(data).utf8.count } }
            }),
        Reader(
            name: "Handlebars", input: "equal arrays as contexts",
            prepare: { size in
                let array = (0..<size / 16).map { _ in Value.number(0) }
                let other = Value.array(Value.Elements(array))
                let data: Value = [
                    "list": .array(Value.Elements(array.map { _ in other })), "a": .array(Value.Elements(array)),
                ]
                guard
                    let template = try? Template(
                        "{{#each list}}{{#with ../a}}{{../length}}{{/with}}{{/each}}", limits: Self.limits)
                else { return { -1 } }
                return { Self.outcome { try template.render(data).utf8.count } }
            }),
        Reader(
            name: "Handlebars", input: "deep nesting of contexts with inline partials",
            prepare: { size in
                let source = Self.nested(
                    "{{#with @root.a}}{{#with @root}}{{#*inline \"p\"}}{{/inline}}", "{{/with}}{{/with}}", to: size)
                guard let template = try? Template(source, limits: Self.limits) else { return { -1 } }
                return { Self.outcome { try template.render(["a": [:]]).utf8.count } }
            }),
        Reader(
            name: "Handlebars", input: "trace of many tags",
            prepare: { size in
                guard let template = try? Template(Self.repeated("{{a}} {{b}}\n", to: size), limits: Self.limits)
                else { return { -1 } }
                return { Self.outcome { try template.trace(["a": "x"]).bytes.count } }
            }),
        Self.analysis("many tags") { Self.repeated("{{#if a}}{{a.b}}{{/if}}\n", to: $0) },
        Self.analysis("deep nesting") { Self.nested("{{#with a}}{{b}}", "{{/with}}", to: $0) },
        Self.analysis("deep nesting of loops") { Self.nested("{{#each a as |b|}}{{b}}", "{{/each}}", to: $0) },
        Self.analysis("deep nesting of inline partials") {
            Self.nested("{{#*inline \"a\"}}{{> a}}", "{{/inline}}", to: $0)
        },
        Self.analysis("long else-if chain") { "{{#if b}}" + Self.repeated("{{else if b}}", to: $0) + "{{/if}}" },
        Self.analysis("long context") { size in
            "{{#with " + Self.repeated("a.", to: size / 2) + "b}}" + Self.repeated("{{c}}", to: size / 2) + "{{/with}}"
        },
    ]

    private static func analysis(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Reader(
            name: "Handlebars", input: "analysis of \(input)",
            prepare: { size in
                guard let template = try? Template(source(size), limits: Self.limits) else { return { -1 } }
                return { template.analysis.variables.count }
            })
    }

    private static func nested(_ opening: String, _ closing: String, to size: Int) -> String {
        let depth = size / (opening.utf8.count + closing.utf8.count)
        return String(repeating: opening, count: depth) + String(repeating: closing, count: depth)
    }
}
