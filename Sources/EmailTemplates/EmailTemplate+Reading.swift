// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText
public import TenantConfiguration

extension EmailTemplate {
    /// The keys that a template document may have (behaviour of IDM and its admin UI).
    private static let knownKeys: [String] = [
        "_id", "enabled", "from", "subject", "message", "html", "styles", "mimeType", "defaultLocale", "displayName",
        "description", "templateId", "advancedEditor", "name",
    ]

    /// Reads a template document.
    ///
    /// Whatever can be read is; what cannot is a problem.
    ///
    /// - Parameters:
    ///   - document: A document of the kind ``TenantConfiguration/TenantDocument/Kind/template(name:)``.
    ///   - files: Where `{"file": ...}` texts are.
    ///   - placeholders: The values of `&{name}`.
    public static func read(
        _ document: TenantDocument, files: any FileSource, placeholders: Placeholders
    ) -> (template: EmailTemplate, problems: [Problem]) {
        var reader = TemplateReader(document: document, files: files, placeholders: placeholders)
        let template = reader.read()
        reader.problems += document.repeatedKeys(localized: ["subject", "message", "html"])
        reader.reportUnknownKeys(known: Self.knownKeys)
        return (template, reader.problems)
    }
}

private struct TemplateReader {
    let document: TenantDocument
    let files: any FileSource
    let placeholders: Placeholders
    var problems: [Problem] = []
    private var unreadableTexts: Set<String> = []
    private var nullTexts: [String: SourceLocation] = [:]

    init(document: TenantDocument, files: any FileSource, placeholders: Placeholders) {
        self.document = document
        self.files = files
        self.placeholders = placeholders
    }

    mutating func read() -> EmailTemplate {
        let name = if case .template(let name) = self.document.kind { name } else { "" }
        var template = EmailTemplate(
            name: name,
            isEnabled: self.flag("enabled") ?? true,
            from: self.text("from"),
            subject: self.localizedTexts("subject"),
            message: self.localizedTexts("message"),
            html: self.localizedTexts("html"),
            styles: self.styles(),
            bodyType: self.bodyType(),
            defaultLocale: self.text("defaultLocale"),
            unreadableTexts: [],
            nullTexts: [:],
            displayName: self.text("displayName")?.string,
            location: self.document.location())
        template.unreadableTexts = self.unreadableTexts
        template.nullTexts = self.nullTexts
        return template
    }

    mutating func reportUnknownKeys(known: [String]) {
        for member in self.document.root.members ?? [] where !known.contains(where: member.name.hasSameBytes) {
            let pointer = JSONPointer(self.document.pointer.tokens + [member.name])
            self.problems.append(
                Problem(
                    .unknownKey, "templates have no key “\(member.name)”",
                    at: self.document.file.location(of: member.nameRange.lowerBound, pointer: pointer),
                    fix: Suggestion.nearest(to: member.name, among: known).map { "write “\($0)”" }
                        ?? "remove it; nothing reads it"))
        }
    }

    private mutating func flag(_ key: String) -> Bool? {
        guard let node = self.document.root[key], !node.isNull else { return nil }
        let known = self.problems.count
        let text = node.coercion.flatMap { self.resolvedText($0.value, at: [key, $0.name]) }
        let flag = node.bool ?? text.flatMap { Bool(setting: $0.string) }
        if flag == nil, self.problems.count == known {
            self.reportType(of: node, at: [key], wanted: "true or false")
        }
        return flag
    }

    private mutating func text(_ key: String) -> SourceText? {
        guard let node = self.document.root[key], !node.isNull else { return nil }
        return self.resolvedText(node, at: [key])
    }

    private mutating func styles() -> SourceText? {
        guard let node = self.document.root["styles"], !node.isNull else { return nil }
        return self.writtenText(node, at: ["styles"])
    }

    private mutating func bodyType() -> BodyType {
        // IDM's own templates omit mimeType where the body is HTML.
        guard let text = self.text("mimeType") else { return .html }
        if let type = BodyType(named: text.string) { return type }
        self.problems.append(
            Problem(
                .outOfRange, "the MIME type “\(text.string)” is not one that IDM sends", at: text.location(),
                fix: "use text/html, text/plain or text/xml"))
        return .html
    }

    private mutating func localizedTexts(_ key: String) -> [EmailTemplate.LocalizedText] {
        guard let node = self.document.root[key], !self.noteNull(node, at: [key]) else { return [] }
        guard let members = node.members else {
            self.reportType(of: node, at: [key], wanted: "an object with one text for each locale")
            self.unreadableTexts.insert(key)
            return []
        }
        let last = Dictionary(members.enumerated().map { (LocaleKey($1.name), $0) }, uniquingKeysWith: { $1 })
        var texts: [EmailTemplate.LocalizedText] = []
        for (index, member) in members.enumerated() where last[LocaleKey(member.name)] == index {
            guard !self.noteNull(member.value, at: [key, member.name]) else { continue }
            guard member.name.isLocaleKey else {
                self.reportLocaleKey(member, of: key)
                continue
            }
            guard let written = self.writtenText(member.value, at: [key, member.name]) else {
                self.unreadableTexts.insert("\(key).\(member.name)")
                continue
            }
            let pointer = JSONPointer(self.document.pointer.tokens + [key, member.name])
            texts.append(
                EmailTemplate.LocalizedText(
                    locale: member.name, text: self.resolved(written), written: written,
                    location: self.document.file.location(of: member.nameRange.lowerBound, pointer: pointer)))
        }
        return texts
    }

    /// Whether a text is `null`, which counts as absent.
    private mutating func noteNull(_ node: JSONNode, at tokens: [String]) -> Bool {
        guard node.isNull else { return false }
        self.nullTexts[tokens.joined(separator: ".")] = self.document.location(of: node, at: tokens)
        return true
    }

    private mutating func reportLocaleKey(_ member: JSONMember, of key: String) {
        let pointer = JSONPointer(self.document.pointer.tokens + [key, member.name])
        self.problems.append(
            Problem(
                .badLanguageTag,
                "a key of \(key) is no language tag: it must consist of letters, digits, hyphens and _",
                at: self.document.file.location(of: member.nameRange.lowerBound, pointer: pointer),
                fix: "write it as in en or fr-CA"))
    }

    private mutating func resolvedText(_ node: JSONNode, at tokens: [String]) -> SourceText? {
        self.writtenText(node, at: tokens).map { self.resolved($0) }
    }

    private mutating func resolved(_ text: SourceText) -> SourceText {
        let (resolved, problems) = text.resolving(self.placeholders)
        self.problems += problems
        return resolved
    }

    /// A string of the document, or the content of the file that `{"file": ...}` names.
    private mutating func writtenText(_ node: JSONNode, at tokens: [String]) -> SourceText? {
        if let coercion = node.coercion { return self.writtenText(coercion.value, at: tokens + [coercion.name]) }
        if let string = self.document.text(node, at: tokens) { return string }
        guard node["file"]?.string != nil else {
            self.reportType(of: node, at: tokens, wanted: #"a string or {"file": "NAME"}"#)
            return nil
        }
        do throws(Problem) {
            return SourceText(wholeFile: try self.document.textFile(node, at: tokens, from: self.files))
        } catch {
            self.problems.append(error)
            return nil
        }
    }

    private mutating func reportType(of node: JSONNode, at tokens: [String], wanted: String) {
        let name = tokens.joined(separator: ".")
        self.problems.append(
            Problem(
                .wrongType, "\(name) is \(node.kind), not \(wanted)", at: self.document.location(of: node, at: tokens),
                fix: "write \(wanted)"))
    }
}

extension String {
    /// Whether the text can be a locale of a template, whose name files will bear.
    fileprivate var isLocaleKey: Bool {
        !self.isEmpty && self.utf8.allSatisfy { $0.isAlphanumeric || $0 == .ascii("-") || $0 == .ascii("_") }
    }
}
