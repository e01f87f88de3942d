// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import Composition
internal import EmailTemplates
internal import JSONText
internal import MIME
internal import Verification

/// `galley render`
struct RenderCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Renders one message and writes it to standard output.",
        discussion: """
            The locale is chosen as for a real recipient: --accept-language or the persona's preferred locales, then \
            --locale, then the template's defaultLocale.

            Exit status: 0, 64 for arguments that do not fit, 65 for a template, request or address that is not valid, \
            66 for a file or template that is not there.
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

    @Option(
        name: .customLong("as"),
        help: """
            What to write: eml (the MIME message), html (its images in place), text (the text part), subject, \
            headers, graph (the body of sendMail), graph-mime (the same in its MIME form), or json (all about the \
            message).
            """)
    var form: Form = .eml

    @Flag(
        help: """
            Explains which locale the recipient gets, and why, in place of the message; with --as json as JSON.
            """)
    var explain = false

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
        let planned = try self.plan(inputs)
        var composer = self.input.composer(inputs.provider, date: date)
        if self.form == .text { composer.bodyForm = .alternative }
        let composed = planned.compose(composer)
        let message = try composed.requireMessage(console: environment.console)
        environment.console.writeOutputBytes(try self.output(message, composed, planned))
    }

    private func plan(_ inputs: Inputs) throws(CommandError) -> PlannedMessage {
        guard let (template, preferences) = try self.template(inputs) else {
            guard inputs.isRaw else {
                throw CommandError(.usage, "there is nothing to render: name a template, or a --request")
            }
            return PlannedMessage(request: inputs.request)
        }
        guard let choice = template.template.choose(for: preferences, requested: inputs.request.locale) else {
            throw CommandError(.noLocale(of: template.template, wanted: inputs.request.locale), status: .badData)
        }
        let persona = inputs.personas[0]
        let isPersonas = inputs.request.templateName == nil
        return PlannedMessage(
            template: template, locale: choice.locale, persona: isPersonas ? persona.name : nil,
            request: isPersonas ? inputs.request.addressed(to: persona) : inputs.request)
    }

    private func explanation(_ inputs: Inputs) throws(CommandError) -> LocaleExplanation {
        guard let (template, preferences) = try self.template(inputs) else {
            throw CommandError(.usage, "a locale is chosen for a template: name one, or a --request that does")
        }
        return LocaleExplanation(template.template, preferences: preferences, requested: inputs.request.locale)
    }

    /// The template, with the recipient's languages; `nil` where none is named.
    private func template(
        _ inputs: Inputs
    ) throws(CommandError) -> (template: PreparedTemplate, preferences: LanguagePreferences)? {
        guard inputs.personas.count == 1 else {
            throw CommandError(.usage, "render makes one message: name one --persona")
        }
        guard let name = self.name ?? inputs.request.templateName else { return nil }
        guard let template = inputs.templates.first(where: { $0.template.name.utf8.elementsEqual(name.utf8) }) else {
            let names = inputs.templates.map(\.template.name)
            throw CommandError(
                .unknownTemplate(name, among: names, at: inputs.templatesPath), status: .noInput)
        }
        let tags = inputs.request.templateName == nil ? inputs.personas[0].preferredLocales : []
        return (template, inputs.preferences ?? LanguagePreferences(tags))
    }

    private func output(
        _ message: Message, _ composed: ComposedMessage, _ planned: PlannedMessage
    ) throws(CommandError) -> [UInt8] {
        let lineEnd = UInt8(ascii: "\n")
        switch self.form {
        case .eml: return try message.encoded()
        case .headers: return try message.encoded().header
        case .subject: return Array(message.subject.utf8) + [lineEnd]
        case .graph: return message.graphJSON.serialized() + [lineEnd]
        case .graphMIME: return try message.encodedForGraph() + [lineEnd]
        case .html:
            guard composed.bodyType == .html, let body = composed.body else {
                throw CommandError(.badData, "the message has no HTML: it is \(composed.bodyType.rawValue)")
            }
            return body.bytes
        case .text:
            switch message.body {
            case .html(let html, let text): return text ?? html
            case .plainText(let text), .xml(let text): return text
            }
        case .json: return self.json(message, composed, planned).serialized() + [lineEnd]
        }
    }

    private func json(_ message: Message, _ composed: ComposedMessage, _ planned: PlannedMessage) -> JSONNode {
        let (html, text): ([UInt8]?, [UInt8]?) =
            switch message.body {
            case .html(_, let text): (composed.body?.bytes, text)
            case .plainText(let text), .xml(let text): (nil, text)
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
            "size": JSONNode(.number(JSONNumber(spelling: String(attachment.content.count)))),
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
