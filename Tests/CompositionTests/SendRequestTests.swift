// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import Handlebars
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// What a caller passes.
@Suite struct SendRequestTests {
    @Test func allParametersAreRead() throws {
        let (request, problems) = try SendRequest.reading(
            #"""
            {"templateName": "welcome", "from": "f", "_from": "uf", "to": "t", "cc": "c", "bcc": "b", "subject": "s",
             "body": "y", "type": "text/html", "_locale": "fr", "object": {"a": [1, "é"]}}
            """#)
        #expect(problems.isEmpty)
        #expect(request.templateName == "welcome")
        let texts = [
            request.from, request.underscoreFrom, request.to, request.cc, request.bcc, request.subject, request.body,
            request.type,
        ]
        #expect(texts.map { $0?.string } == ["f", "uf", "t", "c", "b", "s", "y", "text/html"])
        #expect(request.locale == "fr")
        #expect(request.object == ["a": [1, "é"]])
    }

    @Test func nothingIsRequired() throws {
        let (request, problems) = try SendRequest.reading("{}")
        #expect(problems.isEmpty)
        #expect(request.templateName == nil && request.to == nil && request.object == nil && request.from == nil)
    }

    @Test(arguments: ["to", "cc", "bcc", "subject", "body", "type"])
    func twinsWithUnderscoreCountWhereThePlainOneIsNull(name: String) throws {
        func value(_ text: String) throws -> String? {
            let request = try SendRequest.reading(text).request
            return switch name {
            case "to": request.to?.string
            case "cc": request.cc?.string
            case "bcc": request.bcc?.string
            case "subject": request.subject?.string
            case "body": request.body?.string
            default: request.type?.string
            }
        }
        #expect(try value(#"{"_\#(name)": "twin"}"#) == "twin")
        #expect(try value(#"{"\#(name)": null, "_\#(name)": "twin"}"#) == "twin")
        #expect(try value(#"{"\#(name)": "own", "_\#(name)": "twin"}"#) == "own")
        #expect(try value(#"{"_\#(name)": "twin", "\#(name)": ""}"#) == "")
        #expect(try value(#"{"\#(name)": null, "_\#(name)": null}"#) == nil)
    }

    @Test func theNameIsTakenWithoutItsPrefix() throws {
        #expect(
            try SendRequest.reading(#"{"templateName": "emailTemplate/welcome"}"#).request.templateName == "welcome")
    }

    @Test(arguments: [
        (#"{"templateName": "x", "to": "a@b.example"}"#, false), (#"{"to": "a@b.example"}"#, false),
        (#"{"to": "a@b.example", "subject": "s"}"#, true), (#"{"to": "a@b.example", "_body": "s"}"#, true),
        (#"{"templateName": "x", "subject": "s"}"#, false),
    ])
    func rawRequestsBringTheirOwnText(text: String, isRaw: Bool) throws {
        #expect(try SendRequest.reading(text).request.isRaw == isRaw)
    }

    @Test(arguments: [
        ("templatName", "templateName"), ("_form", "_from"), ("locale", "_locale"), ("Subject", "subject"),
        ("objekt", "object"),
    ])
    func unknownParametersAreProblemsWithASuggestion(key: String, suggestion: String) throws {
        let text = "{\"to\": \"é\",\n \"\(key)\": 7}"
        let (_, problems) = try SendRequest.reading(text)
        #expect(problems.map(\.code) == [.unknownKey])
        #expect(problems.first?.location.description == "request.json:" + Place.of("\"\(key)\"", in: text))
        #expect(problems.first?.location.pointer?.description == "/" + key)
        #expect(problems.first?.fix?.contains("“\(suggestion)”") == true)
    }

    @Test(arguments: [
        ("◆[]", Problem.Code.wrongType), ("◆null", .wrongType), ("◆\"x\"", .wrongType), ("{\"to\": ◆7}", .wrongType),
        ("{\"to\": ◆[\"a@b.example\"]}", .wrongType), ("{\"from\": ◆{}}", .wrongType),
        ("{\"_locale\": ◆7}", .wrongType), ("{\"object\": ◆[]}", .wrongType), ("{\"object\": ◆\"x\"}", .wrongType),
        ("{\"templateName\": ◆true}", .wrongType), ("{\"to\": \"x\",◆}", .invalidJSON), ("◆", .invalidJSON),
    ])
    func otherTextsAreProblemsWithTheirPlace(marked: String, code: Problem.Code) {
        let marked = "\n " + marked
        #expect {
            try SendRequest.reading(marked.replacing("◆", with: ""))
        } throws: { error in
            guard let problem = error as? Problem else { return false }
            return problem.code == code && problem.location.description == "request.json:" + Place.of("◆", in: marked)
        }
    }
}
