// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText

/// The markup that libxml2 gets in place of the HTML: the same elements and texts, numbered, and nothing else.
///
/// `<p class="a">Fish &amp; chips<br>` becomes `<p n="3">,7,<br n="4"></br>`. Names, attributes, text and positions
/// stay with us, read by the rules of HTML5; where a document has its `html`, `head` and `body` is decided here too.
/// libxml2 adds what it is good at: which end tags are missing, and which are in the wrong place.
struct HTMLSkeleton {
    /// A start tag and where it stood.
    struct Tag {
        var tag: HTMLTag
        var range: Range<Int>
        /// The text inside, of elements whose text libxml2 does not get.
        var rawText: Text?
    }

    /// A text and where it stood.
    struct Text {
        var text: String
        var offset: Int
    }

    private(set) var markup: [UInt8] = Array("<html><head>".utf8)
    private(set) var tags: [Tag] = []
    private(set) var texts: [Text] = []
    private(set) var comments: [HTMLComment] = []
    private(set) var hasDoctype = false

    /// The numbers of the tags that `html`, `head` and `body` had, wherever they stood.
    private(set) var structureTags: [String: Int] = [:]

    private var isBodyOpen = false

    /// How many elements of a name may be open.
    ///
    /// An end tag without any is left out: libxml2 would look for its start among all open elements.
    private var openCounts: [String: Int] = [:]

    /// How many elements are open in which white space is text, and in which `/>` closes.
    private var preformattedCount = 0
    private var foreignCount = 0

    /// The script or style sheet whose text comes next.
    private var rawTextTag: Int?

    init(_ bytes: [UInt8], elementLimit: Int) throws(HTMLError) {
        for token in HTMLTokenizer(bytes) {
            let rawTextTag = self.rawTextTag
            self.rawTextTag = nil
            switch token.kind {
            case .startTag(let tag):
                guard self.tags.count < elementLimit else {
                    throw HTMLError(code: .tooManyElements(limit: elementLimit), offset: token.range.lowerBound)
                }
                self.tags.append(Tag(tag: tag, range: token.range))
                self.appendStart(of: tag, number: self.tags.count - 1)
            case .endTag(let name):
                self.appendEnd(of: name)
            case .text(let text):
                let text = Text(text: text, offset: token.range.lowerBound)
                if let rawTextTag { self.tags[rawTextTag].rawText = text } else { self.append(text) }
            case .comment(let content):
                self.comments.append(HTMLComment(content: content, range: token.range))
            case .doctype:
                self.hasDoctype = true
            case .cutOffTag: break
            }
        }
        self.openBody()
    }

    private mutating func openBody() {
        guard !self.isBodyOpen else { return }
        self.isBodyOpen = true
        self.markup += "</head><body>".utf8
    }

    private mutating func appendStart(of tag: HTMLTag, number: Int) {
        switch tag.name {
        case "html", "head", "body":
            if self.structureTags[tag.name] == nil { self.structureTags[tag.name] = number }
            if tag.name == "body" { self.openBody() }
            return
        default: break
        }
        if !HTMLVocabulary.headContent.contains(tag.name) { self.openBody() }
        let name = Self.safeName(tag.name)
        self.markup += "<\(name) \(LibXML2.numberAttribute)=\"\(number)\">".utf8
        let isRaw = tag.name == "script" || tag.name == "style"
        if isRaw { self.rawTextTag = number }
        let isClosed = tag.isSelfClosing && (self.foreignCount > 0 || Self.isForeign(tag.name))
        // libxml2 does not know all empty elements; where it does, it passes over the end tag.
        if isRaw || isClosed || HTMLVocabulary.void.contains(tag.name) {
            self.markup += "</\(name)>".utf8
            return
        }
        self.openCounts[tag.name, default: 0] += 1
        if HTMLVocabulary.preformatted.contains(tag.name) { self.preformattedCount += 1 }
        if Self.isForeign(tag.name) { self.foreignCount += 1 }
    }

    /// The body stays open to the end, so that what follows `</body>` is part of it, as in browsers.
    private mutating func appendEnd(of name: String) {
        if name == "br" {
            // HTML5 reads `</br>` as `<br>`.
            self.openBody()
            self.markup += "<br></br>".utf8
            return
        }
        guard let count = self.openCounts[name], count > 0 else { return }
        self.openCounts[name] = count - 1
        if HTMLVocabulary.preformatted.contains(name) { self.preformattedCount -= 1 }
        if Self.isForeign(name) { self.foreignCount -= 1 }
        self.markup += "</\(Self.safeName(name))>".utf8
    }

    private mutating func append(_ text: Text) {
        let isBlank = text.text.utf8.allSatisfy(\.isWhitespace)
        if isBlank, !self.isBodyOpen { return }
        // The title is the only element of the head that has text; text anywhere else opens the body.
        if self.openCounts["title", default: 0] == 0, self.openCounts["noframes", default: 0] == 0 { self.openBody() }
        // A blank must look blank to libxml2 too, or it would become the content of a table.
        if isBlank, self.preformattedCount == 0 {
            self.markup.append(.space)
            return
        }
        self.markup += ",\(self.texts.count),".utf8
        self.texts.append(text)
    }

    private static func isForeign(_ name: String) -> Bool {
        name == "svg" || name == "math"
    }

    /// A name that libxml2 reads as one name, whatever the letters: `o:p` becomes `o_3Ap`.
    private static func safeName(_ name: String) -> String {
        if name.utf8.count <= 24, name.utf8.allSatisfy(\.isAlphanumeric) { return name }
        var safe: [UInt8] = []
        // libxml2 has room for 100 bytes.
        for byte in name.utf8.prefix(30) {
            if byte.isAlphanumeric {
                safe.append(byte)
            } else {
                safe += [.ascii("_"), .hexDigit(byte >> 4), .hexDigit(byte & 15)]
            }
        }
        return String(decoding: safe, as: UTF8.self)
    }
}
