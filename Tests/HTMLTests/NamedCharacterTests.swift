// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import HTML
import TestSupport
import Testing

/// Every name that HTML5 gives to characters means what Python says.
@Suite(.enabled(if: Python.isPresent, "python3 is not installed"))
struct NamedCharacterTests {
    private struct Name: Decodable {
        var name: String
        /// Whether it counts without a semicolon.
        var isComplete: Bool
        /// What the name, `;` where it is needed, and what follows means in text.
        var texts: [String]
    }

    private static let tails = ["", ";", "x", "=1", "-", ";x", "é"]

    private static let script = """
        import html, json, sys
        from html.entities import html5

        tails = json.load(open(sys.argv[1], encoding="utf-8"))
        names = sorted({name.rstrip(";") for name in html5})
        print(json.dumps([{
            "name": name, "isComplete": name in html5, "texts": [html.unescape("&" + name + tail) for tail in tails],
        } for name in names]))
        """

    private static func names() throws -> [Name] {
        let output = try Python.run(Self.script, input: Array(try JSONEncoder().encode(Self.tails)))
        return try JSONDecoder().decode([Name].self, from: Data(output.utf8))
    }

    @Test func inText() throws {
        let names = try Self.names()
        #expect(names.count + names.count(where: \.isComplete) == 2231)
        for name in names {
            for (tail, text) in zip(Self.tails, name.texts) {
                let html = "&\(name.name)\(tail)"
                #expect(HTMLTokenizer(Array(html.utf8)).map(\.kind) == [.text(text)], "\(html)")
            }
        }
    }

    /// In a value of an attribute `&copy=2` is a part of an address.
    @Test func inAttributes() throws {
        for name in try Self.names() {
            for (tail, text) in zip(Self.tails, name.texts) {
                let html = "&\(name.name)\(tail)"
                let isLiteral = tail == "x" || tail == "=1"
                let tokens = HTMLTokenizer(Array("<a b='\(html)'>".utf8)).map(\.kind)
                guard case .startTag(let tag) = tokens.first else {
                    Issue.record("\(html): no start tag")
                    continue
                }
                // A name that needs its semicolon may begin with one that does not: `&notin-` but not `&not-in`.
                let expected = isLiteral || (!name.isComplete && !tail.hasPrefix(";")) ? html : text
                #expect(tag.attributes.map(\.value) == [expected], "\(html)")
            }
        }
    }
}
