// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import HTML
import TestSupport
import Testing

/// Text alternatives say all that w3m and lynx show: every word as often, and every link.
@Suite(.enabled(if: Python.isPresent, "python3 is not installed"))
struct TextOracleTests {
    private enum Browser: String {
        case w3m, lynx
    }

    private struct Shown: Decodable {
        var words: [String]
        var links: [String]
    }

    /// Prints what a browser shows of each document. What CSS hides, which they do not know of, is taken out before, as
    /// are images without a text, for which they show a file's name.
    private static func script(_ browser: Browser) -> String {
        #"""
        import json, re, subprocess, sys

        HIDDEN = r"""(?:display:\s*none|visibility:\s*hidden|font-size:\s*0|max-height:\s*0)[^"']*["']"""

        def visible(html):
            html = re.sub(r"(?s)<!--.*?-->", "", html)
            html = re.sub(r"(?s)<(head|style|title)\b.*?</\1>", "", html)
            html = re.sub(r"(?s)<(\w+)\b[^>]*style=[\"'][^\"'>]*" + HIDDEN + r"[^>]*>.*?</\1>", "", html)
            return re.sub(r"(?s)<img\b(?![^>]*\balt=[\"'][^\"'])[^>]*>", "", html)

        def dump(command, html):
            return subprocess.run(command, input=html.encode(), capture_output=True).stdout.decode("utf-8", "replace")

        COMMANDS = {
            "w3m": ["w3m", "-dump", "-T", "text/html", "-cols", "990", "-I", "UTF-8", "-O", "UTF-8"],
            "lynx": ["lynx", "-dump", "-stdin", "-force_html", "-width=990", "-nolist", "-assume_charset=utf-8",
                     "-display_charset=utf-8"],
        }
        answers = []
        for html in json.load(open(sys.argv[1], encoding="utf-8")):
            html = visible(html)
            text = dump(COMMANDS["BROWSER"], html)
            links = []
            if "BROWSER" == "lynx":
                listing = dump(["lynx", "-dump", "-stdin", "-force_html", "-listonly", "-nonumbers"], html)
                links = [line for line in listing.split("\n") if re.match("https?:|mailto:", line)]
            # Lynx marks the items of inner lists with letters.
            text = re.sub(r"(?m)^\s*o ", "", text)
            answers.append({"words": re.findall(r"[^\W_]+", text), "links": links})
        print(json.dumps(answers))
        """#.replacing("BROWSER", with: browser.rawValue)
    }

    /// The templates of the package and those of real tenants, their expressions replaced.
    private static let documents: [(name: String, html: String)] = {
        let folders = [TestData.package + "Templates"] + (TestData.folder.map { [$0 + "/tenants"] } ?? [])
        return folders.flatMap(TemplateDocuments.all).map { ($0.name, Self.filled($0.html)) }
    }()

    private static func filled(_ template: String) -> String {
        template.replacing(/\{\{\{?[#\/!&]?[^}]*\}?\}\}/) { match in
            let expression = String(match.output)
            if ["#", "/", "!", "else"].contains(where: { expression.dropFirst(2).hasPrefix($0) }) { return "" }
            return expression.lowercased().contains(/ur[il]/) ? "https://id.example.com/?code=7&realm=x" : "Ada"
        }
    }

    /// An address in one spelling: Lynx adds a last slash, and leaves blanks out.
    private static func address(_ text: String) -> String {
        var address = text.hasPrefix("mailto:") ? String(text.dropFirst(7).prefix { $0 != "?" }) : text
        while address.hasSuffix("/") { address.removeLast() }
        return address.replacing("%20", with: "").replacing(" ", with: "")
    }

    private static func words(_ text: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for word in text.matches(of: /[\p{L}\p{M}\p{N}]+/) { counts[String(word.output), default: 0] += 1 }
        return counts
    }

    @Test(.enabled(if: Program.isInstalled("w3m"), "w3m is not installed"))
    func nothingThatW3mShowsIsMissing() throws {
        try self.expectNothingIsMissing(that: .w3m)
    }

    @Test(.enabled(if: Program.isInstalled("lynx"), "lynx is not installed"))
    func nothingThatLynxShowsIsMissing() throws {
        try self.expectNothingIsMissing(that: .lynx)
    }

    private func expectNothingIsMissing(that browser: Browser) throws {
        let documents = Self.documents
        #expect(documents.count >= 21)
        let answer = try Python.run(
            Self.script(browser), input: Array(try JSONEncoder().encode(documents.map(\.html))))
        let shown = try JSONDecoder().decode([Shown].self, from: Data(answer.utf8))
        try #require(shown.count == documents.count)
        for ((name, html), shown) in zip(documents, shown) {
            let text = String(decoding: try HTMLDocument(parsing: Array(html.utf8)).plainText(), as: UTF8.self)
            #expect(!shown.words.isEmpty, "\(browser) shows nothing of \(name)")
            let own = Self.words(text)
            let theirs = Self.words(shown.words.joined(separator: " "))
            let missing = theirs.filter { own[$0.key, default: 0] < $0.value }.keys.sorted()
            #expect(missing.isEmpty, "\(name): the text lacks \(missing), which \(browser) shows")
            let addresses = Set(TemplateDocuments.words(of: text).map(Self.address))
            for link in shown.links {
                #expect(
                    addresses.contains(Self.address(link)),
                    "\(name): the text lacks the link \(link), which \(browser) shows")
            }
        }
    }
}
