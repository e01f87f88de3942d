// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailTemplates
import Handlebars
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// Named sample recipients.
@Suite struct PersonaTests {
    private static func persona(_ text: String) throws -> Persona {
        try Persona(parsing: SourceFile(path: "p.json", bytes: Array(text.utf8)))
    }

    @Test(
        arguments: [
            (#"{"name": "ada", "object": {"mail": "ada@example.com"}}"#, "ada@example.com", []),
            (#"{"name": "ada", "to": "x@example.com", "object": {"mail": "ada@example.com"}}"#, "x@example.com", []),
            (#"{"name": "ada", "object": {}}"#, nil, []), (#"{"name": "ada", "object": {"mail": 7}}"#, nil, []),
            (
                #"{"name": "ada", "preferredLocales": ["fr-FR", "en"], "object": {"mail": "\u00e9@example.com"}}"#,
                "é@example.com", ["fr-FR", "en"]
            ),
            (#"{"name": "ada", "preferredLocales": [], "object": {}}"#, nil, []),
        ] as [(String, String?, [String])])
    func personasAreRead(text: String, recipient: String?, locales: [String]) throws {
        let persona = try Self.persona(text)
        #expect(persona.name == "ada")
        #expect(persona.recipient?.string == recipient)
        #expect(persona.preferredLocales == locales)
    }

    @Test func theObjectIsWhatTemplatesSee() throws {
        let persona = try Self.persona(#"{"name": "ada", "object": {"a": [1, true, null, "é"], "b": {"c": "d"}}}"#)
        #expect(persona.object == ["a": [1, true, nil, "é"], "b": ["c": "d"]])
    }

    @Test func theRecipientKnowsItsPlace() throws {
        let text = "{\"name\": \"é\",\n \"object\": {\"mail\": \"\\u00e9◆@example.com\"}}"
        let recipient = try #require(try Self.persona(text).recipient)
        #expect(recipient.location(of: 2).description == "p.json:" + Place.of("◆", in: text))
        #expect(recipient.location().pointer?.description == "/object/mail")
    }

    @Test(arguments: [
        ("◆[]", Problem.Code.wrongType), ("◆\"ada\"", .wrongType), ("◆null", .wrongType), ("◆{}", .missingValue),
        ("◆{\"object\": {}}", .missingValue), ("{\"name\": ◆7, \"object\": {}}", .wrongType),
        ("{\"name\": ◆\"\", \"object\": {}}", .wrongType), ("{\"name\": ◆\"../x\", \"object\": {}}", .wrongType),
        ("{\"name\": ◆\"a/b\", \"object\": {}}", .wrongType), ("{\"name\": ◆\"a\\u0000\", \"object\": {}}", .wrongType),
        ("◆{\"name\": \"ada\"}", .missingValue), ("{\"name\": \"ada\", \"object\": ◆[]}", .wrongType),
        ("{\"name\": \"ada\", \"object\": ◆\"x\"}", .wrongType),
        ("{\"name\": \"ada\", \"object\": {}, \"to\": ◆[]}", .wrongType),
        ("{\"name\": \"ada\", \"object\": {}, \"preferredLocales\": ◆\"fr\"}", .wrongType),
        ("{\"name\": \"ada\", \"object\": {}, \"preferredLocales\": ◆[7]}", .wrongType),
        ("{\"name\": \"ada\",◆}", .invalidJSON), ("◆", .invalidJSON),
    ])
    func otherTextsAreProblemsWithTheirPlace(marked: String, code: Problem.Code) {
        let marked = "\n " + marked
        #expect {
            try Self.persona(marked.replacing("◆", with: ""))
        } throws: { error in
            guard let problem = error as? Problem else { return false }
            return problem.code == code && problem.location.description == "p.json:" + Place.of("◆", in: marked)
        }
    }

    @Test func theBuiltInPersonaHasWhatRealTemplatesAskFor() {
        let names = ["resumeURI", "userName", "currentYear", "givenName", "sn", "description", "mail"]
        for name in names { #expect(Persona.sample.object[name] != nil, "\(name)") }
        #expect(Persona.sample.object["user"]?["givenName"] != nil)
        #expect(Persona.sample.object["user"]?["sn"] != nil)
        #expect(Persona.sample.recipient?.string == "ada.lovelace@example.com")
    }

    @Test(arguments: ["ada", "bare", "hostile", "jurgen", "noel"])
    func theSamplesAreRead(name: String) throws {
        let path = TestData.package + "Samples/personas/\(name).json"
        let text = try #require(
            TestData.files(under: TestData.package + "Samples/personas").first { $0.key == path }?.value)
        #expect(try Self.persona(text).name == name)
    }
}
