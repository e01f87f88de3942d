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

    mutating func checkDate(of message: ParsedEntity) {
        guard let field = message.field(.date) else { return }
        do throws(DateTimeError) {
            _ = try DateTime(parsing: field.rawValue)
        } catch {
            self.add(
                "message-date", .error, "Date cannot be read: \(error.message)", at: field.offset,
                evidence: field.rawValue,
                fix: "write it as in Sat, 01 Jan 2000 00:00:00 +0000 (RFC 5322, section 3.3)")
        }
    }

    mutating func checkIdentifiers(of entity: ParsedEntity) {
        for field in entity.headerFields {
            let isOne = [HeaderFieldName.messageID, .contentID].contains(field.name)
            guard isOne || Self.identifierLists.contains(field.name) else { continue }
            do throws(MessageIDError) {
                if isOne {
                    _ = try MessageID(parsing: field.rawValue)
                } else {
                    _ = try MessageID.list(parsing: field.rawValue)
                }
            } catch {
                self.add(
                    "message-identifier", .error, "\(field.name) cannot be read: \(error.message)", at: field.offset,
                    evidence: field.rawValue, fix: "write it as in <1234@example.com> (RFC 5322, section 3.6.4)")
            }
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
