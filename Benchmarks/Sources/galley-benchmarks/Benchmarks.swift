// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import EmailTemplates
import Foundation
import Handlebars
import MIME
import TenantConfiguration

/// Measures what Galley does most: rendering a template, and composing messages.
///
/// Each figure is the best of several rounds, on one thread; recipients alternate, so that no result can be kept.
@main
enum Benchmarks {
    static func main() throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "Templates"
        let html = try Data(contentsOf: URL(fileURLWithPath: folder + "/resetPassword/resetPassword.en.html"))
        let document = try Data(contentsOf: URL(fileURLWithPath: folder + "/resetPassword/resetPassword.json"))
        let source = String(decoding: html, as: UTF8.self)
        let recipients = try (0..<16).map(Self.recipient)

        print("template: resetPassword.en.html, \(html.count) bytes\n")
        print("| what | per second | MB/s |\n| --- | ---: | ---: |")
        try Self.measureRendering(source, recipients)
        try Self.measureCompiling(source)
        try Self.measureComposing(document: document, html: html, recipients)
    }

    private static func recipient(_ number: Int) throws -> Value {
        try Value(
            json: """
                {"userName": "user.\(number)", "givenName": "Zoë \(number)", "sn": "O'Neill & Sons", \
                "mail": "user.\(number)@example.com", \
                "resumeURI": "https://tenant.example.com/am/XUI/?realm=/alpha&suspendedId=\(number)c2FtcGxlLXN1c3Bl"}
                """)
    }

    private static func measureRendering(_ source: String, _ recipients: [Value]) throws {
        let template = try Template(source)
        let data = recipients.map { Value(dictionaryLiteral: ("object", $0)) }
        var output: [UInt8] = []
        try Self.report("render") { round in
            output.removeAll(keepingCapacity: true)
            try template.render(data[round % data.count], into: &output)
            return output.count
        }
        try Self.report("render with source map") { round in
            try template.trace(data[round % data.count]).bytes.count
        }
    }

    private static func measureCompiling(_ source: String) throws {
        let data: Value = ["object": [:]]
        try Self.report("compile and render once") { _ in
            try Template(source).render(data).utf8.count
        }
    }

    private static func measureComposing(document: Data, html: Data, _ recipients: [Value]) throws {
        let files = MemoryFiles([
            "resetPassword/resetPassword.json": String(decoding: document, as: UTF8.self),
            "resetPassword/resetPassword.en.html": String(decoding: html, as: UTF8.self),
        ])
        let tenant = TenantReader.read(files, for: .templates)
        let read = EmailTemplate.read(tenant.documents[0], files: files, placeholders: Placeholders())
        let template = PreparedTemplate(read.template)
        let requests = recipients.enumerated().map { number, object in
            var request = SendRequest()
            request.to = SourceText(wholeFile: SourceFile(name: "to", text: "user.\(number)@example.com"))
            request.object = object
            return request
        }
        let composer = Composer(provider: .galley, date: .fixture)
        try Self.report("render and compose, with text part, to MIME bytes") { round in
            let request = requests[round % requests.count]
            return try composer.compose(request, template: template, locale: "en").message?.mimeBytes().count ?? 0
        }
        let single = Composer(provider: .galley, bodyForm: .single, date: .fixture)
        try Self.report("render and compose, HTML alone, to MIME bytes") { round in
            let request = requests[round % requests.count]
            return try single.compose(request, template: template, locale: "en").message?.mimeBytes().count ?? 0
        }
        let messages = requests.compactMap { composer.compose($0, template: template, locale: "en").message }
        try Self.report("message to MIME bytes") { round in
            try messages[round % messages.count].mimeBytes().count
        }
        try Self.report("message to Graph JSON") { round in
            messages[round % messages.count].graphJSON.serialized(.compact).count
        }
    }

    /// Runs `work` for about a second in rounds, and prints the fastest round's rate.
    private static func report(_ name: String, _ work: (Int) throws -> Int) throws {
        var best = 0.0
        var bytesPerRun = 0
        for _ in 0..<5 {
            let clock = ContinuousClock()
            let start = clock.now
            var count = 0
            var bytes = 0
            while clock.now - start < .milliseconds(250) {
                for _ in 0..<16 {
                    bytes += try work(count)
                    count += 1
                }
            }
            let elapsed = (clock.now - start) / .seconds(1)
            if Double(count) / elapsed > best {
                best = Double(count) / elapsed
                bytesPerRun = bytes / count
            }
        }
        let megabytes = best * Double(bytesPerRun) / 1_000_000
        print("| \(name) | \(Int(best).formatted()) | \(Int(megabytes.rounded()).formatted()) |")
    }
}
