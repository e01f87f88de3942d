// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Handlebars
import JSONText
import Testing

@Suite struct ValueTests {
    @Test func literalsAndJSONGiveTheSame() throws {
        let literal: Value = ["a": [1, 2.5, true, nil, "x"], "b": ["c": [:]]]
        #expect(try Value(json: #"{"a": [1, 2.5, true, null, "x"], "b": {"c": {}}}"#) == literal)
        #expect(literal["b"]?["c"] == .object(Value.Members()))
        #expect(literal["z"] == nil)
        #expect(Value.null["x"] == nil)
        #expect(throws: JSONError.self) { try Value(json: "{") }
    }

    @Test func namesAreBytes() throws {
        let value = try Value(json: #"{"\u00e9": 1, "e\u0301": 2}"#)
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(Value.string("\u{E9}") != .string("e\u{301}"))
        #expect(Set([Value.string("\u{E9}"), .string("e\u{301}")]).count == 2)
    }

    @Test(arguments: [0, 1, 8, 9, 1000])
    func membersAreFoundAndKeepTheirOrder(count: Int) {
        let members = Value.Members((0..<count).map { ("name\($0 * 7919 % 1000)", .number(Double($0))) })
        #expect(members.count == count)
        for (index, member) in members.enumerated() {
            #expect(member.value == .number(Double(index)))
            #expect(members[member.name] == member.value)
        }
        #expect(members["name"] == nil)
        #expect(members["zzz"] == nil)
    }

    @Test(arguments: [3, 30])
    func theLastOfRepeatedNamesCounts(count: Int) {
        let members = Value.Members((0..<count).map { ("name\($0 % 3)", .number(Double($0))) })
        #expect(members.map(\.name) == ["name0", "name1", "name2"])
        #expect(members["name2"] == .number(Double(count - 1)))
    }

    @Test func equalObjectsHashAlike() throws {
        let left: Value = ["a": 1, "b": ["c": "d"]]
        let right = try Value(json: #"{"a": 1.0, "b": {"c": "d"}}"#)
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["b": ["c": "d"], "a": 1])
    }

    @Test func renderingIsAsShortAsItGets() throws {
        #expect(try Template("Hi {{name}}").render(["name": "Ada"]) == "Hi Ada")
    }
}
