// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText

/// What was found in a tenant's files.
public struct TenantFiles: Sendable {
    /// The documents, by the order of their files.
    public var documents: [TenantDocument] = []
    /// What was wrong.
    public var problems: [Problem] = []

    /// Creates an empty result.
    public init() {}
}

/// Finds the email documents among JSON files by looking at what is in them.
public struct TenantReader: Sendable {
    /// What the caller is looking for: a file that was named for it must hold it.
    public enum Purpose: Hashable, Sendable {
        /// Email templates.
        case templates
        /// The email provider.
        case provider
        /// Both.
        case all
    }

    private let source: any FileSource
    private let purpose: Purpose

    /// Reads all documents of `source`.
    public static func read(_ source: any FileSource, for purpose: Purpose) -> TenantFiles {
        TenantReader(source: source, purpose: purpose).readAll()
    }

    private func readAll() -> TenantFiles {
        var result = TenantFiles()
        let listing = self.source.list()
        result.problems = listing.failures.map { Problem($0) }
        for path in listing.paths {
            do throws(FileError) {
                let file = SourceFile(path: path, bytes: try self.source.read(path))
                self.read(file, isNamed: listing.isSingleFile, into: &result)
            } catch {
                result.problems.append(Problem(error))
            }
        }
        return result
    }

    private func read(_ file: SourceFile, isNamed: Bool, into result: inout TenantFiles) {
        let name = FileName(path: file.path)
        let mustBeOurs =
            isNamed || (name.claimsTemplate && self.purpose != .provider)
            || (name.claimsProvider && self.purpose != .templates)
        let json: JSONDocument
        do throws(JSONError) {
            json = try JSONDocument(parsing: file.bytes)
        } catch {
            guard mustBeOurs || (self.purpose != .provider && Self.mentionsTemplate(file.bytes)) else { return }
            result.problems.append(Problem(error, in: "the file is", at: file.path))
            return
        }
        let documents = Classifier(file: file, json: json, name: name).documents(namedFor: isNamed ? self.purpose : nil)
        if documents.isEmpty, mustBeOurs {
            result.problems.append(self.unrecognized(json.root, in: file))
        }
        for document in documents {
            if let problem = self.problem(with: document) {
                // What is wrong with documents that nobody asked for is no concern of this reading.
                if isNamed || self.isWanted(document.kind) { result.problems.append(problem) }
            } else {
                result.documents.append(document)
            }
        }
    }

    private func isWanted(_ kind: TenantDocument.Kind) -> Bool {
        switch kind {
        case .template: self.purpose != .provider
        case .provider: self.purpose != .templates
        }
    }

    /// Why a document cannot be used, if so.
    private func problem(with document: TenantDocument) -> Problem? {
        if case .template(let name) = document.kind {
            // The name will be that of files.
            guard Path.isPlainName(name) else {
                return Problem(
                    .badName,
                    "the name of a template is one path segment: no slash, no control character, not empty",
                    at: document.location(), fix: "rename the template")
            }
            guard Self.looksLikeTemplate(document.root) else {
                return self.unrecognized(document.root, in: document.file, at: document)
            }
        }
        return document.root.members == nil ? self.unrecognized(document.root, in: document.file, at: document) : nil
    }

    private func unrecognized(_ node: JSONNode, in file: SourceFile, at document: TenantDocument? = nil) -> Problem {
        let wanted =
            switch self.purpose {
            case .templates: "an email template"
            case .provider: "an email provider"
            case .all: "an email template or provider"
            }
        let found = node.members == nil ? node.kind : "an object that does not look like one"
        let fix =
            self.purpose != .provider
            ? "a template is an object with subject and message, each an object with one text for each locale"
            : "a provider is an object with host and port, or with mailEndpoint"
        return Problem(
            .unrecognizedDocument, "the file should hold \(wanted), but holds \(found)",
            at: document?.location() ?? file.location(of: node.range.lowerBound), fix: fix)
    }

    private static func looksLikeTemplate(_ node: JSONNode) -> Bool {
        node["message"] != nil || node["subject"] != nil || node["html"] != nil
    }

    /// Whether a text that is not JSON was probably meant as a template.
    private static func mentionsTemplate(_ bytes: [UInt8]) -> Bool {
        let start = Array(bytes.prefix(1 << 20))
        return ["emailTemplate", "\"message\"", "defaultLocale"].contains { start.contains(Array($0.utf8)) }
    }
}

/// What the path of a file says about its content.
private struct FileName {
    let base: String
    /// The base without `.json` and what the layouts put around a template's name.
    let templateName: String
    let claimsTemplate: Bool
    let claimsProvider: Bool

    init(path: String) {
        self.base = Path.lastComponent(path)
        let prefixed = self.base.removingPrefix("emailTemplate-")
        let hasPrefix = prefixed != nil
        // After the prefix all is the name, but for the extension.
        var stem = prefixed ?? self.base
        for suffix in hasPrefix ? [".json"] : [".template.email.json", ".emailTemplate.json", ".json"]
        where stem.utf8.hasSuffix(suffix.utf8) {
            stem = String(decoding: stem.utf8.dropLast(suffix.utf8.count), as: UTF8.self)
            break
        }
        let folder = Path.lastComponent(String(Path.folder(of: path).dropLast()))
        let hasSuffix = !self.base.hasSameBytes(as: stem + ".json")
        self.templateName = stem
        self.claimsProvider = !hasPrefix && stem.utf8.starts(with: "external.email".utf8)
        self.claimsTemplate =
            !self.claimsProvider
            && (hasPrefix || hasSuffix || folder.hasSameBytes(as: stem) || folder.hasSameBytes(as: "emailTemplate"))
    }
}

extension Collection<UInt8> {
    fileprivate func hasSuffix(_ suffix: String.UTF8View) -> Bool {
        self.count > suffix.count && self.dropFirst(self.count - suffix.count).elementsEqual(suffix)
    }
}

/// Tells the layouts apart by their content.
private struct Classifier {
    let file: SourceFile
    let json: JSONDocument
    let name: FileName

    func documents(namedFor purpose: TenantReader.Purpose?) -> [TenantDocument] {
        let root = self.json.root
        if let id = root["_id"]?.string, let kind = TenantDocument.Kind(id: id) {
            return [self.document(kind, Self.layout(of: root), root, [])]
        }
        // A full export of frodo has all that is not of a realm under "global".
        let scopes = [(root, [])] + (root["global"].map { [($0, ["global"])] } ?? [])
        let envelopes = scopes.flatMap { node, tokens in
            ["emailTemplate", "idm"].compactMap { key in node[key]?.members.map { (tokens + [key], $0) } }
        }
        if !envelopes.isEmpty { return envelopes.flatMap(self.documents) }
        if let results = root["result"]?.elements {
            return results.enumerated().compactMap { index, node in
                node["_id"]?.string.flatMap(TenantDocument.Kind.init(id:)).map {
                    self.document($0, .raw, node, ["result", String(index)])
                }
            }
        }
        return self.bareKind(of: root, namedFor: purpose).map { kind in
            [self.document(kind, Self.layout(of: root), root, [])]
        } ?? []
    }

    /// The documents of one of frodo's envelopes.
    private func documents(at tokens: [String], members: [JSONMember]) -> [TenantDocument] {
        let holdsTemplates = tokens.last.map { $0.hasSameBytes(as: "emailTemplate") } ?? false
        return members.compactMap { member in
            // frodo takes the names of templates with and without what comes before them elsewhere.
            let isBare = holdsTemplates && !member.name.utf8.starts(with: "emailTemplate/".utf8)
            let kind = TenantDocument.Kind(id: isBare ? "emailTemplate/" + member.name : member.name)
            return kind.map { self.document($0, .frodo, member.value, tokens + [member.name]) }
        }
    }

    private func bareKind(of root: JSONNode, namedFor purpose: TenantReader.Purpose?) -> TenantDocument.Kind? {
        if self.name.claimsProvider {
            return .provider(isDefault: self.name.base.utf8.starts(with: "external.emailDefault".utf8))
        }
        if self.name.claimsTemplate { return .template(name: self.name.templateName) }
        if root["subject"]?.members != nil, root["message"] ?? root["html"] != nil {
            return .template(name: self.name.templateName)
        }
        let isProvider =
            root["mailEndpoint"] != nil
            || (root["host"] != nil && (root["port"] ?? root["auth"] ?? root["starttls"]) != nil)
            || root["smtpProperties"] != nil
        if isProvider { return .provider(isDefault: false) }
        guard root.members != nil else { return nil }
        return purpose == .provider ? .provider(isDefault: false) : nil
    }

    private func document(
        _ kind: TenantDocument.Kind, _ layout: TenantDocument.Layout, _ node: JSONNode, _ tokens: [String]
    ) -> TenantDocument {
        TenantDocument(
            kind: kind, layout: layout, file: self.file, pointer: JSONPointer(tokens), root: node, json: self.json)
    }

    private static func layout(of root: JSONNode) -> TenantDocument.Layout {
        let texts =
            ["message", "html"].flatMap { root[$0]?.members ?? [] }.map(\.value) + [root["styles"]].compactMap { $0 }
        if texts.contains(where: { $0["file"]?.string != nil }) { return .frConfigManager }
        return root["_id"] == nil ? .idm : .raw
    }
}
