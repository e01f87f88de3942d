// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import Configuration
import HTML
import Handlebars
import JSONText
import MIME

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Prints how the cost of each reader grows: the time for twice the input over the time for the input.
///
/// What is linear gives 2. Time is that of the processor and the smallest of several, because others use the machine too.
///
///     galley-growth [PART-OF-A-NAME]
@main
enum Growth {
    static func main() {
        print("| reader | input | largest | seconds | 2n / n |\n| --- | --- | ---: | ---: | ---: |")
        let name = CommandLine.arguments.dropFirst().first ?? ""
        for reader in Self.readers where name.isEmpty || "\(reader.name): \(reader.input)".contains(name) {
            Self.measure(reader)
        }
    }

    struct Reader: Sendable {
        var name: String
        var input: String
        var limit = 8 << 20
        /// Makes an input of about so many bytes, and returns what is measured.
        var prepare: @Sendable (Int) -> () -> Int
    }

    private static func measure(_ reader: Reader) {
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
                if ratio > 2.3 {
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
        let mark = ratio > 2.3 ? " **over**" : ""
        print("| \(reader.name) | \(reader.input) | \(largest >> 10) KiB | \(rounded) | \(ratio)\(mark) |")
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

    private static let limits: Limits = {
        var limits = Limits()
        limits.nesting = 1 << 30
        limits.partialCalls = 1 << 30
        limits.sourceBytes = 1 << 30
        limits.outputBytes = 1 << 30
        limits.steps = 1 << 40
        return limits
    }()

    private static let readers: [Reader] = Self.handlebars + Self.json + Self.mail + Self.others + Self.css

    private static func compile(_ source: @escaping @Sendable (Int) -> String) -> @Sendable (Int) -> () -> Int {
        { size in
            let bytes = Array(source(size).utf8)
            return { Self.outcome { try Template(utf8: bytes, limits: Self.limits).render(["a": "x"]).utf8.count } }
        }
    }

    /// An error is an answer too: its cost must not grow faster either.
    static func outcome(_ work: () throws -> Int) -> Int {
        (try? work()) ?? -1
    }

    private static let handlebars: [Reader] = [
        Reader(name: "Handlebars", input: "long text", prepare: Self.compile { Self.repeated("text & <b>\n", to: $0) }),
        Reader(name: "Handlebars", input: "many tags", prepare: Self.compile { Self.repeated("{{a}} ", to: $0) }),
        Reader(
            name: "Handlebars", input: "many standalone blocks",
            prepare: Self.compile { Self.repeated("  {{#if a}}\nx\n  {{else}}\ny\n  {{/if}}\n", to: $0) }),
        Reader(
            name: "Handlebars", input: "deep nesting",
            prepare: Self.compile { Self.nested("{{#if a}}", "{{/if}}", to: $0) }),
        Reader(
            name: "Handlebars", input: "deep nesting of contexts",
            prepare: Self.compile { Self.nested("{{#with .}}", "{{/with}}", to: $0) }),
        Reader(
            name: "Handlebars", input: "deep nesting of block parameters",
            prepare: Self.compile { Self.nested("{{#with a as |b|}}{{b}}", "{{/with}}", to: $0) }),
        Reader(
            name: "Handlebars", input: "deep nesting of inline partials",
            prepare: Self.compile { Self.nested("{{#*inline \"a\"}}", "{{/inline}}", to: $0) }),
        Reader(
            name: "Handlebars", input: "long else-if chain",
            prepare: Self.compile { "{{#if b}}" + Self.repeated("{{else if b}}", to: $0) + "{{/if}}" }),
        Reader(
            name: "Handlebars", input: "many subexpressions",
            prepare: Self.compile { "{{lookup " + Self.repeated("(lookup a (lookup a 1)) ", to: $0) + "}}" }),
        Reader(
            name: "Handlebars", input: "open subexpressions",
            prepare: Self.compile { "{{lookup " + Self.repeated("(a ", to: $0) }),
        Reader(
            name: "Handlebars", input: "long path", prepare: Self.compile { "{{" + Self.repeated("a.", to: $0) + "a}}" }
        ),
        Reader(
            name: "Handlebars", input: "../../../",
            prepare: Self.compile { "{{" + Self.repeated("../", to: $0) + "a}}" }),
        Reader(name: "Handlebars", input: "open mustaches", prepare: Self.compile { Self.repeated("{{a ", to: $0) }),
        Reader(name: "Handlebars", input: "open comments", prepare: Self.compile { Self.repeated("{{!-- ", to: $0) }),
        Reader(
            name: "Handlebars", input: "backslashes", prepare: Self.compile { Self.repeated("\\", to: $0) + "{{a}}" }),
        Reader(
            name: "Handlebars", input: "escaped mustaches", prepare: Self.compile { Self.repeated("\\{{a", to: $0) }),
        Reader(
            name: "Handlebars", input: "open raw blocks", prepare: Self.compile { Self.repeated("{{{{a}}}} ", to: $0) }),
        Reader(
            name: "Handlebars", input: "many arguments",
            prepare: Self.compile { "{{a " + Self.repeated("b ", to: $0) + "}}" }),
        Reader(
            name: "Handlebars", input: "many hash arguments",
            prepare: Self.compile { "{{a " + Self.repeated("b=1 ", to: $0) + "}}" }),
        Reader(
            name: "Handlebars", input: "many partials",
            prepare: { size in
                var set = TemplateSet(limits: Self.limits)
                guard (try? set.add("p", "<{{a}}>")) != nil else { return { -1 } }
                let source = Self.repeated("{{> p}} ", to: size)
                return { [set] in Self.outcome { try set.template(source).render(["a": "x"]).utf8.count } }
            }),
        Reader(
            name: "Handlebars", input: "many inline partials",
            prepare: Self.compile { Self.repeated("{{#*inline \"a\"}}x{{/inline}}{{> a}}\n", to: $0) }),
        Reader(
            name: "Handlebars", input: "huge array",
            prepare: { size in
                let data: Value = ["list": .array(Array(repeating: ["a": "x"], count: size / 8))]
                guard let template = try? Template("{{#each list}}{{a}}{{@index}}{{/each}}", limits: Self.limits)
                else { return { -1 } }
                return { Self.outcome { try template.render(data).utf8.count } }
            }),
        Reader(
            name: "Handlebars", input: "huge object",
            prepare: { size in
                let data: Value = ["list": .object(Value.Members((0..<size / 16).map { ("k\($0)", "x") }))]
                guard let template = try? Template("{{#each list}}{{@key}}{{this}}{{/each}}", limits: Self.limits)
                else { return { -1 } }
                return { Self.outcome { try template.render(data).utf8.count } }
            }),
        Reader(
            name: "Handlebars", input: "trace of many tags",
            prepare: { size in
                guard let template = try? Template(Self.repeated("{{a}} {{b}}\n", to: size), limits: Self.limits)
                else { return { -1 } }
                return { Self.outcome { try template.trace(["a": "x"]).bytes.count } }
            }),
        Self.analysis("many tags") { Self.repeated("{{#if a}}{{a.b}}{{/if}}\n", to: $0) },
        Self.analysis("deep nesting") { Self.nested("{{#with a}}{{b}}", "{{/with}}", to: $0) },
        Self.analysis("deep nesting of loops") { Self.nested("{{#each a as |b|}}{{b}}", "{{/each}}", to: $0) },
        Self.analysis("deep nesting of inline partials") {
            Self.nested("{{#*inline \"a\"}}{{> a}}", "{{/inline}}", to: $0)
        },
        Self.analysis("long else-if chain") { "{{#if b}}" + Self.repeated("{{else if b}}", to: $0) + "{{/if}}" },
        Self.analysis("long context") { size in
            "{{#with " + Self.repeated("a.", to: size / 2) + "b}}" + Self.repeated("{{c}}", to: size / 2) + "{{/with}}"
        },
    ]

    private static func analysis(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Reader(
            name: "Handlebars", input: "analysis of \(input)",
            prepare: { size in
                guard let template = try? Template(source(size), limits: Self.limits) else { return { -1 } }
                return { template.analysis.variables.count }
            })
    }

    private static func nested(_ opening: String, _ closing: String, to size: Int) -> String {
        let depth = size / (opening.utf8.count + closing.utf8.count)
        return String(repeating: opening, count: depth) + String(repeating: closing, count: depth)
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

    private static func addresses(
        _ input: String, limit: Int = 8 << 20, _ source: @escaping @Sendable (Int) -> String
    ) -> Reader {
        Reader(
            name: "addresses", input: input, limit: limit,
            prepare: { size in
                let text = source(size)
                return { Self.outcome { try AddressList(text).addresses.count } }
            })
    }

    private static func received(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Reader(
            name: "received addresses", input: input,
            prepare: { size in
                let text = source(size)
                return { Self.outcome { try AddressList(lenient: text).addresses.count } }
            })
    }

    private static func message(
        _ input: String, limit: Int = 8 << 20, _ source: @escaping @Sendable (Int) -> String
    ) -> Reader {
        Reader(
            name: "MIME parser", input: input, limit: limit,
            prepare: { size in
                let bytes = Array(source(size).utf8)
                return { EntityParser.parse(bytes).allDefects.count }
            })
    }

    private static func header(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Reader(
            name: "header decoding", input: input,
            prepare: { size in
                let text = source(size)
                return { EncodedWord.decodeAll(in: text).utf8.count }
            })
    }

    private static func mediaType(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Reader(
            name: "media type", input: input,
            prepare: { size in
                let text = source(size)
                return { MediaType(parsing: text)?.parameters.count ?? -1 }
            })
    }

    private static let mail: [Reader] = [
        Self.addresses("many addresses") { Self.repeated("Ada <ada@example.com>, ", to: $0) },
        Self.addresses("many international addresses") { Self.repeated("\"é\" <zoë@bücher.example>, ", to: $0) },
        Self.addresses("one group") { "g: " + Self.repeated("ada@example.com, ", to: $0) + ";" },
        Self.addresses("nested comments") {
            Self.repeated("(", to: $0 / 2) + Self.repeated(")", to: $0 / 2) + "a@b.example"
        },
        // What is refused at once costs what copying the text does: caches would be measured with less.
        Self.addresses("open comments", limit: 256 << 20) { Self.repeated("(a ", to: $0) },
        Self.addresses("open quotes", limit: 64 << 20) { Self.repeated("\"a\\\" ", to: $0) },
        Self.addresses("long phrase") { Self.repeated("word ", to: $0) + "<a@b.example>" },
        Self.addresses("long local part") { Self.repeated("a.", to: $0) + "a@b.example" },
        Self.addresses("long domain") { "a@" + Self.repeated("b.", to: $0) + "example" },
        Self.addresses("long international domain") { "a@" + Self.repeated("é.", to: $0) + "example" },
        Self.addresses("encoded-words") { Self.repeated("=?UTF-8?Q?=C3=A9?= ", to: $0) + "<a@b.example>" },
        Self.addresses("commas") { Self.repeated(",", to: $0) },
        Self.addresses("route") { "<" + Self.repeated("@a.example,", to: $0) + "@b.example:c@d.example>" },
        Self.received("many addresses") { size in
            (0..<9_000).map { "\(Self.repeated("a", to: size / 9_000)) ada@x <ada\($0).@example.com." }.joined(
                separator: ";")
        },
        Self.received("many bare addresses") { size in
            (0..<9_000).map { "ada\($0) @ example.com (\(Self.repeated("c", to: size / 9_000)))" }.joined(
                separator: ";")
        },
        Self.received("junk") { Self.repeated("a]\\ [)@", to: $0) },
        Self.received("junk before an address") { Self.repeated("a]\\ [)@", to: $0) + "<a@b.example>" },
        Self.received("open comments") { Self.repeated("(", to: $0) },
        Self.received("one open comment") { "(" + Self.repeated("a \"", to: $0) + "<a@b.example>" },
        Self.received("comments") { Self.repeated("(a(b)) ", to: $0) + "a@b.example" },
        Self.received("comments in an address") { "a" + Self.repeated("(a)", to: $0) + "@b.example" },
        Self.received("comments in a domain") { "a@b." + Self.repeated("(a) ", to: $0) + "example" },
        Self.received("open quotes") { Self.repeated("\"\\", to: $0) },
        Self.received("quotes") { Self.repeated("\"a\" ", to: $0) + "<a@b.example>" },
        Self.received("quoted words") { Self.repeated("\"a\".", to: $0) + "a@b.example" },
        Self.received("open groups") { Self.repeated("g:", to: $0) },
        Self.received("open brackets") { Self.repeated("<", to: $0) + "a@b.example" },
        Self.received("literals") { Self.repeated("@[", to: $0) },
        Self.received("separators") { Self.repeated(",;", to: $0) },
        Self.received("control characters") { Self.repeated("\u{1}\r\n", to: $0) + "a@b.example" },
        Self.received("schemes") { Self.repeated("mailto:", to: $0) + "a@b.example" },
        Self.received("route") { "<" + Self.repeated("@a.example,", to: $0) + "@b.example:c@d.example>" },
        Self.received("encoded-words") { Self.repeated("=?UTF-8?Q?a,=C3=A9?= ", to: $0) + "<a@b.example>" },
        Self.received("open encoded-words") { Self.repeated("=?UTF-8?Q?a\\", to: $0) + "<a@b.example>" },
        Self.header("encoded-words") { Self.repeated("=?UTF-8?Q?=C3=A9t=C3=A9?= ", to: $0) },
        Self.header("open words") { Self.repeated("=?UTF-8?Q?a", to: $0) },
        Self.header("beginnings") { Self.repeated("=? ", to: $0) },
        Self.header("white space") { Self.repeated(" ", to: $0) + "=" },
        Reader(
            name: "header encoding", input: "long international text",
            prepare: { size in
                let field = HeaderField(.subject, .unstructured(Self.repeated("été 日本 ", to: size)))
                return { Self.outcome { try field.lines(form: .ascii).bytes.count } }
            }),
        Self.message("many fields") { Self.repeated("A: b\r\n", to: $0) + "\r\n" },
        Self.message("one folded field") { "A: b\r\n" + Self.repeated(" c\r\n", to: $0) + "\r\n" },
        Self.message("long line", limit: 16 << 20) { "A: " + Self.repeated("b", to: $0) },
        Self.message("long body") { "A: b\r\n\r\n" + Self.repeated("text\r\n", to: $0) },
        Self.message("many parts") { size in
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + Self.repeated("--b\r\n\r\nx\r\n", to: size)
                + "--b--\r\n"
        },
        Self.message("nested multiparts") { size in
            (0..<size / 64).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
        },
        Self.message("many dashes") { size in
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + Self.repeated("--\r\n", to: size)
        },
        Self.message("quoted-printable") { size in
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + Self.repeated("a=C3=A9 =\r\n", to: size)
        },
        Self.message("quoted-printable blanks") { size in
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n=" + Self.repeated(" ", to: size) + "x"
        },
        Self.message("quoted-printable signs and blanks") { size in
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + Self.repeated("= ", to: size) + "x"
        },
        Self.message("base64") { size in
            "Content-Transfer-Encoding: base64\r\n\r\n" + Self.repeated("QUJD\r\n", to: size)
        },
        Self.mediaType("many parameters") { size in "a/b" + (0..<size / 12).map { "; p\($0)=x" }.joined() },
        Self.mediaType("many sections") { size in "a/b" + (0..<size / 12).map { "; f*\($0)=x" }.joined() },
        Self.mediaType("same section") { "a/b" + Self.repeated("; f*1=x", to: $0) },
        Self.mediaType("nested comments") { "a/b " + Self.repeated("(", to: $0) },
        Self.mediaType("semicolons") { "a/b" + Self.repeated(";", to: $0) },
        Reader(
            name: "quoted-printable", input: "encoding",
            prepare: { size in
                let bytes = Array(Self.repeated("été \t\r\n", to: size).utf8)
                return {
                    var output: [UInt8] = []
                    QuotedPrintable.appendLines(bytes, to: &output)
                    return output.count
                }
            }),
        Reader(
            name: "message", input: "composing",
            prepare: { size in
                let text = Array(Self.repeated("été\n", to: size).utf8)
                let parts = [MediaType.plainText, .html].map { Entity(content: .text($0, text)) }
                let entity = Entity(content: .alternative(parts))
                return { Self.outcome { try entity.serialized(form: .ascii).bytes.count } }
            }),
    ]

    private static func html(
        _ input: String, _ source: @escaping @Sendable (Int) -> String
    ) -> Reader {
        Reader(
            name: "HTML", input: input,
            prepare: { size in
                let bytes = Array(source(size).utf8)
                let limits = HTMLLimits(inputSize: 1 << 30, depth: 512, elements: 1 << 30)
                return { Self.outcome { try HTMLDocument(parsing: bytes, limits: limits).plainText().count } }
            })
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
        Self.placeholders("long text") { Self.repeated("text & ", to: $0) },
        Self.placeholders("many") { Self.repeated("&{a} &{b|c} ", to: $0) },
        Self.placeholders("open") { Self.repeated("&{", to: $0) },
        Self.placeholders("open with default") { Self.repeated("&{a|", to: $0) },
        Self.placeholders("closing braces") { Self.repeated("&{a|", to: $0 / 2) + Self.repeated("}", to: $0 / 2) },
    ]
}
