// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import CSS
internal import Composition
internal import EmailProvider
internal import EmailTemplates
internal import HTML
internal import JSONText
internal import MIME
internal import TenantConfiguration
internal import Verification

/// `galley render`
struct RenderCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Renders one message and writes it to standard output.",
        discussion: """
            The locale is chosen as for a real recipient: --accept-language or the persona's preferred locales, then \
            --locale, then the template's defaultLocale.

            --as graph says on standard error what the JSON of MS Graph leaves out.

            Exit status: 0, 1 if MS Graph would refuse the message, 64 for arguments that do not fit, 65 for a template, \
            request or address that is not valid, 66 for a file or template that is not there.
            """)

    enum Form: String, CaseIterable, ExpressibleByArgument {
        case eml
        case html
        case text
        case subject
        case headers
        case graph
        case graphMIME = "graph-mime"
        case json
    }

    @Argument(help: ArgumentHelp("The template. Default: the one that --request names.", valueName: "name"))
    var name: String?

    @OptionGroup var input: InputOptions

    @OptionGroup var message: MessageOptions

    @Option(
        name: .customLong("as"),
        help: """
            What to write: eml (the MIME message), html (its images in place), text (the text part), subject, \
            headers, graph (the body of sendMail), graph-mime (the same in its MIME form), or json (all about the \
            message).
            """)
    var form: Form = .eml

    @Flag(
        name: .customLong("inline-css"),
        help: """
            Moves the style sheets of the HTML into style attributes, for mail programs that read no style elements; \
            with --as html or json. What no attribute can say, such as @media, stays where it is.
            """)
    var inlinesCSS = false

    @Flag(
        help: """
            Explains which locale the recipient gets, and why, in place of the message; with --as json as JSON.
            """)
    var explain = false

    func validate() throws {
        if self.form == .graphMIME { try self.message.validateForGraphMIME() }
        if self.inlinesCSS, self.explain || ![.html, .json].contains(self.form) {
            throw ValidationError(
                "--inline-css changes HTML that is shown, not what is sent: it goes with --as html and --as json only")
        }
    }

    func run(in environment: CommandEnvironment) async throws {
        let date = try environment.sourceDate() ?? DateTime(secondsSinceEpoch: environment.now)
        let names = self.name.map { [$0] } ?? []
        let inputs = try Inputs(self.input, environment: environment, names: names, isOneMessage: true)
        try inputs.requireReadable(for: names, console: environment.console)
        if self.explain {
            let explanation = try self.explanation(inputs)
            return self.form == .json
                ? environment.console.writeOutputBytes(explanation.json.serialized() + [UInt8(ascii: "\n")])
                : environment.console.writeOutput(explanation.text)
        }
        let planned = try inputs.singleMessage(named: self.name, to: "render")
        var composer = self.message.composer(inputs.provider, date: date)
        if self.form == .text { composer.bodyForm = .alternative }
        let composed = planned.compose(composer)
        let message = try composed.requireMessage(console: environment.console)
        try self.inspect(composed, of: planned, for: inputs.provider, console: environment.console)
        environment.console.writeOutputBytes(try self.output(message, composed, planned, environment.console))
    }

    private func inspect(
        _ composed: ComposedMessage, of planned: PlannedMessage, for provider: EmailProvider, console: Console
    ) throws(CommandError) {
        var inspection = GraphInspection(for: provider, option: "--as \(self.form.rawValue)")
        switch self.form {
        case .graph: inspection.add(composed, of: planned)
        case .graphMIME: inspection.addMIME(composed, of: planned)
        default: return
        }
        try inspection.requireAccepted(console: console)
    }

    private func explanation(_ inputs: Inputs) throws(CommandError) -> LocaleExplanation {
        guard let (template, preferences) = try inputs.singleTemplate(named: self.name, to: "render") else {
            throw CommandError(.usage, "a locale is chosen for a template: name one, or a --request that does")
        }
        return LocaleExplanation(template.template, preferences: preferences, requested: inputs.request.locale)
    }

    private func output(
        _ message: Message, _ composed: ComposedMessage, _ planned: PlannedMessage, _ console: Console
    ) throws(CommandError) -> [UInt8] {
        let lineEnd = UInt8(ascii: "\n")
        switch self.form {
        case .eml: return try message.encoded()
        case .headers: return try message.encoded().header
        case .subject: return Array(message.subject.utf8) + [lineEnd]
        case .graph: return message.graphJSON.serialized() + [lineEnd]
        case .graphMIME: return try message.encodedForGraph() + [lineEnd]
        case .html: return try self.html(composed, console)
        case .text:
            switch message.body {
            case .html(let html, let text): return text ?? html
            case .plainText(let text), .xml(let text): return text
            }
        case .json:
            let html = composed.bodyType == .html || self.inlinesCSS ? try self.html(composed, console) : nil
            return self.json(message, composed, planned, html: html).serialized() + [lineEnd]
        }
    }

    /// The HTML with its images in place, and with its style sheets where they are asked to be.
    private func html(_ composed: ComposedMessage, _ console: Console) throws(CommandError) -> [UInt8] {
        guard composed.bodyType == .html, let body = composed.body else {
            throw CommandError(.badData, "the message has no HTML: it is \(composed.bodyType.rawValue)")
        }
        guard self.inlinesCSS else { return body.bytes }
        do throws(CSSInliningError) {
            let output = try CSSInliner().inline(body.bytes)
            for fault in output.faults {
                let place = body.location(of: fault.range.lowerBound)
                console.writeError("warning: \(place): \(fault.message)".escapedForDisplayWhole + "\n")
            }
            return output.html
        } catch {
            throw CommandError(.badData, "the style sheets cannot be inlined: \(error)")
        }
    }

    private func json(
        _ message: Message, _ composed: ComposedMessage, _ planned: PlannedMessage, html: [UInt8]?
    ) -> JSONNode {
        let text: [UInt8]? =
            switch message.body {
            case .html(_, let text): text
            case .plainText(let text), .xml(let text): text
            }
        func addresses(_ list: AddressList) -> JSONNode? {
            list.mailboxes.isEmpty ? nil : JSONNode(.array(list.mailboxes.map { JSONNode(.string($0.description)) }))
        }
        return .object([
            "template": .text(planned.template?.template.name),
            "locale": .text(planned.locale),
            "persona": .text(planned.persona),
            "from": composed.sender?.json,
            "to": addresses(message.to),
            "cc": addresses(message.cc),
            "bcc": addresses(message.bcc),
            "replyTo": addresses(message.replyTo),
            "subject": .text(message.subject),
            "date": .text(message.date.description),
            "messageID": .text(message.messageID.description),
            "type": .text(composed.bodyType.rawValue),
            "html": .text(html.map { String(decoding: $0, as: UTF8.self) }),
            "text": .text(text.map { String(decoding: $0, as: UTF8.self) }),
            "attachments": message.attachments.isEmpty
                ? nil : JSONNode(.array(message.attachments.map(Self.summary))),
        ])
    }

    /// An attachment without its content.
    private static func summary(_ attachment: Attachment) -> JSONNode {
        .object([
            "name": .text(attachment.name),
            "type": .text(attachment.mediaType.essence),
            "size": JSONNode(integerLiteral: attachment.content.count),
            "contentID": .text(attachment.contentID?.description),
        ])
    }
}

extension [UInt8] {
    /// The header of a message, without the empty line after it.
    fileprivate var header: [UInt8] {
        var end = 0
        while end + 4 <= self.count, !self[end..<(end + 4)].elementsEqual("\r\n\r\n".utf8) { end += 1 }
        return Array(self[..<Swift.min(end + 2, self.count)])
    }
}
