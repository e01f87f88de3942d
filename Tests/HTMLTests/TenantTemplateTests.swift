// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import HTML
import Testing

/// Templates from real tenants, where they are at hand.
@Suite struct TenantTemplateTests {
    private static var folder: URL {
        if let path = ProcessInfo.processInfo.environment["GALLEY_TEST_DATA"] { return URL(filePath: path) }
        var root = URL(filePath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return root.appending(path: "../shared/data")
    }

    /// The strings under the key `message`, whatever the layout.
    static func messages(in value: Any) -> [String] {
        switch value {
        case let object as [String: Any]:
            object.flatMap { key, value in
                if key == "message", let texts = value as? [String: String] { return Array(texts.values) }
                if key == "message", let text = value as? String { return [text] }
                return Self.messages(in: value)
            }
        case let array as [Any]: array.flatMap(Self.messages)
        default: []
        }
    }

    private static func templates() throws -> [(name: String, html: String)] {
        guard let files = FileManager.default.enumerator(at: Self.folder, includingPropertiesForKeys: nil) else {
            return []
        }
        var templates: [(name: String, html: String)] = []
        for case let file as URL in files {
            switch file.pathExtension {
            case "json":
                guard let json = try? JSONSerialization.jsonObject(with: Data(contentsOf: file)) else { continue }
                templates += Self.messages(in: json).map { (file.lastPathComponent, $0) }
            case "html": templates.append((file.lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
            default: break
            }
        }
        return templates
    }

    @Test func everyLinkIsInTheText() throws {
        for (name, html) in try Self.templates() {
            let bytes = Array(html.utf8)
            let document = try HTMLDocument(parsing: bytes)
            let text = String(decoding: document.plainText(), as: UTF8.self)
            #expect(!text.isEmpty, "\(name)")
            for link in document.links where link.element == "a" && link.value.hasPrefix("http") {
                #expect(text.contains(link.value.replacing(" ", with: "%20")), "\(name): \(link.value)")
            }
            for link in document.links {
                let isSame = bytes[link.offset...].starts(with: link.value.utf8)
                #expect(isSame || link.value.contains("&"), "\(name): \(link.value)")
            }
        }
    }
}
