// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What the process says when it ends: 0, 1, or a value of `sysexits.h`.
enum ExitStatus: Int32 {
    /// All is well.
    case success = 0
    /// Findings that stop the gate.
    case findings = 1
    /// The arguments do not fit.
    case usage = 64
    /// Something that was read is not what it should be.
    case badData = 65
    /// Something that was named is not there or cannot be read.
    case noInput = 66
    /// Reading or writing failed.
    case ioError = 74
    /// The configuration cannot work.
    case badConfiguration = 78
}

/// Ends a command with a status and what to say about it.
struct CommandError: Error {
    var status: ExitStatus
    /// Lines for standard error.
    var lines: [String]

    init(_ status: ExitStatus, _ lines: [String]) {
        self.status = status
        self.lines = lines
    }

    init(_ status: ExitStatus, _ message: String, fix: String? = nil) {
        self.init(status, ["error: \(message)"] + (fix.map { ["  fix: \($0)"] } ?? []))
    }
}
