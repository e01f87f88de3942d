// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import HTML
internal import MIME
internal import TenantConfiguration

extension MessageLint {
    /// RFC 2392: what a `cid:` refers to is there, once.
    mutating func checkContentIDs(of message: ParsedEntity) {
        let entities = message.ownEntities
        var identifiers: Set<[UInt8]> = []
        for field in entities.compactMap({ $0.field(.contentID) }) {
            guard !identifiers.insert(field.contentID).inserted else { continue }
            self.add(
                "message-content-id", .error, "another part has the same Content-ID", at: field.offset,
                evidence: field.rawValue, fix: "give each part its own (RFC 2045, section 7)")
        }
        for entity in entities where entity.mediaType.essence == "text/html" {
            guard let text = entity.text, let document = try? HTMLDocument(parsing: Array(text.utf8)) else { continue }
            var known = identifiers
            for link in document.links {
                guard let identifier = link.contentID, known.insert(identifier).inserted else { continue }
                self.add(
                    "message-content-id", .error, "no part has the Content-ID that the HTML refers to",
                    at: entity.bodyRange.lowerBound, evidence: link.value,
                    fix: "add the part, with Content-ID: <\(String(decoding: identifier, as: UTF8.self))>")
            }
        }
    }
}

extension ParsedEntity {
    /// The entity and its parts, without those of messages in it.
    fileprivate var ownEntities: [ParsedEntity] {
        [self] + (self.mediaType.type == "message" ? [] : self.parts.flatMap(\.ownEntities))
    }
}

extension ParsedHeaderField {
    /// The identifier without its angle brackets; one that is not as RFC 5322 has it counts as it stands.
    fileprivate var contentID: [UInt8] {
        if let identifier = try? MessageID(parsing: self.rawValue) {
            return Array("\(identifier.left)@\(identifier.right)".utf8)
        }
        return self.rawValue.utf8.filter { !$0.isWhitespace && $0 != .ascii("<") && $0 != .ascii(">") }
    }
}

extension HTMLLink {
    /// What a `cid:` URL refers to.
    fileprivate var contentID: [UInt8]? {
        guard self.value.utf8.startsIgnoringASCIICase(with: "cid:".utf8) else { return nil }
        return PercentEncoding.decode(self.value.utf8.dropFirst(4))
    }
}
