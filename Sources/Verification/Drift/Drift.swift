// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import EmailTemplates
internal import HTML
internal import TenantConfiguration

/// How the sent copy (`message`) of a locale compares with what the editor copy (`html` and `styles`) gives.
///
/// The admin UI makes the one out of the other; files that people edit drift apart. The texts are compared as the files
/// have them, with their placeholders and Handlebars tags.
public struct Drift: Sendable {
    /// What the comparison says.
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// Byte for byte the same.
        case same
        /// Different only in what is not shown, such as white space, in HTML or in a Handlebars tag.
        case whiteSpace = "white-space"
        /// The same texts and links, but other styles, other attributes or elements nested in another way.
        case style
        /// Other texts, images or links, or nothing at all in place of them.
        case content
        /// Nobody can say; ``Drift/reason`` says why.
        case incomparable
    }

    /// The locale of the sent copy.
    public let locale: String
    /// What the comparison says.
    public let verdict: Verdict
    /// Why the two cannot be compared, or that there is no sent copy.
    public let reason: String?
    /// Whether there is an editor copy at all. The advanced editor leaves it empty.
    public let hasEditorCopy: Bool
    /// The sent copy that the editor copy gives, without line ends behind it.
    package let expected: [UInt8]?
    /// From what is sent to what the editor copy gives: texts and links, or where these are the same, all tags.
    package let difference: LineDiff?
    /// From what is sent to what the editor copy gives, with all texts and tags.
    package var outline: LineDiff? { self.pair?.outlineChange?.difference }
    /// The byte offset in the sent copy where the difference begins.
    package let offset: Int
    private let pair: DocumentPair?

    /// Compares the sent copies of a template, in the order of the document. What follows are the locales that have an
    /// editor copy and no sent one.
    public static func drifts(of template: EmailTemplate) -> [Drift] {
        self.drifts(of: template, sizeLimit: 64 << 20)
    }

    /// - Parameter sizeLimit: The bytes to read, the style sheet anew for each locale. Locales past it are not compared.
    package static func drifts(of template: EmailTemplate, sizeLimit: Int) -> [Drift] {
        let styles = template.styles?.bytes ?? []
        let editors = Dictionary(
            template.html.map { (LocaleKey($0.locale), $0.written.bytes) }, uniquingKeysWith: { $1 })
        var size = 0
        let drifts = template.message.map { sent in
            let html = editors[LocaleKey(sent.locale)] ?? []
            if !html.isEmpty { size += sent.written.bytes.count + html.count + styles.count }
            return Drift(
                locale: sent.locale, sent: sent.written.bytes, html: html, styles: styles, type: template.bodyType,
                isTooMuch: size > sizeLimit)
        }
        return drifts + template.unsentEditorCopies.map { Drift(unsent: $0, type: template.bodyType) }
    }

    /// An editor copy of which nothing is sent.
    private init(unsent editor: EmailTemplate.LocalizedText, type: BodyType) {
        self.locale = editor.locale
        // That of a template that is no HTML is left over.
        self.verdict = type == .html ? .content : .incomparable
        self.reason = type == .html ? "there is no sent copy" : "the template is \(type.rawValue)"
        self.hasEditorCopy = true
        self.expected = nil
        self.difference = nil
        self.offset = 0
        self.pair = nil
    }

    /// Compares a sent copy with its editor copy, which is empty where there is none.
    package init(locale: String, sent: String, html: String, styles: String, type: BodyType) {
        self.init(
            locale: locale, sent: Array(sent.utf8), html: Array(html.utf8), styles: Array(styles.utf8), type: type)
    }

    private init(
        locale: String, sent: [UInt8], html: [UInt8], styles: [UInt8], type: BodyType, isTooMuch: Bool = false
    ) {
        // A text that is a file of its own ends with a line end.
        let html = Array(html.trimmingWhitespace.isEmpty ? [] : html[..<html.endOfText])
        var outcome = Outcome(verdict: .incomparable)
        self.locale = locale
        self.hasEditorCopy = !html.isEmpty
        if html.isEmpty {
            outcome.reason = "there is no editor copy"
        } else if type != .html {
            outcome.reason = "the template is \(type.rawValue)"
        } else if isTooMuch {
            outcome.reason = "the texts of all locales together are too large"
        } else {
            do throws(CSSInliningError) {
                let expected = try CSSInliner().editorCopy(html: html, styles: styles)
                outcome = Self.compare(sent, with: expected, madeOf: html)
            } catch {
                outcome.reason = "the editor copy cannot be read: \(error)"
            }
        }
        self.verdict = outcome.verdict
        self.reason = outcome.reason
        self.expected = outcome.expected
        self.difference = outcome.difference
        self.pair = outcome.pair
        self.offset = outcome.offset
    }

    private struct Outcome {
        var verdict: Verdict
        var reason: String?
        var expected: [UInt8]?
        var difference: LineDiff?
        var pair: DocumentPair?
        var offset = 0
    }

    private static func compare(_ sent: [UInt8], with expected: [UInt8], madeOf html: [UInt8]) -> Outcome {
        if sent == expected { return Outcome(verdict: .same, expected: expected) }
        if sent.trimmingWhitespace == expected.trimmingWhitespace {
            return Outcome(verdict: .whiteSpace, expected: expected)
        }
        if let reason = Self.reasonAgainst(html) { return Outcome(verdict: .incomparable, reason: reason) }
        do throws(HTMLError) {
            let pair = try DocumentPair(sent: sent, expected: expected)
            var outcome = Outcome(verdict: .whiteSpace, expected: expected)
            var contentChange = pair.contentChange
            if contentChange == nil { contentChange = try pair.asOutlookReadsIt()?.contentChange }
            guard let change = contentChange ?? pair.outlineChange else { return outcome }
            outcome.verdict = contentChange == nil ? .style : .content
            outcome.difference = change.difference
            outcome.offset = change.offset
            outcome.pair = pair
            return outcome
        } catch {
            return Outcome(verdict: .incomparable, reason: "the sent copy cannot be read: \(error)")
        }
    }

    /// Why nobody can say what the editor makes of an editor copy.
    private static func reasonAgainst(_ html: [UInt8]) -> String? {
        var hasTag = false
        for token in HTMLTokenizer(html) {
            guard case .startTag(let tag) = token.kind else { continue }
            hasTag = true
            // The editor reads HTML first, for which Handlebars outside a value is a handful of attributes.
            let isTorn = tag.attributes.contains { attribute in
                Self.count("{{", in: attribute.name) + Self.count("}}", in: attribute.name) > 0
                    || Self.count("{{", in: attribute.value) != Self.count("}}", in: attribute.value)
            }
            if isTorn { return "a Handlebars tag stands in the tag <\(tag.name)>, outside a quoted value" }
        }
        return hasTag ? nil : "the editor copy has no HTML tag"
    }

    private static func count(_ mark: StaticString, in text: String) -> Int {
        text.utf8.ranges(of: "\(mark)".utf8).count
    }
}

extension EmailTemplate {
    /// The editor copies of locales that have no sent copy.
    var unsentEditorCopies: [LocalizedText] {
        guard !self.unreadableTexts.contains("message") else { return [] }
        var sent = Set(self.message.map { LocaleKey($0.locale) })
        return self.html.filter { editor in
            !editor.written.bytes.trimmingWhitespace.isEmpty
                && !self.unreadableTexts.contains("message.\(editor.locale)")
                && sent.insert(LocaleKey(editor.locale)).inserted
        }
    }
}

extension [UInt8] {
    /// The index after the last byte that is no line end.
    fileprivate var endOfText: Int {
        (self.lastIndex { $0 != .lineFeed && $0 != .carriageReturn } ?? -1) + 1
    }
}
