// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Handlebars
import Testing

@Suite struct TraceTests {
    @Test func mapsOutputToTheTemplate() throws {
        let trace = try Template("ab {{x}} é{{#if y}}<{{{y}}}>{{/if}}!").trace(["x": "&&", "y": "<i>"])
        let text = "ab &amp;&amp; é<<i>>!"
        #expect(trace.bytes == Array(text.utf8))
        let map = trace.sourceMap
        #expect((0..<3).map(map.sourceOffset) == [0, 1, 2])
        #expect((3..<13).map(map.sourceOffset).allSatisfy { $0 == 3 })
        #expect((13..<16).map(map.sourceOffset) == [8, 9, 10])
        #expect(map.sourceOffset(of: 16) == 20)
        #expect((17..<20).map(map.sourceOffset) == [21, 21, 21])
        #expect(map.sourceOffset(of: 20) == 28)
        #expect(map.sourceOffset(of: 21) == 36)
    }

    @Test func mapsEscapesAndStrippedText() throws {
        let trace = try Template("\\{{a}}\n  {{! alone }}\n b {{~x}}c").trace(["x": 1])
        #expect(trace.bytes == Array("{{a}}\n b1c".utf8))
        #expect((0..<6).map(trace.sourceMap.sourceOffset) == [1, 2, 3, 4, 5, 6])
        #expect((6..<10).map(trace.sourceMap.sourceOffset) == [22, 23, 25, 31])
    }

    @Test func mapsLoops() throws {
        let trace = try Template("{{#each a}}-{{this}}{{/each}}").trace(["a": [1, nil, 3]])
        #expect(trace.bytes == Array("-1--3".utf8))
        #expect((0..<5).map(trace.sourceMap.sourceOffset) == [11, 12, 11, 11, 12])
    }

    @Test func namesMissingValues() throws {
        let template = try Template(
            """
            {{object.mail}} {{#if object.x}}{{else}}{{object.sn}}{{/if}}
            {{#each object.items}}{{name}}{{@nothing}}{{../y}}{{/each}}{{{null}}}{{log "x"}}{{"quoted"}}
            """)
        let trace = try template.trace(["object": ["sn": nil, "items": [["name": "a"], [:]], "y": ""]])
        let found = trace.missing.map { "\($0.path) \($0.absolutePath?.description ?? "-") \($0.position)" }
        #expect(
            found == [
                "object.mail object.mail 1:1", "object.sn object.sn 1:41", "@nothing - 2:31", "../y y 2:43",
                "name object.items.1.name 2:23", "@nothing - 2:31", "../y y 2:43", "null null 2:60",
                "\"quoted\" quoted 2:81",
            ])
    }

    @Test func namesMissingValuesBehindBlocks() throws {
        let template = try Template(
            "{{#with a as |b|}}{{b.c}}{{#with ../d}}{{x}}{{@root.y}}{{/with}}{{/with}}{{lookup a \"z\"}}{{#each m}}{{q}}{{/each}}"
        )
        let trace = try template.trace(["a": ["e": 1], "d": ["e": 1], "m": ["k": [:]]])
        #expect(trace.missing.map { $0.absolutePath?.description } == ["a.c", "d.x", "y", "a.z", "m.k.q"])
    }

    @Test func namesConversions() throws {
        let trace = try Template("{{a}}{{b}} {{#each a}}{{this}}{{/each}}{{#if a}}{{/if}}")
            .trace(["a": [[1], "x"], "b": [:]])
        #expect(trace.bytes == Array("1,x[object Object] 1x".utf8))
        let found = trace.conversions.map {
            "\($0.path) \($0.absolutePath?.description ?? "-") \($0.position) \($0.kind)"
        }
        #expect(found == ["a a 1:1 array", "b b 1:6 object", "this a.0 1:23 array"])
        #expect(trace.missing.isEmpty)
    }

    @Test(arguments: [
        ("0", true), ("-0.000001", true), ("9007199254740991", true), ("123456.789", true), ("-1e3", true),
        ("9007199254740992", false), ("12345678901234567890", false), ("1e30", false), ("-1e21", false),
        ("1e-7", false),
    ])
    func namesNumbersThatLookOtherwise(json: String, isExact: Bool) throws {
        let trace = try Template("{{a}}").trace(try Value(json: "{\"a\": \(json)}"))
        #expect(trace.conversions.map(\.kind) == (isExact ? [] : [.number]))
    }

    @Test func namesWhatHelpersGive() throws {
        var set = TemplateSet()
        set.register("give") { arguments, options -> Value in
            options.isBlock ? .string(try options.fn()) : arguments.first ?? .null
        }
        set.register("safe") { _, _ in SafeString("") }
        let template = try set.template(
            "{{give a}}{{{give b}}}\n{{give}}{{give n}}{{give \"\"}}{{safe}}{{#give}}{{a}}{{/give}}")
        let trace = try template.trace(["a": [1, 2], "b": [:], "n": 1e30])
        #expect(
            trace.conversions.map { "\($0.path) \($0.position) \($0.kind)" } == [
                "give a 1:1 array", "give b 1:11 object", "give n 2:9 number", "a 2:47 array",
            ])
        #expect(trace.missing.map { "\($0.path) \($0.position)" } == ["give 2:1"])
        #expect(trace.sourceMap.sourceOffset(of: 0) == 0)
        #expect(trace.sourceMap.sourceOffset(of: 3) == 10)
    }

    /// A tag with what is named of it, and whether that is a call.
    static let written: [(tag: String, path: String, isCall: Bool)] = [
        ("{{ a.b }}", "a.b", false), ("{{{a/b}}}", "a/b", false), ("{{~& a.[b c] ~}}", "a.[b c]", false),
        ("{{@root.b}}", "@root.b", false), ("{{ 'a b' }}", "'a b'", false), ("{{a .b}}", "a .b", false),
        ("{{lookup a \"b\"}}", "lookup a \"b\"", true),
        ("{{ lookup  (lookup a 'b') 1 }}", "lookup  (lookup a 'b') 1", true),
        ("{{b c=1}}", "b c=1", true),
        ("{{lookup a \"\(String(repeating: "é", count: 300))\"}}", "lookup a…", true),
        ("{{a\(String(repeating: ".a", count: 300))}}", "a\(String(repeating: ".a", count: 98)).…", false),
    ]

    @Test(arguments: Self.written)
    func namesWhatIsWritten(_ item: (tag: String, path: String, isCall: Bool)) throws {
        let trace = try Template("é \(item.tag) x").trace(["a": [:]])
        #expect(trace.missing.map(\.path) == [item.path])
        #expect(trace.missing.map(\.isCall) == [item.isCall])
        let conversion = try Template("{{lookup this 'a'}}").trace(["a": [:]]).conversions
        #expect(conversion.map(\.path) == ["lookup this 'a'"])
        #expect(conversion.map(\.isCall) == [true])
    }

    @Test func escapingCanBeTurnedOff() throws {
        let trace = try Template("{{x}}").trace(["x": "<"], escaping: .none)
        #expect(trace.bytes == Array("<".utf8))
        #expect(try Template("{{x}}").render(["x": "a&b"], escaping: .none) == "a&b")
    }
}
