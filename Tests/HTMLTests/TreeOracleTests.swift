// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import HTML
import TestSupport
import Testing

/// The tree is the one of html5lib, which follows the standard step by step.
@Suite struct TreeOracleTests {
    private static let isPresent = (try? Python.run("import html5lib; print('here')", input: [])) == "here\n"

    /// Prints a tree a line, in the notation of `outline`.
    private static let script = """
        import html5lib, json, sys

        def name(text):
            return str(text).split("}")[-1].lower()

        def outline(node):
            attributes = "".join(" %s=%s" % pair for pair in sorted((name(k), v) for k, v in node.items()))
            yield "%s%s(" % (name(node.tag), attributes)
            text = node.text or ""
            for child in node:
                if isinstance(child.tag, str):
                    if text: yield "[%s]" % text
                    text = ""
                    yield from outline(child)
                text += child.tail or ""
            if text: yield "[%s]" % text
            yield ")"

        for document in json.load(open(sys.argv[1], encoding="utf-8")):
            tree = html5lib.parse(document, treebuilder="etree", namespaceHTMLElements=False)
            print(json.dumps("".join(outline(tree))))
        """

    private static func outline(_ html: String) throws -> String {
        let nodes = try HTMLDocument(parsing: Array(html.utf8)).nodes
        var output = ""
        var text = ""
        var open: [Int] = []
        func flush() {
            if !text.isEmpty { output += "[\(text)]" }
            text = ""
        }
        func close(before index: Int) {
            while let end = open.last, end <= index {
                flush()
                open.removeLast()
                output += ")"
            }
        }
        for (index, node) in nodes.enumerated() {
            close(before: index)
            switch node.content {
            case .text(let piece): text += piece
            case .element(let element):
                flush()
                var values: [String: String] = [:]
                for attribute in element.attributes where values[attribute.name] == nil {
                    values[attribute.name] = attribute.value
                }
                let attributes = values.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
                output += "\(element.name)\(attributes.joined())("
                open.append(node.end)
            }
        }
        close(before: Int.max)
        return output
    }

    @Test(.enabled(if: isPresent, "html5lib for Python is not installed"))
    func treesAreThoseOfTheStandard() throws {
        let documents = TreeDocuments.written + TreeDocuments.random
        #expect(TreeDocuments.written.count >= 200)
        let answer = try Python.run(Self.script, input: Array(try JSONEncoder().encode(documents)))
        let expected = try answer.split(separator: "\n").map {
            try JSONDecoder().decode(String.self, from: Data($0.utf8))
        }
        try #require(expected.count == documents.count)
        for (document, outline) in zip(documents, expected) {
            let own = try Self.outline(document)
            #expect(own == outline, "\(document): \(own), not \(outline)")
        }
    }

    @Test(arguments: TreeDocuments.otherThanHTML5Lib)
    func treesWhereTheStandardIsNewer(_ html: String, _ outline: String) throws {
        #expect(try Self.outline(html) == outline)
    }
}
