// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import MIME
internal import TenantConfiguration

extension MessageLint {
    /// RFC 2045, section 4.
    mutating func checkMIMEVersion(of message: ParsedEntity) {
        guard let field = message.field(.mimeVersion) else {
            let structural: [HeaderFieldName] = [.contentType, .contentTransferEncoding]
            guard let field = message.headerFields.first(where: { structural.contains($0.name) }) else { return }
            return self.add(
                "message-mime-version", .error, "there is \(field.name), and no MIME-Version", at: field.offset,
                fix: "add MIME-Version: 1.0: without it \(field.name) means nothing (RFC 2045, section 4)")
        }
        guard !field.rawValue.isVersionOne else { return }
        self.add(
            "message-mime-version", .error, "MIME-Version is not 1.0, the only version that there is",
            at: field.offset, evidence: field.rawValue, fix: "write MIME-Version: 1.0 (RFC 2045, section 4)")
    }

    mutating func checkDates(of message: ParsedEntity) {
        for field in message.headerFields where Self.dateFields.contains(field.name) {
            do throws(DateTimeError) {
                let reading = try DateTime.Reading(field.rawValue)
                for defect in reading.defects { self.report(defect, of: field) }
            } catch {
                self.report(error, of: field)
            }
        }
    }

    private mutating func report(_ error: DateTimeError, of field: ParsedHeaderField) {
        let isObsolete = error.code == .obsoleteZone
        self.add(
            "message-date", isObsolete ? .warning : .error,
            isObsolete ? "\(field.name): \(error.message)" : "\(field.name) cannot be read: \(error.message)",
            at: field.offset, evidence: field.rawValue,
            fix: "write it as in Sat, 01 Jan 2000 00:00:00 +0000 (RFC 5322, section 3.3)")
    }

    mutating func checkIdentifiers(of entity: ParsedEntity) {
        for field in entity.headerFields {
            let isOne = Self.identifierFields.contains(field.name)
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
    /// Whether the text is `1.0`, white space and comments aside.
    fileprivate var isVersionOne: Bool {
        var cursor = ByteCursor(Array(self.utf8))
        for byte in "1.0".utf8 {
            cursor.skipCFWS()
            guard cursor.skip(byte) else { return false }
        }
        cursor.skipCFWS()
        return cursor.isAtEnd
    }

    /// The schemes of a list `<URI>, <URI>`, in lower case; `nil` for what is none.
    fileprivate var schemesOfURIs: Set<String>? {
        var schemes: Set<String> = []
        var cursor = ByteCursor(Array(self.utf8))
        repeat {
            cursor.skipCFWS()
            guard cursor.skip(.ascii("<")) else { return nil }
            // White space in a URI comes from folding (RFC 2369, section 2).
            let uri = cursor.take { $0 != .ascii(">") }.filter { !$0.isWhitespace }
            guard cursor.skip(.ascii(">")), let colon = uri.firstIndex(of: .ascii(":")), colon > 0,
                colon + 1 < uri.count, uri.allSatisfy(\.isVisible)
            else { return nil }
            schemes.insert(String(decoding: uri[..<colon], as: UTF8.self).asciiLowercased)
            cursor.skipCFWS()
        } while cursor.skip(.ascii(","))
        return cursor.isAtEnd ? schemes : nil
    }
}
