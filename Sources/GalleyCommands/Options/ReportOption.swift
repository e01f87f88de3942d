// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import JSONText
internal import Verification

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

extension [ReportOption] {
    /// Refuses reports that would take each other's place.
    func validate() throws {
        guard self.count(where: { $0.path == nil }) <= 1 else {
            throw ValidationError("Only one --report can go to standard output; give the others a file: json=FILE")
        }
        let paths = self.compactMap(\.path).map { [UInt8]($0.utf8) }
        guard Set(paths).count == paths.count else {
            throw ValidationError("Two reports cannot go to the same file")
        }
    }

    /// Writes every report that is asked for; without any, the one for people to standard output.
    func write(
        _ text: (_ width: Int, _ style: TextStyle) -> String, json: @autoclosure () -> JSONNode,
        environment: CommandEnvironment
    ) throws(CommandError) {
        var writer = FileWriter()
        for option in self.isEmpty ? [ReportOption(.text)] : self {
            let style = option.path == nil ? environment.outputStyle : .plain
            let bytes =
                switch option.format {
                case .text: Array<UInt8>(text(environment.console.width, style).utf8)
                case .json: json().serialized() + [UInt8(ascii: "\n")]
                }
            if let path = option.path {
                writer.add(path, bytes)
            } else {
                environment.console.writeOutputBytes(bytes)
            }
        }
        try writer.write()
    }
}

/// The reports of a command whose every run reports.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A report to write: text or json. Repeatable. Without a file it goes to standard output. Default: text.",
            valueName: "format[=file]"))
    var report: [ReportOption] = []

    func validate() throws {
        try self.report.validate()
    }
}
