// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import Mustache

/// Measures swift-mustache: `swift-mustache-peer WORKLOADS OUTPUT`.
@main
enum Peer {
    static func main() throws {
        let folder = CommandLine.arguments[1]
        let output = CommandLine.arguments[2]
        let json = try Data(contentsOf: URL(fileURLWithPath: folder + "/recipients.json"))
        guard let recipients = try JSONSerialization.jsonObject(with: json) as? [Any] else { return }
        let data = recipients.map(Self.plain)
        let footer = try String(contentsOfFile: "\(folder)/footer.mustache", encoding: .utf8)
        for name in ["large", "small"] {
            let source = try String(contentsOfFile: "\(folder)/\(name).mustache", encoding: .utf8)
            let library = try Self.library(source, footer: footer)
            let all = data.map { Self.render(library, $0) }.joined()
            try all.write(toFile: "\(output)/\(name)", atomically: true, encoding: .utf8)
            Self.report(name) { Self.render(library, data[$0 % data.count]).utf8.count }
            if name == "large" {
                try Self.report("compile") {
                    Self.render(try Self.library(source, footer: footer), data[$0 % data.count]).utf8.count
                }
            }
        }
    }

    private static func library(_ source: String, footer: String) throws -> MustacheLibrary {
        MustacheLibrary(templates: [
            "page": try MustacheTemplate(string: source), "footer": try MustacheTemplate(string: footer),
        ])
    }

    private static func render(_ library: MustacheLibrary, _ item: Any) -> String {
        library.render(item, withTemplate: "page") ?? ""
    }

    /// Values of Swift's own types: Foundation's would be bridged at every look-up.
    private static func plain(_ value: Any) -> Any {
        switch value {
        case let members as [String: Any]: members.mapValues(Self.plain)
        case let elements as [Any]: elements.map(Self.plain)
        case let number as NSNumber where type(of: number) == type(of: NSNumber(value: true)): number.boolValue
        case let number as NSNumber: number.intValue
        case let text as String: text
        default: value
        }
    }

    private static func report(_ name: String, _ work: (Int) throws -> Int) rethrows {
        var best = 0.0
        var sum = 0
        for _ in 0..<6 {
            let clock = ContinuousClock()
            let start = clock.now
            var count = 0
            while clock.now - start < .milliseconds(400) {
                for _ in 0..<16 {
                    sum += try work(count)
                    count += 1
                }
            }
            best = max(best, Double(count) / ((clock.now - start) / .seconds(1)))
        }
        print("\(name) \(sum > 0 ? best : 0)")
    }
}
