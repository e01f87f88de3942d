// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import MIME

extension Growth {
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

    private static func date(
        _ input: String, limit: Int = 8 << 20, _ source: @escaping @Sendable (Int) -> String
    ) -> Reader {
        Reader(
            name: "date", input: input, limit: limit,
            prepare: { size in
                let text = source(size)
                return { Self.outcome { try DateTime.Reading(text).defects.count } }
            })
    }

    private static func identifiers(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Reader(
            name: "identifiers", input: input,
            prepare: { size in
                let text = source(size)
                return { Self.outcome { try MessageID.list(parsing: text).count } }
            })
    }

    /// The text of a body that repeats octets.
    private static func text(_ charset: String, _ input: String, _ octets: [UInt8]) -> Reader {
        Reader(
            name: "text", input: "\(charset) \(input)",
            prepare: { size in
                let header = "Content-Type: text/plain; charset=\(charset)\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                let body = repeatElement(octets, count: size / octets.count).joined()
                let entity = EntityParser.parse(Array(header.utf8) + body)
                return { entity.text?.utf8.count ?? -1 }
            })
    }

    static let mail: [Reader] = [
        Self.addresses("many addresses") { Self.repeated("Ada <ada@example.com>, ", to: $0) },
        Self.addresses("many international addresses") { Self.repeated("\"é\" <zoë@bücher.example>, ", to: $0) },
        Self.addresses("one group") { "g: " + Self.repeated("ada@example.com, ", to: $0) + ";" },
        Self.addresses("nested comments") {
            Self.repeated("(", to: $0 / 2) + Self.repeated(")", to: $0 / 2) + "a@b.example"
        },
        // What is refused at once costs what copying the text does: caches would be measured with less.
        Self.addresses("open comments", limit: 256 << 20) { Self.repeated("(a ", to: $0) },
        Self.addresses("open quotes", limit: 256 << 20) { Self.repeated("\"a\\\" ", to: $0) },
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
        Self.header("words in many charsets") {
            Self.repeated("=?koi8-r?Q?=C3?= =?big5?B?pKQ=?= =?gb2312?B?1tA?= =?x?Q?a b?= ", to: $0)
        },
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
        Self.message("long line", limit: 128 << 20) { "A: " + Self.repeated("b", to: $0) },
        Self.message("long body") { "A: b\r\n\r\n" + Self.repeated("text\r\n", to: $0) },
        Self.message("many parts") { size in
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + Self.repeated("--b\r\n\r\nx\r\n", to: size)
                + "--b--\r\n"
        },
        Self.message("nested multiparts") { size in
            (0..<size / 64).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
        },
        Self.message("nested messages") { size in
            Self.repeated("Content-Type: message/rfc822\r\n\r\n", to: size)
        },
        Self.message("digest of empty messages") { size in
            "Content-Type: multipart/digest; boundary=b\r\n\r\n" + Self.repeated("--b\r\n\r\n", to: size) + "--b--\r\n"
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
        Self.message("faulty base64") { size in
            "Content-Transfer-Encoding: base64\r\n\r\n" + Self.repeated("Q!U=JD\r\n", to: size)
        },
        Self.message("base64") { size in
            "Content-Transfer-Encoding: base64\r\n\r\n" + Self.repeated("QUJD\r\n", to: size)
        },
        Self.message("lines of blanks in a field") { "A: b\r\n" + Self.repeated(" \r\n", to: $0) + "\r\n" },
        Self.message("8bit parts in what is 7bit") { size in
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + Self.repeated("é\r\n--b\r\nContent-Transfer-Encoding: 8bit\r\n\r\né\r\n", to: size) + "--b--\r\n"
        },
        Self.date("comments") { Self.repeated("(a) ", to: $0) + "1 Jan 2000 00:00 GMT" },
        Self.date("nested comments") { size in
            "1 Jan 2000 00:00 GMT" + Self.repeated("(", to: size / 2) + Self.repeated(")", to: size / 2)
        },
        Self.date("long day", limit: 256 << 20) { Self.repeated("1", to: $0) + " Jan 2000 00:00 GMT" },
        Self.date("long zone") { "1 Jan 2000 00:00 " + Self.repeated("z", to: $0) },
        Self.identifiers("many") { Self.repeated("<a.b@c.example> ", to: $0) },
        Self.identifiers("comments") { Self.repeated("(a(b)) ", to: $0) + "<a@b.example>" },
        Self.identifiers("long left side") { "<" + Self.repeated("a.", to: $0) + "a@b.example>" },
        Self.identifiers("without ends") { Self.repeated("<a@b", to: $0) },
        Self.text("utf-8", "of Japanese", Array("日本語".utf8)),
        Self.text("utf-8", "that is none", [0xE9, 0x61]),
        Self.text("koi8-r", "of Russian", [0xF0, 0xD2, 0xC9, 0x20]),
        Self.text("windows-1252", "that is none", [0x81]),
        Self.text("shift_jis", "that is none", [0xFF, 0xFF]),
        Self.text("iso-2022-jp", "escapes", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42]),
        Self.text("gb18030", "open characters", [0x81, 0x30]),
        Self.text("utf-16", "surrogates", [0xD8, 0x00]),
        Self.mediaType("many parameters") { size in "a/b" + (0..<size / 12).map { "; p\($0)=x" }.joined() },
        Self.mediaType("many sections") { size in "a/b" + (0..<size / 12).map { "; f*\($0)=x" }.joined() },
        Self.mediaType("same section") { "a/b" + Self.repeated("; f*1=x", to: $0) },
        Self.mediaType("comments after values") {
            "a/b" + Self.repeated("; a=b (", to: $0 / 2) + Self.repeated(")", to: $0 / 2) + "x"
        },
        Self.mediaType("values without quotation marks") {
            "a/b" + Self.repeated("; a=b c d e f", to: min($0, 100_000)) + Self.repeated(" x", to: $0)
        },
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
}
