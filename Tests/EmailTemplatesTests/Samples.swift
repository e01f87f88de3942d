// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailTemplates
import TenantConfiguration
import Testing

extension EmailTemplate {
    /// Reads the one template of a file in a folder `t`, with other files beside it.
    static func reading(
        _ text: String, files: [String: String] = [:], placeholders: [String: String] = [:]
    ) throws -> (template: EmailTemplate, problems: [Problem]) {
        try Self.reading(text, source: MemoryFiles(files), placeholders: placeholders)
    }

    /// Reads the one template of a file in a folder `t`, with a source for the files beside it.
    static func reading(
        _ text: String, source: any FileSource, placeholders: [String: String] = [:]
    ) throws -> (template: EmailTemplate, problems: [Problem]) {
        let tenant = TenantReader.read(MemoryFiles(["t/emailTemplate-t.json": text]), for: .templates)
        let document = try #require(tenant.documents.first, "\(tenant.problems)")
        return EmailTemplate.read(document, files: source, placeholders: Placeholders(placeholders))
    }
}

/// A file source with bytes that need not be text.
struct RawFiles: FileSource {
    var files: [String: [UInt8]]

    func list() -> FileListing { FileListing(paths: []) }

    func read(_ path: String) throws(FileError) -> [UInt8] {
        guard let bytes = self.files[path] else { throw FileError(code: .notFound, path: path, message: "not there") }
        return bytes
    }
}
