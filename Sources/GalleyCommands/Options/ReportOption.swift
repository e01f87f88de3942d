// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser

/// A report that is asked for: `text`, `json`, or either with `=FILE`.
struct ReportOption: ExpressibleByArgument {
    enum Format: String, CaseIterable {
        case text
        case json
    }

    var format: Format
    /// Where it goes; standard output where there is none.
    var path: String?

    init?(argument: String) {
        let pieces = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = pieces.first, let format = Format(rawValue: String(name)) else { return nil }
        self.format = format
        if pieces.count == 2 {
            guard !pieces[1].isEmpty else { return nil }
            self.path = String(pieces[1])
        }
    }

    static var allValueStrings: [String] { Format.allCases.map(\.rawValue) }
}

extension ReportOption {
    /// A report on standard output.
    init(_ format: Format) {
        self.format = format
    }
}
