// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import JSONText
import TestSupport
import Testing

@Suite("A change in place leaves every other byte as it is")
struct JSONEditingTests {
    enum Change: Sendable {
        case replace(JSONNode)
        case insert(JSONNode)
        case remove

        func apply(to document: JSONDocument, at pointer: JSONPointer) throws(JSONEditError) -> JSONDocument {
            switch self {
            case .replace(let value): try document.replacing(pointer, with: value)
            case .insert(let value): try document.inserting(value, at: pointer)
            case .remove: try document.removing(pointer)
            }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var before: String
        var pointer: String
        var change: Change
        var after: String

        init(_ before: String, _ pointer: String, _ change: Change, _ after: String) {
            (self.before, self.pointer, self.change, self.after) = (before, pointer, change, after)
        }

        var testDescription: String { "\(self.before) \(self.pointer) \(self.change)" }
    }

    static let cases: [Case] = [
        Case(#" { "a" : 1.0 , "b":"\u0062" } "#, "/a", .replace(2), #" { "a" : 2 , "b":"\u0062" } "#),
        Case("1", "", .replace("x"), #""x""#),
        // What is there already keeps its spelling.
        Case(#"{"a":"\u00e9\/"}"#, "/a", .replace("é/"), #"{"a":"\u00e9\/"}"#),
        Case(#"{"a":{"x":1,"y":2}}"#, "/a", .replace(["y": 2, "x": 1]), #"{"a":{"x":1,"y":2}}"#),
        // Of repeated names the last one is meant.
        Case(#"{"a":1,"a":2}"#, "/a", .replace(3), #"{"a":1,"a":3}"#),
        Case(#"{"a":1,"a":2}"#, "/a", .remove, #"{"a":1}"#),
        Case(#"{"a/b":{"~":0}}"#, "/a~1b/~0", .replace(1), #"{"a/b":{"~":1}}"#),
        Case(#"{"":1}"#, "/", .replace(2), #"{"":2}"#),
        Case("[1, 2,3]", "/1", .replace([:]), "[1, {},3]"),
        Case("[1, 2,3]", "/0", .remove, "[2,3]"),
        Case("[1, 2,3]", "/1", .remove, "[1,3]"),
        Case("[1, 2,3]", "/2", .remove, "[1, 2]"),
        Case("[ 1 ]", "/0", .remove, "[]"),
        Case("[1, 2]", "/0", .insert(0), "[0, 1, 2]"),
        Case("[1, 2]", "/1", .insert(0), "[1, 0, 2]"),
        Case("[1, 2]", "/2", .insert(0), "[1, 2, 0]"),
        Case("[1, 2]", "/-", .insert(0), "[1, 2, 0]"),
        Case("[ ]", "/-", .insert(0), "[0]"),
        Case("{}", "/a", .insert("b"), #"{"a":"b"}"#),
        Case(#"{"x" : 1, "y" : 2 }"#, "/z", .insert(JSONNode(.null)), #"{"x" : 1, "y" : 2, "z" : null }"#),
        // Over several lines, with the indentation and line ends that are there.
        Case(
            "{\n\t\"a\": 1\n}\n", "/b", .insert(["c": [1]]),
            "{\n\t\"a\": 1,\n\t\"b\": {\n\t  \"c\": [\n\t    1\n\t  ]\n\t}\n}\n"),
        Case("{\r\n    \"a\": {}\r\n}", "/a/b", .insert(1), "{\r\n    \"a\": {\r\n        \"b\": 1\r\n    }\r\n}"),
        Case("{\n  \"a\": 1,\n  \"b\": 2\n}", "/a", .remove, "{\n  \"b\": 2\n}"),
        Case("{\n  \"a\": 1,\n  \"b\": 2\n}", "/b", .remove, "{\n  \"a\": 1\n}"),
        Case("{\n  \"a\": [1, 2]\n}", "/a/0", .replace(["b": 1]), "{\n  \"a\": [{\"b\":1}, 2]\n}"),
    ]

    @Test(arguments: cases)
    func onlyTheChangedPlaceIsWrittenAnew(_ example: Case) throws {
        let pointer = try #require(JSONPointer(parsing: example.pointer))
        let result = try example.change.apply(to: JSONDocument(parsing: example.before), at: pointer)
        #expect(String(decoding: result.bytes, as: UTF8.self) == example.after)
    }

    @Test(
        arguments: [
            (#"{"a":1}"#, "/b", .replace(1), .notFound), (#"{"a":1}"#, "/a/b", .replace(1), .notFound),
            (#"{"a":1}"#, "/a/b", .insert(1), .notAContainer), (#"{"a":1}"#, "/a", .insert(1), .alreadyThere),
            (#"{"a":1}"#, "/b/c", .insert(1), .notFound), ("[1]", "/2", .insert(1), .notFound),
            ("[1]", "/01", .insert(1), .notFound), ("[1]", "/-", .replace(1), .notFound),
            ("[1]", "/1", .remove, .notFound), ("[1]", "", .remove, .wholeDocument),
            ("[1]", "", .insert(1), .alreadyThere),
        ] as [(String, String, Change, JSONEditError.Code)])
    func whatCannotBeDoneIsAnError(_ text: String, _ at: String, _ change: Change, _ code: JSONEditError.Code) throws {
        let document = try JSONDocument(parsing: text)
        let pointer = try #require(JSONPointer(parsing: at))
        let error = #expect(throws: JSONEditError.self) { try change.apply(to: document, at: pointer) }
        #expect(error?.code == code)
        #expect(error?.message.isEmpty == false)
    }

    @Test(arguments: [
        (#"{ "a" : 1 , "b":2,"c" :3 }"#, #"{"b":2,"a":1,"c":3}"#, #"{ "a" : 1 , "b":2,"c" :3 }"#),
        (#"{ "a" : 1 , "b":2,"c" :3 }"#, #"{"c":4}"#, #"{ "c" :4 }"#),
        (#"{ "a" : 1 , "b":2,"c" :3 }"#, #"{"a":1,"d":[],"e":6}"#, #"{ "a" : 1, "d" : [], "e" : 6 }"#),
        (#"{ "a" : 1 , "b":2,"c" :3 }"#, "{}", "{}"),
        (#"{ "a" : 1 , "b":2,"c" :3 }"#, #"{"x":1,"y":2}"#, #"{"x":1,"y":2}"#),
        // Of repeated names the last counts, here and there.
        (#"{"a":1,"a":2,"b":3,"b":4}"#, #"{"a":5,"c":6,"c":7}"#, #"{"a":1,"a":5,"c":7}"#),
        (
            "{\n\t\"a\": {},\n\t\"b\": 1\n}", #"{"a":[1],"c":{"d":2}}"#,
            "{\n\t\"a\": [\n\t  1\n\t],\n\t\"c\": {\n\t  \"d\": 2\n\t}\n}"
        ),
        ("{\r\n}", #"{"a":1,"b":[2]}"#, "{\r\n  \"a\": 1,\r\n  \"b\": [\r\n    2\r\n  ]\r\n}"),
    ])
    func allMembersAreReplacedAtOnce(_ before: String, _ members: String, _ after: String) throws {
        let members = try #require(JSONDocument(parsing: members).root.members)
        let result = try JSONDocument(parsing: before).replacingMembers(of: .root, with: members)
        #expect(String(decoding: result.bytes, as: UTF8.self) == after)
    }

    @Test func allMembersAtOnceGiveWhatOneAfterTheOtherGives() throws {
        var generator = SeededGenerator(seed: 6902)
        for round in 0..<1000 {
            let trees = (0..<2).map { _ in
                JSONNode(
                    .object(
                        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                            let name =
                                ["a", "b", "c", "d", "e\u{301}", "\u{E9}", "/"].randomElement(using: &generator) ?? ""
                            return JSONMember(name: name, value: RandomTree.node(depth: 1, using: &generator))
                        }))
            }
            let outer: JSONNode = ["x": 1, "o": trees[0], "y": [[:]]]
            let document = try JSONDocument(parsing: outer.serialized(round % 2 == 0 ? .indented : .compact))
            let members = trees[1].members ?? []
            let result = try document.replacingMembers(of: JSONPointer(["o"]), with: members)
            #expect(try result.bytes == Self.changingOneByOne(document, members).bytes)
        }
    }

    /// The members of `o` changed by the editing of single values.
    private static func changingOneByOne(
        _ document: JSONDocument, _ members: [JSONMember]
    ) throws(JSONEditError) -> JSONDocument {
        let wanted = JSONNode(.object(members))
        var result = document
        for member in document.root["o"]?.members ?? [] where wanted.member(member.name) == nil {
            result = try result.removing(JSONPointer(["o", member.name]))
        }
        for member in members {
            guard let value = wanted[member.name] else { continue }
            let pointer = JSONPointer(["o", member.name])
            result =
                pointer.resolve(in: result.root) == nil
                ? try result.inserting(value, at: pointer) : try result.replacing(pointer, with: value)
        }
        return result
    }

    @Test func aResultPastALimitIsAnError() throws {
        let document = try JSONDocument(parsing: "[1]")
        var limits = JSONDocument.Limits()
        limits.bytes = 4
        #expect(try document.replacing(JSONPointer(["0"]), with: 12, limits: limits).bytes.count == 4)
        let size = #expect(throws: JSONEditError.self) {
            try document.replacing(JSONPointer(["0"]), with: 123, limits: limits)
        }
        #expect(size?.code == .invalidResult(.tooLarge))
        limits.depth = 1
        let depth = #expect(throws: JSONEditError.self) {
            try document.replacing(JSONPointer(["0"]), with: [], limits: limits)
        }
        #expect(depth?.code == .invalidResult(.tooDeep))
    }

    @Test func randomDocumentsStayAsTheyAreButForTheChange() throws {
        var generator = SeededGenerator(seed: 8259)
        var changes = 0
        for _ in 0..<1500 {
            let tree = RandomTree.node(depth: 4, using: &generator)
            let text = RandomSpelling.text(of: tree, using: &generator)
            let document = try JSONDocument(parsing: text)
            #expect(RandomTree.areEqual(document.root, tree))
            for (pointer, node) in RandomTree.places(in: document.root) {
                #expect(try document.replacing(pointer, with: node).bytes == text)
                let value = RandomTree.node(depth: 1, using: &generator)
                let replaced = try document.replacing(pointer, with: value)
                #expect(pointer.resolve(in: replaced.root)?.isSameValue(as: value) == true)
                #expect(replaced.bytes.starts(with: text[..<node.range.lowerBound]))
                #expect(replaced.bytes.reversed().starts(with: text[node.range.upperBound...].reversed()))
                changes += 1
                guard !pointer.tokens.isEmpty else { continue }
                let removed = try document.removing(pointer)
                #expect(RandomTree.count(removed.root) == RandomTree.count(document.root) - RandomTree.count(node))
                guard let members = node.members, node.member("new") == nil else { continue }
                let inserted = try document.inserting(value, at: pointer.appending("new"))
                #expect(pointer.resolve(in: inserted.root)?.members?.count == members.count + 1)
                #expect(try RandomTree.areEqual(inserted.removing(pointer.appending("new")).root, document.root))
            }
        }
        #expect(changes > 5000)
    }

    @Test("Python's json agrees on what a change makes of a document", .enabled(if: Python.isPresent))
    func pythonAgrees() throws {
        let script = """
            import json, sys
            for line in open(sys.argv[1], encoding='utf-8'):
                before, tokens, value, after = json.loads(line)
                before, after = json.loads(before), json.loads(after)
                place = before
                for token in tokens[:-1]:
                    place = place[int(token) if isinstance(place, list) else token]
                place[int(tokens[-1]) if isinstance(place, list) else tokens[-1]] = value
                print(int(before == after))
            """
        var generator = SeededGenerator(seed: 6901)
        var input: [UInt8] = []
        var count = 0
        while count < 400 {
            let tree = RandomTree.node(depth: 4, using: &generator)
            let text = RandomSpelling.text(of: tree, using: &generator)
            let document = try JSONDocument(parsing: text)
            guard let (pointer, _) = RandomTree.places(in: document.root).randomElement(using: &generator),
                !pointer.tokens.isEmpty
            else { continue }
            let value = RandomTree.node(depth: 2, using: &generator)
            let after = try document.replacing(pointer, with: value).bytes
            let row: [JSONNode] = [
                JSONNode(.string(String(decoding: text, as: UTF8.self))),
                JSONNode(.array(pointer.tokens.map { JSONNode(.string($0)) })), value,
                JSONNode(.string(String(decoding: after, as: UTF8.self))),
            ]
            input += JSONNode(.array(row)).serialized(.compact) + [.lineFeed]
            count += 1
        }
        let verdicts = try Python.run(script, input: input).split(separator: "\n")
        #expect(verdicts.count == count)
        #expect(verdicts.allSatisfy { $0 == "1" })
    }

    // MARK: Pointers

    @Test(
        arguments: [
            ("", []), ("/", [""]), ("/a", ["a"]), ("/a/b", ["a", "b"]), ("//", ["", ""]),
            ("/a~1b/m~0n", ["a/b", "m~n"]),
            ("/~01", ["~1"]), ("/ /é", [" ", "é"]),
        ] as [(String, [String])])
    func pointersAreReadAndWritten(text: String, tokens: [String]) throws {
        let pointer = try #require(JSONPointer(parsing: text))
        #expect(pointer.tokens == tokens)
        #expect(pointer.description == text)
    }

    @Test(arguments: ["a", "a/b", "/~", "/~2", "/a~", "#/a"])
    func whatIsNoPointerIsRefused(text: String) {
        #expect(JSONPointer(parsing: text) == nil)
    }

    // MARK: Equality

    @Test(arguments: [
        (#"{"a":1,"b":[2]}"#, #"{ "b":[2], "a":1 }"#, true), (#""\u00e9""#, "\"é\"", true),
        ("1.0", "1", false), ("[1,2]", "[2,1]", false), (#"{"a":1}"#, #"{"a":1,"a":1}"#, false),
        (#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#, false), ("\"e\u{301}\"", "\"\u{E9}\"", false), ("null", "false", false),
        (#"{"a":{"y":1,"x":2}}"#, #"{"a":{"x":2,"y":1}}"#, true),
    ])
    func valuesAreComparedApartFromOrderAndEscapes(left: String, right: String, isSame: Bool) throws {
        let (left, right) = (try JSONDocument(parsing: left).root, try JSONDocument(parsing: right).root)
        #expect(left.isSameValue(as: right) == isSame)
        #expect(right.isSameValue(as: left) == isSame)
        #expect(left.isSameValue(as: left.sorted))
    }
}
