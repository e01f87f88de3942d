// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import Configuration
internal import EmailTemplates
internal import MIME

// What stops commands other than verify, for which the same things are findings.

extension CommandError {
    /// A problem as an error, with its place.
    init(_ problem: Problem, status: ExitStatus) {
        self.init(
            status,
            ["error: \(problem.location): \(problem.message)"] + (problem.fix.map { ["  fix: \($0)"] } ?? []))
    }
}

extension Problem {
    /// Whether a message can be made all the same.
    fileprivate var isHarmless: Bool {
        switch self.code {
        case .unknownKey, .misplaced, .unresolvedPlaceholder: true
        default: false
        }
    }

    fileprivate var status: ExitStatus {
        self.code == .unreadableInput ? .noInput : .badData
    }
}

extension Inputs {
    /// Ends the command if something that it needs could not be read, and warns of what is harmless.
    ///
    /// - Parameter names: The templates that are needed; all where it is empty.
    func requireReadable(for names: [String], console: Console) throws(CommandError) {
        let wanted = names.isEmpty ? self.request.templateName.map { [$0] } ?? [] : names
        for problem in self.problems where self.concerns(problem, wanted) {
            guard problem.isHarmless else { throw CommandError(problem, status: problem.status) }
            console.writeError("warning: \(problem)\n")
        }
    }

    /// Whether a problem is about something that is needed: any input, or the file of a wanted template.
    private func concerns(_ problem: Problem, _ wanted: [String]) -> Bool {
        guard !wanted.isEmpty, self.templateProblems.contains(problem) else { return true }
        let found = wanted.compactMap { name in
            self.templates.first { $0.template.name.utf8.elementsEqual(name.utf8) }
        }
        // A template that is not there may be the one that could not be read.
        return found.count < wanted.count
            || found.contains {
                Path.folder(of: $0.template.location.file) == Path.folder(of: problem.location.file)
                    && ($0.template.location.file == problem.location.file || problem.code == .unreadableInput)
            }
    }
}

extension ComposedMessage {
    /// The message; the command ends if there is none, and warns of what is harmless.
    func requireMessage(console: Console) throws(CommandError) -> Message {
        for issue in self.issues where !issue.isFatal { console.writeError("warning: \(issue)\n") }
        if let message = self.message { return message }
        throw CommandError(
            .badData,
            self.issues.filter(\.isFatal).flatMap { issue in
                ["error: \(issue)"] + (issue.evidence.map { ["  here: \($0)"] } ?? [])
                    + (issue.fix.map { ["  fix: \($0)"] } ?? [])
            })
    }
}

extension Message {
    /// The MIME bytes.
    func encoded() throws(CommandError) -> [UInt8] {
        do throws(HeaderError) {
            return try self.mimeBytes()
        } catch {
            throw CommandError(.badData, "the header field \(error.field) cannot be written: \(error.code)")
        }
    }
}
