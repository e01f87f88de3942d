// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import HTML
import Testing

@Suite struct LimitTests {
    private func code(_ html: String, _ limits: HTMLLimits) -> HTMLError.Code? {
        do throws(HTMLError) {
            _ = try HTMLDocument(parsing: Array(html.utf8), limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func inputSize() {
        let limits = HTMLLimits(inputSize: 10)
        #expect(self.code(String(repeating: "a", count: 10), limits) == nil)
        #expect(self.code(String(repeating: "a", count: 11), limits) == .inputTooLarge(limit: 10))
    }

    @Test(arguments: [3, 255, 256, 257, 512, 2000])
    func depth(_ limit: Int) throws {
        // `html` and `body` count.
        let deepest = String(repeating: "<div>", count: limit - 2) + "x"
        #expect(self.code(deepest, HTMLLimits(depth: limit)) == nil)
        #expect(try HTMLDocument(parsing: Array(deepest.utf8), limits: .init(depth: limit)).elements.count == limit + 1)
        #expect(self.code("<div>" + deepest, HTMLLimits(depth: limit)) == .tooDeep(limit: limit))
    }

    @Test func elements() {
        let limits = HTMLLimits(elements: 3)
        #expect(self.code("<br><br><br>", limits) == nil)
        #expect(self.code("<br><br><br><br>", limits) == .tooManyElements(limit: 3))
    }

    @Test func errorsSayWhereAndWhat() {
        let html = Array((String(repeating: "<b>", count: 10) + "<i>").utf8)
        let deep = #expect(throws: HTMLError.self) { try HTMLDocument(parsing: html, limits: .init(depth: 5)) }
        #expect(deep?.offset == 9)
        #expect(deep?.description == "the HTML nests elements more than 5 deep, at byte 10")
        let many = #expect(throws: HTMLError.self) { try HTMLDocument(parsing: html, limits: .init(elements: 10)) }
        #expect(many?.offset == 30)
        #expect(HTMLError(code: .parserFailure(libxml2Code: 2)).description.hasSuffix("(error 2)"))
    }

    @Test(arguments: [0, -1, Int.min])
    func senselessLimits(_ limit: Int) {
        #expect(self.code("<b>", HTMLLimits(depth: limit)) == .tooDeep(limit: limit))
        #expect(self.code("<b>", HTMLLimits(inputSize: limit)) == .inputTooLarge(limit: limit))
        #expect(self.code("<b>", HTMLLimits(elements: limit)) == .tooManyElements(limit: limit))
    }

    @Test(arguments: [Int.min, 0, 19, 20, Int.max])
    func anyWidth(_ width: Int) throws {
        let text = try plainText("<ul><li>a b</ul><blockquote>c<h1>d</h1></blockquote>", width: width)
        #expect(text == "- a b\n\n> c\n>\n> d\n> =\n")
    }
}
