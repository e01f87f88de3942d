// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import MIME
internal import TenantConfiguration

extension MessageLint {
    /// RFC 2045, section 4.
    mutating func checkMIMEVersion(of message: ParsedEntity) {
        guard let field = message.field(.mimeVersion) else { return }
        let version = field.rawValue.withoutComments.filter { !$0.isWhitespace }
        guard !version.elementsEqual("1.0".utf8) else { return }
        self.add(
            "message-mime-version", .error, "MIME-Version is not 1.0, the only version that there is",
            at: field.offset, evidence: field.rawValue, fix: "write MIME-Version: 1.0 (RFC 2045, section 4)")
    }

    /// msg-id = [CFWS] "<" id-left "@" id-right ">" [CFWS] (RFC 5322, section 3.6.4; RFC 2045, section 7)
    mutating func checkIdentifier(_ name: HeaderFieldName, of entity: ParsedEntity) {
        guard let field = entity.field(name), !Self.isIdentifier(field.rawValue.withoutComments) else { return }
        self.add(
            "message-identifier", .error, "\(field.name) holds no identifier", at: field.offset,
            evidence: field.rawValue, fix: "write it as <left@right>, without spaces (RFC 5322, section 3.6.4)")
    }

    private static func isIdentifier(_ text: [UInt8]) -> Bool {
        guard text.first == .ascii("<"), text.last == .ascii(">"), let sign = text.lastIndex(of: .ascii("@")) else {
            return false
        }
        let left = String(decoding: text[1..<sign], as: UTF8.self)
        let right = text[(sign + 1)..<(text.count - 1)]
        // no-fold-literal = "[" *dtext "]"
        if right.first == .ascii("["), right.last == .ascii("]") {
            return MessageID(left: left, right: "literal") != nil
                && right.dropFirst().dropLast().allSatisfy { $0.isVisible && !"[]\\".utf8.contains($0) }
        }
        return MessageID(left: left, right: String(decoding: right, as: UTF8.self)) != nil
    }

    /// RFC 2183, section 2.
    mutating func checkDisposition(of entity: ParsedEntity) {
        guard let field = entity.field(.contentDisposition), entity.disposition == nil else { return }
        self.add(
            "message-disposition", .error, "the Content-Disposition cannot be read", at: field.offset,
            evidence: field.rawValue, fix: "write it as in attachment; filename=\"a.pdf\" (RFC 2183, section 2)")
    }

    /// A parameter stands once (RFC 2045, section 5): readers disagree on which one of two counts.
    mutating func checkParameters(of entity: ParsedEntity) {
        for name in [HeaderFieldName.contentType, .contentDisposition] {
            guard let field = entity.field(name), let parameter = field.rawValue.repeatedParameter,
                // What the parser has reported needs no second finding.
                !entity.defects.contains(where: { $0.code == .badMediaType && $0.offset == field.offset })
            else { continue }
            self.add(
                "message-parameter-repeated", .error, "\(field.name) has the parameter \(parameter) more than once",
                at: field.offset, evidence: field.rawValue, fix: "keep one: readers disagree on which one counts")
        }
    }

    /// RFC 2369, section 3.2, and RFC 8058.
    mutating func checkUnsubscribing(of message: ParsedEntity) {
        let field = message.field(.listUnsubscribe)
        let schemes = field?.rawValue.schemesOfURIs
        if let field, schemes == nil {
            self.add(
                "message-list-unsubscribe", .error, "List-Unsubscribe holds no list of URIs in angle brackets",
                at: field.offset, evidence: field.rawValue,
                fix: "write it as in <https://example.com/u?id=1>, <mailto:u@example.com> (RFC 2369, section 3.2)")
        }
        guard let post = message.field(.listUnsubscribePost) else { return }
        let value = post.rawValue.utf8.filter { !$0.isWhitespace }
        guard value.equalsIgnoringASCIICase("List-Unsubscribe=One-Click".utf8) else {
            return self.add(
                "message-list-unsubscribe-post", .error,
                "List-Unsubscribe-Post does not say List-Unsubscribe=One-Click",
                at: post.offset, evidence: post.rawValue,
                fix: "write List-Unsubscribe-Post: List-Unsubscribe=One-Click (RFC 8058, section 3.1)")
        }
        // Of a field that cannot be read nobody knows.
        guard field == nil || schemes?.contains("https") == false else { return }
        self.add(
            "message-list-unsubscribe-post", .error,
            "List-Unsubscribe-Post promises one click, and List-Unsubscribe has no https: URI for it",
            at: post.offset, fix: "add <https:…> to List-Unsubscribe (RFC 8058, section 3.1)")
    }
}

extension String {
    fileprivate var withoutComments: [UInt8] { Array(self.utf8).withoutComments }

    /// The first parameter that a value has twice, in lower case. Sections of one (RFC 2231) have names of their own.
    fileprivate var repeatedParameter: String? {
        var names: Set<[UInt8]> = []
        var name: [UInt8]?
        var (isQuoted, isEscaped) = (false, false)
        for octet in self.withoutComments {
            switch octet {
            case _ where isEscaped: isEscaped = false
            case .ascii("\\") where isQuoted: isEscaped = true
            case .ascii("\""): isQuoted.toggle()
            case _ where isQuoted || octet.isWhitespace: break
            case .ascii(";"): name = []
            case .ascii("="):
                if let name, !names.insert(name).inserted { return String(decoding: name, as: UTF8.self) }
                name = nil
            default: name?.append(octet.asciiLowercased)
            }
        }
        return nil
    }

    /// The schemes of a list `<URI>, <URI>`, in lower case; `nil` for what is none.
    fileprivate var schemesOfURIs: Set<String>? {
        var schemes: Set<String> = []
        var rest = Array(self.utf8)[...]
        while let start = rest.firstIndex(of: .ascii("<")) {
            guard rest[..<start].withoutComments.elementsEqual((schemes.isEmpty ? "" : ",").utf8),
                let end = rest[start...].firstIndex(of: .ascii(">"))
            else { return nil }
            // White space in a URI comes from folding (RFC 2369, section 2).
            let uri = rest[(start + 1)..<end].filter { !$0.isWhitespace }
            guard let colon = uri.firstIndex(of: .ascii(":")), colon > 0, colon + 1 < uri.count,
                uri.allSatisfy(\.isVisible)
            else { return nil }
            schemes.insert(String(decoding: uri[..<colon], as: UTF8.self).asciiLowercased)
            rest = rest[(end + 1)...]
        }
        return rest.withoutComments.isEmpty && !schemes.isEmpty ? schemes : nil
    }
}

extension RandomAccessCollection<UInt8> {
    /// The octets of a value without its comments (RFC 5322, section 3.2.2) and the white space around it.
    fileprivate var withoutComments: [UInt8] {
        var depth = 0
        var (isQuoted, isEscaped) = (false, false)
        let octets = self.filter { octet in
            switch octet {
            case _ where isEscaped: isEscaped = false
            case .ascii("\\") where isQuoted || depth > 0: isEscaped = true
            case .ascii("\"") where depth == 0: isQuoted.toggle()
            case .ascii("(") where !isQuoted: depth += 1
            case .ascii(")") where depth > 0:
                depth -= 1
                return false
            default: break
            }
            return depth == 0
        }
        return Array(octets[...].trimmingWhitespace)
    }
}
