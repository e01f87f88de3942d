// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation

/// Files that tests read where they are at hand.
package enum TestData {
    /// The package's folder.
    package static let package: String = {
        var root = URL(filePath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return root.path(percentEncoded: false)
    }()

    /// The folder with exports of real tenants: `GALLEY_TEST_DATA`, else `../shared/data` beside the package; `nil`
    /// where there is none.
    package static let folder: String? = {
        let path =
            ProcessInfo.processInfo.environment["GALLEY_TEST_DATA"]
            ?? URL(filePath: Self.package).appending(path: "../shared/data").standardized.path(percentEncoded: false)
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// The files under a folder with their contents, by path; those that are not UTF-8 are left out.
    package static func files(under folder: String) -> [String: String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [:] }
        var files: [String: String] = [:]
        for case let name as String in names {
            let path = folder + "/" + name
            if let text = try? String(contentsOfFile: path, encoding: .utf8) { files[path] = text }
        }
        return files
    }
}
