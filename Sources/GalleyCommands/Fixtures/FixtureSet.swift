// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import Digests
internal import EmailTemplates
internal import JSONText
internal import MIME
internal import Verification

/// The fixtures that a run makes, in memory.
struct FixtureSet {
    /// A file, by its path below the folder, with what the manifest says of it.
    struct File {
        var path: String
        var bytes: [UInt8]
        var entry: FixtureManifest.Entry
    }

    private(set) var files: [File] = []
    let messageCount: Int
    let settings: FixtureManifest.Settings
    let inputs: [FixtureManifest.Input]

    /// Composes every planned message; nothing is made unless all can be.
    init(
        _ plan: MessagePlan, composer: Composer, form: FixturesCommand.Form, inputs: [FixtureManifest.Input],
        console: Console
    ) throws(CommandError) {
        self.messageCount = plan.messages.count
        self.settings = FixtureManifest.Settings(
            date: composer.date.description, form: form.rawValue, body: composer.bodyForm.rawValue,
            images: composer.imageForm.rawValue, isFlowed: composer.isTextFlowed,
            savesToSentItems: composer.savesToSentItems)
        self.inputs = inputs
        let progress = Progress(console, total: plan.messages.count)
        defer { progress.end() }
        var inspection = GraphInspection(
            for: composer.provider, option: "--form \(form.rawValue)", isRequired: form == .graph)
        var refusedCount = 0
        for (index, planned) in plan.messages.enumerated() {
            let composed = planned.compose(composer)
            let message = try composed.requireMessage(console: console)
            let stem = planned.fixturePath
            if form != .graph {
                try self.add(stem + ".eml", "mime", try message.encoded(), planned, composed, message)
            }
            if form != .mime {
                inspection.add(composed, of: planned)
                if message.isInternationalized {
                    refusedCount += 1
                } else {
                    let json = message.graphJSON.serialized() + [.lineFeed]
                    try self.add(stem + ".graph.json", "graph", json, planned, composed, message)
                }
            }
            progress.show("composed", index + 1)
        }
        progress.end()
        try inspection.requireAccepted(console: console)
        if refusedCount > 0 {
            console.writeError(
                "note: \(refusedCount) of \(plan.messages.count) messages have no .graph.json: Microsoft Graph would refuse "
                    + "their addresses\n")
        }
    }

    private mutating func add(
        _ path: String, _ form: String, _ bytes: [UInt8], _ planned: PlannedMessage, _ composed: ComposedMessage,
        _ message: Message
    ) throws(CommandError) {
        let node = JSONNode.object([
            "file": .text(path),
            "form": .text(form),
            "template": .text(planned.template?.template.name),
            "locale": .text(planned.locale),
            "persona": .text(planned.persona),
            "from": composed.sender?.json,
            "subject": .text(message.subject),
            "sha256": .text(SHA256Digest.hex(of: bytes)),
        ])
        guard let entry = FixtureManifest.Entry(node) else {
            throw CommandError(.badData, "\(path.escapedForDisplay) cannot name a file")
        }
        self.files.append(File(path: path, bytes: bytes, entry: entry))
    }
}

extension PlannedMessage {
    /// `TEMPLATE/LOCALE/PERSONA`; a request stands in for what it does not name.
    fileprivate var fixturePath: String {
        [self.template?.template.name ?? "request", self.locale ?? "none", self.persona ?? "request"]
            .joined(separator: "/")
    }
}

/// Which fixtures of a manifest a run speaks for: those that it would make if they were still there.
struct FixtureScope {
    private struct Place: Hashable {
        var template: [UInt8]
        var locale: [UInt8]?
    }

    private let places: Set<Place>
    private let isOfPersonas: Bool
    private let hasLocaleFilter: Bool
    private let hasTemplateFilter: Bool

    init(_ plan: MessagePlan, names: [String], inputs: Inputs) {
        self.isOfPersonas = plan.messages.contains { $0.persona != nil }
        self.hasTemplateFilter = !names.isEmpty || !self.isOfPersonas
        let hasLocaleFilter = inputs.request.locale != nil || inputs.preferences != nil
        self.hasLocaleFilter = hasLocaleFilter
        self.places = Set(
            plan.messages.map { message in
                Place(
                    template: Array((message.template?.template.name ?? "").utf8),
                    locale: hasLocaleFilter ? message.locale.map { Array($0.utf8) } : nil)
            })
    }

    func contains(_ entry: FixtureManifest.Entry) -> Bool {
        guard (entry.persona != nil) == self.isOfPersonas else { return false }
        if !self.hasTemplateFilter, !self.hasLocaleFilter { return true }
        return self.places.contains { place in
            (!self.hasTemplateFilter || place.template == Array((entry.template ?? "").utf8))
                && (!self.hasLocaleFilter || place.locale == entry.locale.map { Array($0.utf8) })
        }
    }

    func contains(_ input: FixtureManifest.Input) -> Bool {
        guard self.hasTemplateFilter, let template = input.template else { return true }
        return self.places.contains { $0.template == Array(template.utf8) }
    }
}
