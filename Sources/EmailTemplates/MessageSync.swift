// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText
public import TenantConfiguration

/// The sent copies of a template, made anew from its editor copies.
///
/// The admin UI writes `message` whenever `html` or `styles` is saved there; files that people edit drift apart.
public struct MessageSync: Sendable {
    /// The sent copies that change, in the order of the document.
    public let changes: [Change]
    /// The files that change; of the template's document nothing but the strings.
    public let files: [FileContent]

    /// The sent copy of a locale.
    public struct Change: Hashable, Sendable {
        /// The locale.
        public var locale: String
        /// The sent copy as it is.
        public var old: String
        /// The sent copy that the editor copy gives.
        public var new: String

        /// Creates a change.
        public init(locale: String, old: String, new: String) {
            self.locale = locale
            self.old = old
            self.new = new
        }
    }

    /// Makes the sent copies.
    ///
    /// Placeholders stay as they are: the texts are those of the files.
    ///
    /// - Parameters:
    ///   - document: A document of the kind ``TenantConfiguration/TenantDocument/Kind/template(name:)``.
    ///   - source: Where `{"file": ...}` texts are.
    ///   - locale: The only locale to change; all that have an editor copy where it is `nil`.
    ///   - make: Makes a sent copy for a locale out of its editor copy and the style sheet, given the one that is there.
    /// - Throws: ``TenantConfiguration/Problem`` where a text cannot be read, or where a locale has an editor copy and no sent
    ///   one to replace.
    public init(
        of document: TenantDocument, from source: any FileSource, locale: String? = nil,
        make: (_ locale: String, _ html: String, _ styles: String, _ old: String) throws(Problem) -> String
    ) throws(Problem) {
        let content = try document.content(from: source)
        let styles = content["styles"]?.string ?? ""
        let sent = content["message"]?.valuesByName ?? [:]
        var changes: [Change] = []
        var texts: [(tokens: [String], text: String)] = []
        for editor in content["html"]?.members ?? [] {
            // The editor copy is empty where the advanced editor was used: there the sent copy is the only one.
            guard let html = editor.value.string, !html.isEmpty,
                locale.map(editor.name.isSameLocale) ?? true
            else { continue }
            let tokens = ["message", editor.name]
            guard let old = sent[Array(editor.name.utf8)]?.string else {
                throw Problem(
                    .missingValue, "there is an editor copy for \(editor.name), but no sent copy",
                    at: document.location(of: nil, at: ["html", editor.name]),
                    fix: "add message.\(editor.name), with an empty text")
            }
            let new = try make(editor.name, html, styles, old)
            guard !new.hasSameBytes(as: old) else { continue }
            changes.append(Change(locale: editor.name, old: old, new: new))
            texts.append((tokens, new))
        }
        self.changes = changes
        self.files = try document.replacing(texts: texts)
    }
}
