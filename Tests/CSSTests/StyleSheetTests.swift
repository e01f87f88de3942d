// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import CSS
import Testing

@Suite struct StyleSheetTests {
    private func text(_ range: Range<Int>, _ bytes: [UInt8]) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private func line(_ declaration: Declaration, _ bytes: [UInt8]) -> String {
        let name = String(decoding: declaration.name, as: UTF8.self)
        return "\(name)=\(self.text(declaration.value, bytes))\(declaration.isImportant ? "!" : "")"
    }

    /// Rules as `selector|selector{name=value ...}` and `@name prelude{block}`, faults as `code: text`.
    private func outline(_ css: String) throws -> (rules: [String], faults: [String]) {
        let bytes = Array(css.utf8)
        let sheet = try StyleSheet(parsing: bytes)
        let rules = sheet.rules.map { rule in
            switch rule {
            case .style(let rule):
                let selectors = rule.selectors.map { self.text($0.range, bytes) }.joined(separator: "|")
                return "\(selectors){\(rule.declarations.map { self.line($0, bytes) }.joined(separator: " "))}"
            case .at(let rule):
                let name = String(decoding: rule.name, as: UTF8.self)
                return
                    "@\(name)\(self.text(rule.prelude, bytes))\(rule.block.map { "{\(self.text($0, bytes))}" } ?? ";")"
            }
        }
        return (rules, sheet.faults.map { "\($0.code): \(self.text($0.range, bytes))" })
    }

    @Test(arguments: [
        ("a{b:c}", ["a{b=c}"], []),
        ("a , b > c { D : e f ; g:h ! IMPORTANT }", ["a|b > c{d=e f g=h!}"], []),
        ("<!-- a{} --> b{}", ["a{}", "b{}"], []),
        ("@import url(x);@media all { a{b:c} } d{e:f}", ["@import url(x);", "@media all { a{b:c} }", "d{e=f}"], []),
        ("@charset", ["@charset;"], []),
        ("@x (;) [{] y;z{}", ["@x (;) [{] y;z{};"], ["unexpectedEnd: [{] y;z{}"]),
        ("a{b:c;d;e:f}", ["a{b=c e=f}"], ["badDeclaration: d"]),
        ("a{b:c;d e:f;g:h}", ["a{b=c g=h}"], ["badDeclaration: d e:f"]),
        ("a{b:;c:d}", ["a{c=d}"], ["badDeclaration: b:"]),
        ("a{--x:;--Y:{a:b};c:{d}}", ["a{--Y={a:b}}"], ["badDeclaration: --x:", "badDeclaration: c:{d}"]),
        ("a{b:url(x;y);c:'d;e';f:calc(1px;)}", ["a{b=url(x;y) c='d;e' f=calc(1px;)}"], []),
        ("a{b:'c\n;d:e}", ["a{d=e}"], ["badDeclaration: b:'c"]),
        ("a{b:c)d;e:f}", ["a{e=f}"], ["badDeclaration: b:c)d"]),
        // In an attribute the backslash would escape the semicolon.
        ("a{b:c\\\n;d:e}", ["a{d=e}"], ["badDeclaration: b:c\\"]),
        ("a{b:/*1*/c/*2*/ d/*3*/;}", ["a{b=c/*2*/ d}"], []),
        ("a{b:c;&:hover{d:e};f:g}", ["a{b=c f=g}"], ["badDeclaration: &:hover{d:e}"]),
        ("a{@x y;b:c}", ["a{b=c}"], ["badDeclaration: @x y"]),
        ("a,{b:c} d{e:f}", ["d{e=f}"], ["badSelector: a,{b:c}"]),
        ("a..b{c:d} e{f:g}", ["e{f=g}"], ["badSelector: a..b{c:d}"]),
        ("} a{b:c} d{e:f}", ["d{e=f}"], ["badSelector: } a{b:c}"]),
        ("a", [], ["ruleWithoutBlock: a"]),
        ("a{b:c", ["a{b=c}"], ["unexpectedEnd: {b:c"]),
        ("a{b:calc(1px", ["a{}"], ["unexpectedEnd: calc(1px", "unexpectedEnd: {b:calc(1px"]),
        ("a{b:c!important!important}", ["a{b=c!important!}"], []),
        ("a{b:!important;c:important}", ["a{c=important}"], ["badDeclaration: b:!important"]),
        (
            "/**/ a /**/ > /**/ b /**/ , /**/ c:not( /**/ d /**/ ) /**/ {}", ["a /**/ > /**/ b|c:not( /**/ d /**/ ){}"],
            []
        ),
        ("a{b\\3a c:d}", ["a{b:c=d}"], []),
    ])
    func table(_ css: String, _ rules: [String], _ faults: [String]) throws {
        let outline = try self.outline(css)
        #expect(outline.rules == rules)
        #expect(outline.faults.sorted() == faults.sorted())
    }

    @Test func aPartOfATextKeepsItsOffsets() throws {
        let html = Array("<style>a{b:c}</style>".utf8)
        let sheet = try StyleSheet(parsing: html, in: 7..<13)
        #expect(sheet.styleRules.first.map { self.text($0.range, html) } == "a{b:c}")
        #expect(sheet.styleRules.first.map { self.text($0.block, html) } == "b:c")
    }

    @Test func attributes() throws {
        let style = Array("color:red;; Margin : 0 auto !important; x".utf8)
        let list = try DeclarationList(parsing: style)
        #expect(list.declarations.map { self.line($0, style) } == ["color=red", "margin=0 auto!"])
        #expect(list.faults.map(\.code) == [.badDeclaration])
    }

    private func code(_ css: String, _ limits: CSSLimits) -> CSSError.Code? {
        do throws(CSSError) {
            _ = try StyleSheet(parsing: Array(css.utf8), limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func limitsHoldAtTheLimitAndNotPastIt() {
        #expect(self.code("a{b:c}", CSSLimits(inputSize: 6)) == nil)
        #expect(self.code("a{b:c}", CSSLimits(inputSize: 5)) == .inputTooLarge(limit: 5))
        #expect(self.code("a{b:((1))}", CSSLimits(depth: 3)) == nil)
        #expect(self.code("a{b:((1))}", CSSLimits(depth: 2)) == .tooDeep(limit: 2))
        #expect(self.code("a{}@b;", CSSLimits(rules: 2)) == nil)
        #expect(self.code("a{}@b;c{}", CSSLimits(rules: 2)) == .tooManyRules(limit: 2))
        #expect(self.code("a{b:c}d{e:f}", CSSLimits(declarations: 2)) == nil)
        #expect(self.code("a{b:c}d{e:f;g:h}", CSSLimits(declarations: 2)) == .tooManyDeclarations(limit: 2))
        #expect(self.code("a", CSSLimits(inputSize: Int.min)) == .inputTooLarge(limit: Int.min))
    }

    @Test func faultsAreReportedUpToTheirLimit() throws {
        let css = Array(String(repeating: "a{b}", count: 5).utf8)
        #expect(try StyleSheet(parsing: css, limits: CSSLimits(faults: 3)).faults.count == 3)
        #expect(try StyleSheet(parsing: css).faults.count == 5)
    }
}
