// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import ByteText
internal import Composition
internal import EmailProvider
internal import JSONText
internal import TenantConfiguration
internal import Verification

/// `galley templates diff`
struct TemplatesDiffCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compares two exports by template, locale and field, whatever their layouts.",
        discussion: """
            Provider documents are compared too; only values of documented properties that are no secret are shown.

            Exit status: 0 if the two say the same, 1 if they differ, 64 for arguments that do not fit, 65 for a \
            document that is not valid, 66 for a file that is not there or cannot be read, 74 if a report could not be \
            written.
            """)

    @Argument(help: ArgumentHelp("The first export, such as that of the staging tenant.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("The second export, such as that of the development tenant.", valueName: "new"))
    var new: String

    @OptionGroup var reports: ReportOptions

    func run(in environment: CommandEnvironment) async throws {
        let (old, oldFiles) = try TenantFiles.require(at: self.old)
        let (new, newFiles) = try TenantFiles.require(at: self.new)
        let differences: [TenantDifference]
        do throws(Problem) {
            differences = try TenantDifference.between(old, in: oldFiles, and: new, in: newFiles)
        } catch {
            throw CommandError(error, status: error.status)
        }
        let report = DifferenceReport(old: self.old, new: self.new, differences: differences)
        try self.reports.report.write(
            { report.text(style: $1) }, json: report.json, environment: environment)
        if !differences.isEmpty { throw CommandError(.findings, []) }
    }
}

/// What `galley templates diff` shows.
struct DifferenceReport {
    let old: String
    let new: String
    let differences: [TenantDifference]

    func text(style: TextStyle) -> String {
        var lines: [String] = []
        var document: String?
        for difference in self.differences {
            let name = difference.kind.name
            if difference.field.isEmpty {
                let path = difference.old == nil ? self.new : self.old
                lines += [style.bold(name.escapedForDisplay), "  only in \(path.escapedForDisplayWhole)"]
                continue
            }
            if document != name { lines.append(style.bold(name.escapedForDisplay)) }
            document = name
            lines += self.lines(of: difference, style: style)
        }
        let documents = Set(self.differences.map { Array($0.kind.id.utf8) }).count
        lines.append(
            documents == 0
                ? "The two say the same."
                : "\(documents) document\(documents == 1 ? " differs" : "s differ"), "
                    + "\(self.differences.count) place\(self.differences.count == 1 ? "" : "s")")
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of difference: TenantDifference, style: TextStyle) -> [String] {
        let head = "  \(difference.name.escapedForDisplay): \(difference.change)"
        if difference.isSecret { return [head + ", not shown because it may be a secret"] }
        let (old, new) = (difference.old?.shown, difference.new?.shown)
        if let old, let new, old.trimmed == new.trimmed { return [head + ", in white space at the ends only"] }
        // The one line of an empty text shows nothing by itself.
        if (old ?? "").isEmpty, (new ?? "").isEmpty { return [head] }
        return [head] + LineDiff(from: old, to: new).text(indent: 4, style: style)
    }

    var json: JSONNode {
        [
            "galley": JSONNode(.string(GalleyVersion.current)),
            "old": JSONNode(.string(self.old)),
            "new": JSONNode(.string(self.new)),
            "differences": JSONNode(
                .array(
                    self.differences.map { difference in
                        // A whole document is as long as its file, and may hold secrets.
                        let isShown = !difference.isSecret && !difference.field.isEmpty
                        return .object([
                            "document": .text(difference.kind.id),
                            "field": difference.field.isEmpty ? nil : .text(difference.name),
                            "locale": .text(difference.locale),
                            "change": .text(difference.change),
                            "secret": difference.isSecret ? true : nil,
                            "old": isShown ? difference.old : nil,
                            "new": isShown ? difference.new : nil,
                        ])
                    })),
        ]
    }
}

extension TenantDocument.Kind {
    /// The name that people know the document by.
    fileprivate var name: String {
        if case .template(let name) = self { name } else { self.id }
    }
}

extension TenantDifference {
    /// The path with dots.
    fileprivate var name: String { self.field.joined(separator: ".") }

    fileprivate var change: String {
        switch (self.old, self.new) {
        case (nil, _): "added"
        case (_, nil): "removed"
        default: "changed"
        }
    }
}

extension String {
    fileprivate var trimmed: ArraySlice<UInt8> { Array(self.utf8).trimmingWhitespace }
}

extension JSONNode {
    /// A text as it is, anything else as JSON.
    fileprivate var shown: String {
        self.string ?? String(decoding: self.serialized(.indented), as: UTF8.self)
    }
}
