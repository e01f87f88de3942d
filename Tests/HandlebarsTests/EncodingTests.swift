// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Handlebars
import Testing

@Suite struct EncodingTests {
    struct Person: Encodable {
        var name: String
        var age: Int
        var mail: String?
        var roles: [String] = []
        var scores: [String: Double] = [:]
        var isActive = true
    }

    @Test func encodesProperties() throws {
        let value = try Value(
            encoding: Person(name: "Ada", age: 36, roles: ["a", "b"], scores: ["x": 0.5]))
        #expect(
            value == [
                "name": "Ada", "age": 36, "roles": ["a", "b"], "scores": ["x": 0.5], "isActive": true,
            ])
        #expect(
            try Template("{{name}} {{#each roles}}{{this}}{{/each}}").render(
                encoding: Person(name: "Ada", age: 1, roles: ["x"])) == "Ada x")
    }

    @Test func encodesValuesAlone() throws {
        #expect(try Value(encoding: 5) == 5)
        #expect(try Value(encoding: "x") == "x")
        #expect(try Value(encoding: Int?.none) == .null)
        #expect(try Value(encoding: [1, nil, 3]) == [1, nil, 3])
        #expect(try Value(encoding: [[UInt8(1)], []]) == [[1], []])
        #expect(try Value(encoding: Float(0.5)) == 0.5)
        #expect(try Value(encoding: [String: Int]()) == [:])
        enum Kind: String, Encodable { case one }
        #expect(try Value(encoding: Kind.one) == "one")
        struct Empty: Encodable {}
        #expect(try Value(encoding: Empty()) == [:])
    }

    class Base: Encodable {
        let id = 7
    }

    final class Derived: Base {
        private enum CodingKeys: CodingKey { case name, list, nested }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode("n", forKey: .name)
            try container.encodeNil(forKey: .nested)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try list.encode(1)
            try list.encodeNil()
            var inner = list.nestedContainer(keyedBy: CodingKeys.self)
            try inner.encode(true, forKey: .name)
            var innermost = list.nestedUnkeyedContainer()
            try innermost.encode("x")
            try super.encode(to: list.superEncoder())
            try super.encode(to: container.superEncoder())
        }
    }

    @Test func encodesNestedContainers() throws {
        #expect(
            try Value(encoding: Derived()) == [
                "name": "n", "nested": nil, "list": [1, nil, ["name": true], ["x"], ["id": 7]], "super": ["id": 7],
            ])
    }

    final class Endless: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(self)
        }
    }

    final class EndlessSingle: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(self)
        }
    }

    @Test func depthHasALimit() throws {
        #expect(throws: EncodingError.self) { try Value(encoding: Endless()) }
        #expect(throws: EncodingError.self) { try Value(encoding: EndlessSingle()) }
        #expect(try Value(encoding: [[1]], depth: 3) == [[1]])
        #expect(throws: EncodingError.self) { try Value(encoding: [[1]], depth: 1) }
    }

    @Test func setsRenderEncodables() throws {
        var set = TemplateSet()
        try set.add("hi", "Hi {{name}}")
        #expect(try set.render("hi", encoding: Person(name: "Ada", age: 1)) == "Hi Ada")
    }
}
