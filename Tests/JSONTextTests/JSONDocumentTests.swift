// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import JSONText
import TestSupport
import Testing

@Suite("JSON is read as RFC 8259 says, and nothing else is")
struct JSONDocumentTests {
    @Test(arguments: JSONCase.all)
    func acceptsOrRefusesWithAPlace(_ testCase: JSONCase) {
        var fault: JSONCase.Fault?
        do throws(JSONError) {
            _ = try JSONDocument(parsing: testCase.bytes)
        } catch {
            fault = JSONCase.Fault(code: error.code, line: error.position.line, column: error.position.column)
            #expect(!error.message.isEmpty)
        }
        #expect(fault == testCase.fault)
    }

    @Test("Python's json agrees on every text, but where a reason is given", .enabled(if: Python.isPresent))
    func pythonAgrees() throws {
        let script = """
            import base64, json, sys
            def refuse(name): raise ValueError(name)
            for line in open(sys.argv[1]):
                data = base64.b64decode(line)
                try:
                    json.loads(data.decode('utf-8'), parse_constant=refuse)
                    print(1)
                except ValueError:
                    print(0)
            """
        let cases = JSONCase.all
        let input = cases.flatMap { Base64.encode($0.bytes) + [.lineFeed] }
        let verdicts = try Python.run(script, input: input).split(separator: "\n")
        try #require(verdicts.count == cases.count)
        for (testCase, verdict) in zip(cases, verdicts) {
            let doesAgree = (verdict == "1") == (testCase.fault == nil)
            #expect(doesAgree == (testCase.pythonDiffers == nil), "\(testCase.testDescription)")
        }
    }

    @Test func theTableIsLargeAndHoldsEachTextOnce() {
        #expect(JSONCase.all.count >= 80)
        #expect(Set(JSONCase.all.map(\.bytes)).count == JSONCase.all.count)
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func aHundredThousandOpenBracketsAreTooDeep(_ opening: String) {
        let text = String(repeating: opening, count: 100_000)
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: text) }
        #expect(error?.code == .tooDeep)
    }

    @Test func theLimitsAreTheCallersToSet() throws {
        var limits = JSONDocument.Limits()
        limits.depth = 2
        limits.bytes = 6
        #expect(throws: Never.self) { try JSONDocument(parsing: "[[12]]", limits: limits) }
        #expect(throws: JSONError.self) { try JSONDocument(parsing: "[[[]]]", limits: limits) }
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: "[[123]]", limits: limits) }
        #expect(error?.code == .tooLarge)
    }

    @Test(arguments: [
        #"{"a":[1,-2.5e3,true,null,"é\u00e9\uD83D\uDE00\n"],"b":{"":{}}}"#, " [ false , [ ] ] ",
        #"{"x":"\\\"","y":[[]]}"#,
    ])
    func everyProperPrefixOfADocumentIsRefused(_ text: String) {
        let bytes = Array(text.utf8)
        let end = bytes.lastIndex { !$0.isWhitespace } ?? 0
        for length in 0...end {
            let error = #expect(throws: JSONError.self, "\(length) bytes") {
                try JSONDocument(parsing: Array(bytes.prefix(length)))
            }
            #expect((0...length).contains(error?.position.offset ?? -1))
        }
        #expect(throws: Never.self) { try JSONDocument(parsing: bytes) }
    }

    @Test func everyByteInEveryPlaceGivesAValueOrAnError() {
        let bytes = Array(#"{"a":[1,"\u00e9"]}"#.utf8)
        var outcomes = (values: 0, errors: 0)
        for index in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = byte
                do throws(JSONError) {
                    let document = try JSONDocument(parsing: changed)
                    outcomes.values += 1
                    #expect(document.bytes == changed)
                } catch {
                    outcomes.errors += 1
                    #expect((0...changed.count).contains(error.position.offset))
                }
            }
        }
        #expect(outcomes.values > 0)
        #expect(outcomes.errors > outcomes.values)
    }

    @Test func ofRepeatedNamesAllAreKeptAndTheLastCounts() throws {
        let root = try JSONDocument(parsing: #"{"a":1,"b":2,"a":3,"\u0061":4}"#).root
        #expect(root.members?.map(\.name) == ["a", "b", "a", "a"])
        #expect(root["a"]?.number?.spelling == "4")
        #expect(root.member("a")?.nameRange == 19..<27)
    }

    @Test func namesThatAreOnlyCanonicallyEquivalentAreTwo() throws {
        let root = try JSONDocument(parsing: "{\"e\u{301}\":1,\"é\":2}").root
        #expect(root["e\u{301}"]?.number?.int == 1)
        #expect(root["\u{E9}"]?.number?.int == 2)
    }

    @Test("An error reads as its place and message")
    func errorDescription() {
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: "[1,\n 2,\n]") }
        #expect(error.map { "\($0)".utf8.starts(with: "3:1: ".utf8) } == true)
    }
}
