// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Foundation
internal import MIME
internal import Verification

/// The world around a command: what it reads besides files, and where it writes.
public struct CommandEnvironment: Sendable {
    /// The environment variables.
    public var variables: [String: String]
    /// Seconds since 1 January 1970, 00:00 UTC.
    public var now: Int
    /// Where text goes.
    public var console: Console

    /// Creates an environment.
    public init(variables: [String: String], now: Int, console: Console) {
        self.variables = variables
        self.now = now
        self.console = console
    }

    /// The environment of this process.
    public static var process: CommandEnvironment {
        CommandEnvironment(
            variables: ProcessInfo.processInfo.environment, now: Int(Date().timeIntervalSince1970), console: .standard)
    }

    /// The date that `SOURCE_DATE_EPOCH` sets, for results that can be reproduced.
    func sourceDate() throws(CommandError) -> DateTime? {
        guard let text = self.variables["SOURCE_DATE_EPOCH"], !text.isEmpty else { return nil }
        // The last second of the year 9999, after which a date field has no form.
        guard let seconds = Int(text), (0...253_402_300_799).contains(seconds) else {
            throw CommandError(
                .usage, "SOURCE_DATE_EPOCH is “\(text)”, not a number of seconds since 1970",
                fix: "set it to a whole number, such as the time of the last commit: git log -1 --format=%ct")
        }
        return DateTime(secondsSinceEpoch: seconds)
    }

    /// How text for people looks on standard output.
    var outputStyle: TextStyle {
        let isWanted = self.variables["NO_COLOR"]?.isEmpty ?? true
        return self.console.isOutputTerminal && isWanted && self.variables["TERM"] != "dumb" ? .colored : .plain
    }
}

/// Standard output and standard error.
public struct Console: Sendable {
    /// Writes a result.
    public var writeOutput: @Sendable (String) -> Void
    /// Writes bytes of a result.
    public var writeOutputBytes: @Sendable ([UInt8]) -> Void
    /// Writes anything else.
    public var writeError: @Sendable (String) -> Void
    /// Whether standard output is a terminal.
    public var isOutputTerminal: Bool
    /// Whether standard error is a terminal.
    public var isErrorTerminal: Bool
    /// The columns of the terminal that standard output is, or how many to take.
    public var width: Int
    /// The same of standard error.
    public var errorWidth: Int

    /// Creates a console.
    public init(
        writeOutputBytes: @escaping @Sendable ([UInt8]) -> Void, writeError: @escaping @Sendable (String) -> Void,
        isOutputTerminal: Bool = false, isErrorTerminal: Bool = false, width: Int = 120, errorWidth: Int = 120
    ) {
        self.writeOutput = { writeOutputBytes(Array($0.utf8)) }
        self.writeOutputBytes = writeOutputBytes
        self.writeError = writeError
        self.isOutputTerminal = isOutputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.width = width
        self.errorWidth = errorWidth
    }

    /// The console of this process.
    public static var standard: Console {
        Console(
            writeOutputBytes: Self.writeStandardOutput,
            writeError: { try? FileHandle.standardError.write(contentsOf: Data($0.utf8)) },
            isOutputTerminal: isatty(1) == 1, isErrorTerminal: isatty(2) == 1, width: Self.terminalWidth(of: 1),
            errorWidth: Self.terminalWidth(of: 2))
    }

    /// A result that is lost must not look like success.
    private static func writeStandardOutput(_ bytes: [UInt8]) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            let line = "error: cannot write the result: \(FileFault(error).message)\n"
            try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
            exit(ExitStatus.ioError.rawValue)
        }
    }

    private static func terminalWidth(of descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 120 }
        return Int(size.ws_col)
    }
}
