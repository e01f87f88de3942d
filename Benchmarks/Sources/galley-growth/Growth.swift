// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import Foundation
import HTML
import Handlebars
import JSONText
import MIME
import TenantConfiguration

/// Prints how the cost of each reader grows: the time for twice the input over the time for the input.
///
/// What is linear gives 2. Time is that of the processor and the smallest of several, because others use the machine too.
///
///     galley-growth [--stack KIB] [PART-OF-A-NAME]
///
/// With `--stack`, all is done on a thread with a stack of that size. The exit status is 1 if a row is above the bar, and 64
/// if the arguments do not fit.
@main
enum Growth {
    /// What `2n / n` may be.
    private static let bar = 2.3

    static func main() {
        var arguments = CommandLine.arguments.dropFirst()
        var stackSize: Int?
        if arguments.first == "--stack" {
            arguments.removeFirst()
            guard let kibibytes = arguments.popFirst().flatMap({ Int($0) }), (64...1 << 20).contains(kibibytes) else {
                Self.refuse("--stack takes a size in KiB, from 64")
            }
            stackSize = kibibytes << 10
        }
        let name = arguments.popFirst() ?? ""
        let readers = Self.readers.filter { name.isEmpty || "\($0.name): \($0.input)".contains(name) }
        guard arguments.isEmpty, !readers.isEmpty else { Self.refuse("no reader is named so: \(name)") }
        guard let stackSize else { exit(Self.measure(readers) ? 0 : 1) }
        let thread = Thread { exit(Self.measure(readers) ? 0 : 1) }
        thread.stackSize = stackSize
        thread.start()
        while true { sleep(1000) }
    }

    private static func refuse(_ message: String) -> Never {
        FileHandle.standardError.write(Data("galley-growth: \(message)\n".utf8))
        exit(64)
    }

    /// Prints the table; whether no row is above the bar.
    private static func measure(_ readers: [Reader]) -> Bool {
        print("| reader | input | largest | seconds | 2n / n |\n| --- | --- | ---: | ---: | ---: |")
        return readers.reduce(true) { Self.measure($1) && $0 }
    }

    struct Reader: Sendable {
        var name: String
        var input: String
        var limit = 8 << 20
        /// Makes an input of about so many bytes, and returns what is measured.
        var prepare: @Sendable (Int) -> () -> Int
    }

    /// Prints a row; whether it is not above the bar.
    private static func measure(_ reader: Reader) -> Bool {
        var worst = 0.0
        var largest = 0
        var seconds = 0.0
        var previous: Double?
        var size = reader.limit / 8
        while size <= reader.limit {
            let time = Self.time(reader.prepare(size))
            if let previous {
                var ratio = time / previous
                // A doubling that looks bad gets a second look, at both ends of it.
                if ratio > Self.bar {
                    let before = min(previous, Self.time(reader.prepare(size / 2)))
                    ratio = min(ratio, min(time, Self.time(reader.prepare(size))) / before)
                }
                worst = max(worst, ratio)
            }
            previous = time
            largest = size
            seconds = time
            // Past this the answer is known.
            if time > 20 { break }
            size *= 2
        }
        let ratio = Double(Int(worst * 100 + 0.5)) / 100
        let rounded = Double(Int(seconds * 10_000 + 0.5)) / 10_000
        let isOver = ratio > Self.bar
        let mark = isOver ? " **over**" : ""
        print("| \(reader.name) | \(reader.input) | \(largest >> 10) KiB | \(rounded) | \(ratio)\(mark) |")
        return !isOver
    }

    /// The smallest of at least three times.
    private static func time(_ work: () -> Int) -> Double {
        var best = Double.infinity
        var total = 0.0
        var sum = 0
        var count = 0
        while count < 3 || (total < 0.3 && count < 20) {
            let start = Self.processorSeconds
            sum &+= work()
            let time = Self.processorSeconds - start
            best = min(best, time)
            total += time
            count += 1
            if time > 10 || total > 4 { break }
        }
        return sum == Int.min ? 0 : best
    }

    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func repeated(_ piece: String, to size: Int) -> String {
        String(repeating: piece, count: max(1, size / piece.utf8.count))
    }

    private static let readers: [Reader] = Self.handlebars + Self.json + Self.mail + Self.others + Self.css

    /// An error is an answer too: its cost must not grow faster either.
    static func outcome(_ work: () throws -> Int) -> Int {
        (try? work()) ?? -1
    }

    private static func json(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Reader(
            name: "JSONText", input: input,
            prepare: { size in
                let bytes = Array(source(size).utf8)
                var limits = JSONDocument.Limits()
                limits.bytes = 1 << 30
                return { [limits] in
                    Self.outcome { try JSONDocument(parsing: bytes, limits: limits).root.serialized(.indented).count }
                }
            })
    }

    private static let json: [Reader] = [
        Self.json("long string") { "\"" + Self.repeated("text \\u00e9 é", to: $0) + "\"" },
        Self.json("many numbers") { "[" + Self.repeated("12.5e3,", to: $0) + "0]" },
        Self.json("long number") { Self.repeated("9", to: $0) },
        Self.json("many members") { size in "{" + (0..<size / 12).map { "\"m\($0)\":1" }.joined(separator: ",") + "}" },
        Self.json("same member") { "{" + Self.repeated("\"m\":1,", to: $0) + "\"m\":2}" },
        Self.json("open arrays") { Self.repeated("[", to: $0) },
        Self.edit("many members") { size in
            "{" + (0..<size / 12).map { "\"m\($0)\":1" }.joined(separator: ",\n") + "}"
        } _: { _ in
            JSONPointer(["new"])
        },
        Self.edit("many elements") {
            "[" + Self.repeated("12.5e3,", to: $0) + "0]"
        } _: {
            JSONPointer([String($0 / 14)])
        },
    ]

    /// A change in place in the middle of a document.
    private static func edit(
        _ input: String, _ source: @escaping @Sendable (Int) -> String,
        _ pointer: @escaping @Sendable (Int) -> JSONPointer
    ) -> Reader {
        Reader(
            name: "JSONText", input: "editing \(input)",
            prepare: { size in
                guard let document = try? JSONDocument(parsing: source(size)) else { return { -1 } }
                let place = pointer(size)
                return {
                    Self.outcome {
                        let inserted = try document.inserting(["a": 1], at: place)
                        return try inserted.replacing(place, with: "x").removing(place).bytes.count
                    }
                }
            })
    }

    private static func html(
        _ input: String, limit: Int = 8 << 20, depth: Int = 512, _ source: @escaping @Sendable (Int) -> String
    ) -> Reader {
        Reader(
            name: "HTML", input: input, limit: limit,
            prepare: { size in
                let bytes = Array(source(size).utf8)
                let limits = HTMLLimits(inputSize: 1 << 30, depth: depth, elements: 1 << 30)
                return { Self.outcome { try HTMLDocument(parsing: bytes, limits: limits).plainText().count } }
            })
    }

    /// Measures elements that lie in each other, with no limit for that: at the largest size there are more than 100,000.
    private static func deep(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Self.html("deep: \(input)", limit: 2 << 20, depth: 1 << 30, source)
    }

    private static func placeholders(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Reader(
            name: "placeholders", input: input,
            prepare: { size in
                let bytes = Array(source(size).utf8)
                let values = Placeholders(["a": "x"])
                return { values.resolve(bytes).bytes.count }
            })
    }

    private static let others: [Reader] = [
        Self.html("long text") { "<p>" + Self.repeated("text &amp; é ", to: $0) },
        Self.html("long word") { "<p>" + Self.repeated("text", to: $0) },
        Self.html("paragraphs") { Self.repeated("<p>a <b>b</b></p>\n", to: $0) },
        Self.html("links") { Self.repeated("<a href=\"https://a.example/\">a</a> ", to: $0) },
        Self.html("table rows") { "<table>" + Self.repeated("<tr><td>a<td>b", to: $0) },
        Self.html("table cells") { "<table><tr>" + Self.repeated("<th>a", to: $0) },
        Self.html("list items") { "<ul>" + Self.repeated("<li>a", to: $0) },
        Self.html("open elements") { Self.repeated("<div>", to: $0) },
        Self.html("open formatting") { Self.repeated("<b><p>", to: $0) },
        Self.html("formatting left open") { Self.repeated("<p><b>a", to: $0) },
        Self.html("misnested formatting") { Self.repeated("<b>a<i>b</b>c</i>", to: $0) },
        Self.html("formatting across blocks") { Self.repeated("<b>a<p>b</b>c</p>", to: $0) },
        Self.html("formatting around many") {
            Self.repeated("<b>", to: 900) + "<div>" + Self.repeated("x<br>", to: $0)
        },
        Self.html("end tags deep inside") {
            Self.repeated("<span>", to: 3000) + Self.repeated("</em></p></i>", to: $0)
        },
        Self.html("text in tables") { "<table>" + Self.repeated("a<tr>b", to: $0) },
        Self.html("links in links") { Self.repeated("<a href=x>a", to: $0) },
        Self.html("conditional comments") { Self.repeated("<!--[if mso]>a<![endif]-->", to: $0) },
        Self.html("open conditional comments") { Self.repeated("<!--[if mso]>", to: $0) },
        Self.html("end tags") { Self.repeated("</div>", to: $0) },
        Self.html("attributes") { "<p " + Self.repeated("a=b ", to: $0) + ">" },
        Self.html("many attributes") { size in "<p " + (0..<size / 12).map { "a\($0)=b " }.joined() + ">" },
        Self.html("open tags") { Self.repeated("<a ", to: $0) },
        Self.html("open comments") { Self.repeated("<!--", to: $0) },
        Self.html("less-than signs") { Self.repeated("<", to: $0) },
        Self.html("ampersands") { Self.repeated("&a", to: $0) },
        Self.html("open titles") { Self.repeated("<title>", to: $0) },
        Self.html("open scripts") { Self.repeated("<script><!--", to: $0) },
        Self.html("blank lines") { "<pre>" + Self.repeated("\n", to: $0) + "x" },
        Self.html("br") { Self.repeated("<br>", to: $0) + "x" },
        Self.html("styles") { "<p style=\"" + Self.repeated("a:b;", to: $0) + "\">x" },
        Self.deep("div") { Self.repeated("<div>", to: $0) },
        Self.deep("b") { Self.repeated("<b>", to: $0) },
        Self.deep("buttons in paragraphs") { Self.repeated("<p><button>", to: $0) },
        Self.deep("objects in paragraphs") { Self.repeated("<p><object>", to: $0) },
        Self.deep("lists") { Self.repeated("<ul><li>", to: $0) },
        Self.deep("tables") { Self.repeated("<table><tr><td>", to: $0) },
        Self.deep("text in tables") { Self.repeated("<div><table>a", to: $0) },
        Self.deep("links") { Self.repeated("<a href=x><div>", to: $0) },
        Self.deep("svg") { "<svg>" + Self.repeated("<g>", to: $0 / 2) + Self.repeated("</x>", to: $0 / 2) },
        Self.deep("end tags that match nothing") {
            Self.repeated("<div>", to: $0 / 2) + Self.repeated("</p></h1></li></em></x></table>", to: $0 / 2)
        },
        Self.deep("end tags of formatting far below") {
            "<b>" + Self.repeated("<div>", to: $0 / 2) + Self.repeated("</b>", to: $0 / 2)
        },
        Self.deep("selections") {
            Self.repeated("<div>", to: $0 / 2) + Self.repeated("<select></select>", to: $0 / 2)
        },
        Self.placeholders("long text") { Self.repeated("text & ", to: $0) },
        Self.placeholders("many") { Self.repeated("&{a} &{b|c} ", to: $0) },
        Self.placeholders("open") { Self.repeated("&{", to: $0) },
        Self.placeholders("open with default") { Self.repeated("&{a|", to: $0) },
        Self.placeholders("closing braces") { Self.repeated("&{a|", to: $0 / 2) + Self.repeated("}", to: $0 / 2) },
    ]
}
