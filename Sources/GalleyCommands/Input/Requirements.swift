// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailProvider
internal import EmailTemplates
internal import JSONText
internal import MIME
internal import TenantConfiguration
internal import Verification

// What stops commands other than verify, for which the same things are findings.

extension Problem {
    /// Whether a message can be made all the same.
    fileprivate var isHarmless: Bool {
        switch self.code {
        case .unknownKey, .misplaced, .unresolvedPlaceholder, .secretShown, .repeatedKey: true
        default: false
        }
    }

    var status: ExitStatus {
        self.code == .unreadableInput ? .noInput : .badData
    }
}

extension Inputs {
    /// Ends the command if something that it needs could not be read, and warns of what is harmless.
    ///
    /// - Parameter names: The templates that are needed; all where it is empty.
    func requireReadable(for names: [String], console: Console) throws(CommandError) {
        let problems = self.only(names).templateProblems + self.providerProblems + self.inputProblems
        for problem in problems {
            guard problem.isHarmless else { throw CommandError(problem, status: problem.status) }
            Diagnostic(.warning, problem).write(to: console)
        }
    }

    /// The same with nothing but the named templates and their problems; all where one of them is not there, because it
    /// may be what could not be read.
    ///
    /// - Parameter names: The templates; where it is empty, the one that the request names, if it does.
    func only(_ names: [String]) -> Inputs {
        let wanted = names.isEmpty ? self.request.templateName.map { [$0] } ?? [] : names
        let found = wanted.compactMap { name in self.templates.first { $0.template.name.hasSameBytes(as: name) } }
        guard !wanted.isEmpty, found.count == wanted.count else { return self }
        var inputs = self
        inputs.templates = self.templates.filter { known in
            wanted.contains { known.template.name.hasSameBytes(as: $0) }
        }
        inputs.templateProblems = self.templateProblems.filter { problem in
            problem.code != .duplicate && found.contains { problem.concerns(documentAt: $0.template.location) }
        }
        inputs.templateProblems += found.flatMap { self.duplicates[$0.template.name] ?? [] }
        return inputs
    }
}

extension Problem {
    /// Whether the problem is in a document, or in a text beside it that cannot be read.
    fileprivate func concerns(documentAt place: SourceLocation) -> Bool {
        self.location.isInside(place)
            || (self.code == .unreadableInput && !self.location.file.hasSameBytes(as: place.file)
                && Path.folder(of: self.location.file).hasSameBytes(as: Path.folder(of: place.file)))
    }
}

extension SourceLocation {
    /// Whether the place is in the document at `place`. A frodo export holds many templates in one file.
    func isInside(_ place: SourceLocation) -> Bool {
        guard self.file.hasSameBytes(as: place.file) else { return false }
        guard let pointer = self.pointer, let document = place.pointer else { return true }
        return pointer.tokens.starts(with: document.tokens)
    }
}

extension ComposedMessage {
    /// The message; the command ends if there is none, and warns of what is harmless.
    func requireMessage(console: Console) throws(CommandError) -> Message {
        for issue in self.issues where !issue.isFatal { Diagnostic(.warning, issue).write(to: console) }
        if let message = self.message { return message }
        throw CommandError(self.issues.filter(\.isFatal), console: console)
    }
}

extension GraphInspection {
    /// - Parameters:
    ///   - option: The option that asks for the form of Graph, as it is written.
    ///   - isRequired: Whether it asks for that form alone. A provider for Graph always does.
    init(for provider: EmailProvider, option: String, isRequired: Bool = true) {
        let isSending = provider.kind == .msgraph
        self.init(
            at: (isSending ? provider.location : nil) ?? SourceLocation(file: option),
            isRequired: isRequired || isSending)
    }

    /// Takes a planned message that was composed.
    mutating func add(_ composed: ComposedMessage, of planned: PlannedMessage) {
        self.add(
            composed, template: planned.template?.template.name, locale: planned.locale, persona: planned.persona)
    }

    /// Takes a planned message that goes out in the MIME form.
    mutating func addMIME(_ composed: ComposedMessage, of planned: PlannedMessage) {
        self.addMIME(
            composed, template: planned.template?.template.name, locale: planned.locale, persona: planned.persona)
    }

    /// Says what Microsoft Graph leaves out, and ends the command if there is something that it refuses.
    func requireAccepted(console: Console) throws(CommandError) {
        if self.tellRefusal(console: console) != nil { throw CommandError(.findings, []) }
    }

    /// Says what Microsoft Graph leaves out.
    ///
    /// - Returns: The first thing that it refuses; `nil` where it takes everything.
    func tellRefusal(console: Console) -> Finding? {
        let findings = self.findings
        for finding in findings { Diagnostic(finding).write(to: console) }
        return findings.first { $0.severity == .error }
    }
}

extension Message {
    /// The MIME bytes.
    func encoded() throws(CommandError) -> [UInt8] {
        try self.encoded { message throws(HeaderError) in try message.mimeBytes() }
    }

    /// The MIME bytes as Microsoft Graph takes them, in base64.
    func encodedForGraph() throws(CommandError) -> [UInt8] {
        try self.encoded { message throws(HeaderError) in try message.graphMIME() }
    }

    private func encoded(_ encode: (Message) throws(HeaderError) -> [UInt8]) throws(CommandError) -> [UInt8] {
        do throws(HeaderError) {
            return try encode(self)
        } catch {
            throw CommandError(.badData, "\(error)", fix: error.mend)
        }
    }
}
