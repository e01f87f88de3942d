// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import Foundation
import HTML
import Handlebars
import JSONText
import MIME

/// Measures Galley on the workloads of `Benchmarks/compare`: `galley-peer WORKLOADS OUTPUT`.
@main
enum Peer {
    static func main() throws {
        let folder = CommandLine.arguments[1]
        let output = CommandLine.arguments[2]
        let data = try Self.recipients(folder)
        let pages = try Self.measureTemplates(folder, output, data)
        try Self.measureMessages(folder, output, pages)
        Self.measureEncoders(pages[0])
    }

    private static func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    private static func recipients(_ folder: String) throws -> [Value] {
        let json = try JSONDocument(parsing: try Self.read(folder + "/recipients.json"))
        return (json.root.elements ?? []).map { Value($0) }
    }

    /// Measures the templates, and returns what the large one renders.
    private static func measureTemplates(_ folder: String, _ output: String, _ data: [Value]) throws -> [[UInt8]] {
        let footer = String(decoding: try Self.read(folder + "/footer.hbs"), as: UTF8.self)
        var partials = TemplateSet()
        try partials.add("footer", footer)
        var large: [[UInt8]] = []
        for name in ["large", "small"] {
            let source = String(decoding: try Self.read("\(folder)/\(name).hbs"), as: UTF8.self)
            let template = try partials.template(source)
            let pages = try data.map { Array(try template.render($0).utf8) }
            try Self.write(Array(pages.joined()), to: "\(output)/\(name)")
            var buffer: [UInt8] = []
            try Self.report(name) { run in
                buffer.removeAll(keepingCapacity: true)
                try template.render(data[run % data.count], into: &buffer)
                return buffer.count
            }
            guard name == "large" else { continue }
            large = pages
            try Self.report("compile") { run in
                var partials = TemplateSet()
                try partials.add("footer", footer)
                return try partials.template(source).render(data[run % data.count]).utf8.count
            }
        }
        return large
    }

    /// Measures composing, and writes the bodies for the others to compose.
    private static func measureMessages(_ folder: String, _ output: String, _ pages: [[UInt8]]) throws {
        let from = Mailbox(displayName: "Smith & Sons", address: try AddrSpec("noreply@example.com"))
        var messages: [Message] = []
        var subjects: [String] = []
        for (number, html) in pages.enumerated() {
            let text = try HTMLDocument(parsing: html).plainText()
            let digits = String(number)
            let user = "user." + String(repeating: "0", count: 3 - digits.utf8.count) + digits
            let subject = "Réinitialisez votre mot de passe, \(user)"
            guard let id = MessageID(left: digits, right: "example.com") else { fatalError("the id is not valid") }
            messages.append(
                Message(
                    from: from, to: try AddressList("\(user)@example.com"), subject: subject,
                    body: .html(html, textAlternative: text), date: .fixture, messageID: id))
            subjects.append(subject)
            try Self.write(html, to: "\(folder)/mail-\(number).html")
            try Self.write(text, to: "\(folder)/mail-\(number).txt")
        }
        try Self.write(Array((subjects.joined(separator: "\n") + "\n").utf8), to: folder + "/mail-subjects")
        for (name, encoding) in [("compose-qp", ContentTransferEncoding.quotedPrintable), ("compose-base64", .base64)] {
            let compose = { (message: Message) in
                try message.entity.serialized(form: .ascii, encodings: [encoding]).bytes
            }
            try Self.write(try compose(messages[0]), to: "\(output)/\(name)")
            try Self.report(name) { try compose(messages[$0 % messages.count]).count }
        }
        let composeAsFiles = { (message: Message) in try message.entity.withTextsAsFiles.serialized(form: .ascii).bytes
        }
        try Self.write(try composeAsFiles(messages[0]), to: "\(output)/compose-base64-lf")
        try Self.report("compose-base64-lf") { try composeAsFiles(messages[$0 % messages.count]).count }
    }

    private static func measureEncoders(_ page: [UInt8]) {
        var megabyte: [UInt8] = []
        while megabyte.count < 1 << 20 { megabyte += page }
        megabyte = Array(megabyte.prefix(1 << 20)).withCRLFLineEnds
        let share = Double(megabyte.count) / Double(1 << 20)
        var buffer: [UInt8] = []
        Self.report("raw-qp", batch: 1, share: share) { _ in
            buffer.removeAll(keepingCapacity: true)
            QuotedPrintable.appendLines(megabyte, to: &buffer)
            return buffer.count
        }
        Self.report("raw-base64", batch: 1, share: share) { _ in
            buffer.removeAll(keepingCapacity: true)
            Base64.appendLines(megabyte, to: &buffer)
            return buffer.count
        }
    }

    /// Prints the rate of the fastest of several rounds.
    private static func report(
        _ name: String, batch: Int = 16, share: Double = 1, _ work: (Int) throws -> Int
    ) rethrows {
        var best = 0.0
        var sum = 0
        for _ in 0..<6 {
            let clock = ContinuousClock()
            let start = clock.now
            var count = 0
            while clock.now - start < .milliseconds(400) {
                for _ in 0..<batch {
                    sum += try work(count)
                    count += 1
                }
            }
            best = max(best, share * Double(count) / ((clock.now - start) / .seconds(1)))
        }
        print("\(name) \(sum > 0 ? best : 0)")
    }
}

extension Entity {
    /// The entity with the octets of its texts as they are, as other libraries take them.
    fileprivate var withTextsAsFiles: Entity {
        let parts = self.parts.map { part in
            guard case .text(let type, let text) = part.content else { return part }
            return Entity(headerFields: part.headerFields, content: .data(type, text))
        }
        return Entity(headerFields: self.headerFields, content: .alternative(parts))
    }
}
