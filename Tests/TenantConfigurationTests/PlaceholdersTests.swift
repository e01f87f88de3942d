// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import TenantConfiguration
import Testing

/// `&{name}` and `&{name|default}`.
@Suite struct PlaceholdersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var result: String
        var unresolved: [String] = []

        init(_ text: String, _ result: String, unresolved: [String] = []) {
            self.text = text
            self.result = result
            self.unresolved = unresolved
        }

        var testDescription: String { self.text }
    }

    private static let values = Placeholders([
        "a": "1", "b.c": "2", "esv.x-y_z": "X", "a.2.c": "nested", "empty": "", "loop": "&{a}", "long": "0123456789",
    ])

    static let cases: [Case] = [
        Case("plain", "plain"), Case("", ""),
        Case("&{a}", "1"), Case("x&{a}y", "x1y"), Case("&{a}&{b.c}", "12"), Case("&{esv.x-y_z}", "X"),
        Case("https://&{b.c}.example.com/?a=1&{a}", "https://2.example.com/?a=11"),
        Case("&{no|d}", "d"), Case("&{no|}", ""), Case("&{a|d}", "1"), Case("&{empty|d}", ""),
        Case("&{no|two words, a colon: and|bars}", "two words, a colon: and|bars"),
        Case("&{no}", "&{no}", unresolved: ["no"]),
        Case("&{no} &{a} &{nor}", "&{no} 1 &{nor}", unresolved: ["no", "nor"]),
        Case("&{a.&{b.c}.c}", "nested"),
        Case("&{no|&{a}}", "1"), Case("&{no|x&{a}y}", "x1y"), Case("&{no|&{nor|deep}}", "deep"),
        Case("&{no|&{nor}}", "&{nor}", unresolved: ["nor"]),
        // A default that is not needed lacks nothing.
        Case("&{a|&{no}}", "1"),
        // Values are taken as they are.
        Case("&{loop}", "&{a}"),
        // An ampersand before a Handlebars expression.
        Case("?a=1&{{object.x}}", "?a=1&{{object.x}}"), Case("&{{{object.x}}}", "&{{{object.x}}}"),
        Case("&{{#if a}}&{a}{{/if}}", "&{{#if a}}1{{/if}}"),
        // What only looks like a placeholder.
        Case("&", "&"), Case("&{", "&{"), Case("&{}", "&{}"), Case("&{|d}", "&{|d}"), Case("&{ a}", "&{ a}"),
        Case("&{a }", "&{a }"), Case("$&{a}$", "$1$"), Case("{&{a}}", "{1}"), Case("&&{a}", "&1"),
        Case("é&{a}ł😀", "é1ł😀"), Case("&amp;{a}", "&amp;{a}"),
        // Not closed: plain text, but not what stands in it.
        Case("&{a", "&{a"), Case("&{no|d", "&{no|d"), Case("&{open &{a}", "&{open 1"),
        Case("&{open|&{a}", "&{open|1"), Case("&{x.&{a} y", "&{x.1 y"),
        Case("&{o|&{p|&{a} &{long}", "&{o|&{p|1 0123456789"),
        Case("&{o|&{p|&{a}} &{long}", "&{o|1 0123456789"), Case("&{open|&{no}", "&{open|&{no}", unresolved: ["no"]),
    ]

    @Test(arguments: cases)
    func texts(resolve example: Case) {
        let resolution = Self.values.resolve(Array(example.text.utf8))
        #expect(String(decoding: resolution.bytes, as: UTF8.self) == example.result)
        #expect(resolution.unresolved.map(\.name) == example.unresolved)
    }

    @Test(arguments: cases)
    func whatWasCopiedMapsToWhereItStood(example: Case) {
        let source = Array(example.text.utf8)
        let resolution = Self.values.resolve(source)
        for offset in resolution.bytes.indices {
            let origin = resolution.map.sourceOffset(of: offset)
            #expect(source.indices.contains(origin))
            // A byte is either a copy or stands for the placeholder that begins there.
            let isCopy = source[origin] == resolution.bytes[offset]
            #expect(isCopy || source[origin...].starts(with: "&{".utf8), "\(offset)")
        }
    }

    @Test func bytesMapToTheirSource() {
        //          0123456789 1234567
        let text = "ab&{a}cd&{no|xyz}ef"
        let resolution = Self.values.resolve(Array(text.utf8))
        #expect(String(decoding: resolution.bytes, as: UTF8.self) == "ab1cdxyzef")
        #expect((0..<10).map { resolution.map.sourceOffset(of: $0) } == [0, 1, 2, 6, 7, 8, 8, 8, 17, 18])
    }

    @Test func unresolvedNamesHaveTheirOffsets() {
        let resolution = Placeholders().resolve(Array("é &{x} &{y|z} &{w}".utf8))
        #expect(resolution.unresolved.map(\.offset) == [3, 15])
    }

    @Test(arguments: [("plain", false), ("&{{x}}", false), ("&{x", false), ("&{x}", true), ("&{x|}", true)])
    func presence(text: String, isFound: Bool) {
        #expect(Placeholders().resolve(Array(text.utf8)).hasPlaceholders == isFound)
    }

    /// A quadratic reading of any of these takes minutes.
    @Test(arguments: [
        ("&{", 1_000_000), ("&{a", 300_000), ("&{a|", 100_000), ("&{a|&{b}", 100_000), ("&{&{a}", 100_000),
        ("&{no|}", 100_000), ("&{no}", 100_000), ("&{a|}}", 100_000), ("&{a.&{b} ", 100_000),
    ])
    func hostileTextsCostLinearTime(unit: String, count: Int) {
        let text = Array(String(repeating: unit, count: count).utf8)
        let clock = ContinuousClock()
        let start = clock.now
        let resolution = Placeholders(["b": "2"]).resolve(text)
        #expect(clock.now - start < .seconds(20))
        #expect(resolution.bytes.count <= text.count)
    }

    // MARK: Secrets

    private static let withSecret = Placeholders(
        ["a": "1", "s": "c4n4ry", "x.c4n4ry": "2"], secrets: ["s", "unknown"])

    @Test(
        arguments: [
            ("&{s}", "***", ["s"]), ("a&{a}&{s}b", "a1***b", ["s"]), ("&{unknown}", "***", ["unknown"]),
            ("&{s|d}", "***", ["s"]), ("&{no|&{s}}", "***", ["s"]), ("&{a|&{s}}", "1", []),
            // Not even the name of another placeholder gives it away.
            ("&{x.&{s}}", "&{x.&{s}}", ["s"]), ("&{s &{s}", "&{s ***", ["s"]), ("plain", "plain", []),
        ] as [(String, String, [String])])
    func secretsAreMasked(text: String, result: String, masked: [String]) {
        let resolution = Self.withSecret.resolve(Array(text.utf8))
        #expect(String(decoding: resolution.bytes, as: UTF8.self) == result)
        #expect(resolution.masked.map(\.name) == masked)
        #expect(!String(decoding: resolution.bytes, as: UTF8.self).contains("c4n4ry"))
    }

    @Test func secretsAreThereForWhatIsNeverShown() {
        let resolution = Self.withSecret.resolve(Array("&{s} &{unknown}".utf8), showsSecrets: true)
        #expect(String(decoding: resolution.bytes, as: UTF8.self) == "c4n4ry &{unknown}")
        #expect(resolution.masked.isEmpty)
        #expect(resolution.unresolved.map(\.name) == ["unknown"])
    }

    @Test func theNamesOfATextAreKnown() {
        #expect(Self.withSecret.resolve(Array("&{a} &{no} &{a} &{b|c} &{{d}}".utf8)).names == ["a", "no", "a", "b"])
    }

    // MARK: Environments

    @Test func environmentsGiveDottedNames() {
        let placeholders = Placeholders(
            ["esv.given": "explicit"],
            environment: ["ESV_EMAIL_PORT": "587", "ESV_GIVEN": "environment", "ESV_LOWER": "u"])
        let text = "&{esv.email.port} &{esv.given} &{esv.lower}"
        let resolution = placeholders.resolve(Array(text.utf8))
        #expect(String(decoding: resolution.bytes, as: UTF8.self) == "587 explicit u")
    }

    /// A template must not be able to show the secrets of the machine that builds it.
    @Test(arguments: ["GITHUB_TOKEN", "github.token", "HOME", "home", "path", "ESV_A", "ESV", "XESV_A", "xesv.a"])
    func otherVariablesOfTheEnvironmentStayHidden(name: String) {
        let environment = ["GITHUB_TOKEN": "x", "HOME": "x", "PATH": "x", "ESV_A": "x", "ESV": "x", "XESV_A": "x"]
        let resolution = Placeholders([:], environment: environment).resolve(Array("&{\(name)}".utf8))
        #expect(String(decoding: resolution.bytes, as: UTF8.self) == "&{\(name)}")
        #expect(resolution.unresolved.map(\.name) == [name])
    }

    @Test func manyUsesOfALongValueEndAtTheLimit() throws {
        let placeholders = Placeholders(["x": String(repeating: "x", count: 1 << 20)])
        let fits = String(repeating: "&{x}", count: 16)
        #expect(!placeholders.resolve(Array(fits.utf8)).isTooLarge)
        for text in [fits + "&{x}", String(repeating: "&{x}", count: 100_000), "&{y|" + fits + "&{x}&{x}}"] {
            let resolution = placeholders.resolve(Array(text.utf8))
            #expect(resolution.isTooLarge)
            #expect(resolution.bytes.count <= Placeholders.outputLimit + (1 << 20))
            let source = SourceText(wholeFile: SourceFile(path: "a.html", bytes: Array(text.utf8)))
            #expect(source.resolving(placeholders).problems.map(\.code) == [.unreadableInput])
        }
    }

    @Test func namesThatCollideAlwaysGiveTheSame() {
        let environment = ["ESV_A_B": "1", "esv_a_b": "2", "Esv_a_b": "3", "ESV_a_B": "4", "esV_A_b": "5"]
        let results = (0..<40).map { round in
            // Dictionaries of other sizes have other orders.
            let others = (0..<round).map { ("X\($0)", "x") }
            let placeholders = Placeholders([:], environment: environment.merging(others) { first, _ in first })
            return String(decoding: placeholders.resolve(Array("&{esv.a.b}".utf8)).bytes, as: UTF8.self)
        }
        #expect(Set(results).count == 1)
    }
}
