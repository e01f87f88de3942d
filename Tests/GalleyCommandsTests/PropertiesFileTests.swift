// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration
import Testing

@testable import GalleyCommands

@Suite struct PropertiesFileTests {
    private static func file(_ text: String) throws(Problem) -> PropertiesFile {
        try PropertiesFile(parsing: SourceFile(path: "p.json", bytes: Array(text.utf8)))
    }

    @Test func valuesAndSecretsAreRead() throws {
        let file = try Self.file(
            #"{"a": "x", "b": 587, "c": true, "d": {"secret": "s"}, "e": {"secret": true}}"#)
        #expect(file.values == ["a": "x", "b": "587", "c": "true", "d": "s"])
        #expect(file.secrets == ["d", "e"])
    }

    @Test(arguments: [
        "[]", "{", #"{"a": null}"#, #"{"a": []}"#, #"{"a": {}}"#, #"{"a": {"secret": false}}"#,
        #"{"a": {"secret": 7}}"#,
        #"{"a": {"secret": "s", "x": 1}}"#, #"{"a": {"Secret": "s"}}"#,
    ])
    func anythingElseIsAProblemThatShowsNoValue(text: String) {
        let problem = #expect(throws: Problem.self) { try Self.file(text) }
        #expect(problem?.location.file == "p.json")
        #expect(problem?.message.contains("\"s\"") == false)
    }
}
