// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME

/// Compares two messages (RFC 5322) by what they mean: boundaries, transfer encodings, folding, the case of names and
/// line ends are no difference.
package struct MessageComparison {
    private let digest: ([UInt8]) -> String
    private var differences: [FixtureDifference] = []

    /// What differs between two messages.
    ///
    /// - Parameter digest: Names the content of an attachment, such as by its SHA-256.
    package static func differences(
        was: [UInt8], now: [UInt8], digest: @escaping ([UInt8]) -> String
    ) -> [FixtureDifference] {
        var comparison = MessageComparison(digest: digest)
        let (before, after) = (EntityParser.parse(was), EntityParser.parse(now))
        comparison.compareDefects(before, after)
        comparison.compare(before, after, section: [], isMessage: true)
        return comparison.differences
    }

    private init(digest: @escaping ([UInt8]) -> String) {
        self.digest = digest
    }

    private mutating func compareDefects(_ was: ParsedEntity, _ now: ParsedEntity) {
        func codes(_ entity: ParsedEntity) -> Set<String> {
            // Line ends are the transport's, and version control changes them.
            Set(entity.allDefects.map(\.code).filter { $0 != .bareLineEnd }.map(\.rawValue))
        }
        let (before, after) = (codes(was), codes(now))
        for code in before.symmetricDifference(after).sorted() {
            self.differences.append(
                FixtureDifference(
                    kind: .syntax, was: before.contains(code) ? code : nil, now: after.contains(code) ? code : nil))
        }
    }

    private mutating func compare(_ was: ParsedEntity, _ now: ParsedEntity, section: [Int], isMessage: Bool) {
        let part = section.isEmpty ? nil : Self.name(section, now)
        self.compareFields(was, now, part: part, isMessage: isMessage)
        self.compareDispositions(was, now, part: part)
        guard was.mediaType.essence == now.mediaType.essence else {
            self.add(.structure, part, "Content-Type", was.mediaType.essence, now.mediaType.essence)
            return
        }
        self.compareParameters(was.typeParameters, now.typeParameters, of: "Content-Type", part: part)
        // A message in this one counts by what it means, like the whole.
        if now.mediaType.type == "multipart" || !was.parts.isEmpty && !now.parts.isEmpty {
            self.compareParts(was.parts, now.parts, section: section, areMessages: now.mediaType.type == "message")
        } else {
            self.compareBodies(was, now, part: part ?? Self.name([1], now))
        }
    }

    private mutating func add(
        _ kind: FixtureDifference.Kind, _ part: String?, _ place: String?, _ was: String?, _ now: String?
    ) {
        self.differences.append(FixtureDifference(kind: kind, part: part, place: place, was: was, now: now))
    }

    // MARK: Header

    private mutating func compareFields(
        _ was: ParsedEntity, _ now: ParsedEntity, part: String?, isMessage: Bool
    ) {
        var names: [HeaderFieldName] = []
        // In a part, MIME-Version means nothing (RFC 2045, section 4).
        var seen = Self.structuralFields.union(isMessage ? [] : [.mimeVersion])
        for field in was.headerFields + now.headerFields where seen.insert(field.name).inserted {
            names.append(field.name)
        }
        for name in names {
            let before = was.headerFields.filter { $0.name == name }.map(\.meaning)
            let after = now.headerFields.filter { $0.name == name }.map(\.meaning)
            let isRepeated = before.count > 1 || after.count > 1
            let pairs = SequenceAlignment.pairs(before.map { Array($0.utf8) }, after.map { Array($0.utf8) })
            for (old, new) in pairs {
                let (was, now) = (old.map { before[$0] }, new.map { after[$0] })
                if let was, let now, was.hasSameBytes(as: now) { continue }
                self.add(.header, part, isRepeated ? "\(name)[\((new ?? old ?? 0) + 1)]" : name.text, was, now)
            }
        }
    }

    private static let structuralFields: Set<HeaderFieldName> = [
        .contentType, .contentTransferEncoding, .contentDisposition,
    ]

    private mutating func compareDispositions(_ was: ParsedEntity, _ now: ParsedEntity, part: String?) {
        let (before, after) = (was.dispositionAndParameters, now.dispositionAndParameters)
        guard before?.kind == after?.kind else {
            return self.add(.structure, part, "Content-Disposition", before?.kind, after?.kind)
        }
        self.compareParameters(
            before?.parameters ?? [], after?.parameters ?? [], of: "Content-Disposition", part: part)
    }

    private mutating func compareParameters(
        _ was: [MediaType.Parameter], _ now: [MediaType.Parameter], of field: String, part: String?
    ) {
        func values(_ parameters: [MediaType.Parameter]) -> [[UInt8]: String] {
            Dictionary(
                parameters.filter { $0.name != "boundary" }
                    .map { (Array($0.name.utf8), $0.name == "charset" ? $0.value.asciiLowercased : $0.value) },
                uniquingKeysWith: { first, _ in first })
        }
        let (before, after) = (values(was), values(now))
        for name in Set(before.keys).union(after.keys).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let (was, now) = (before[name], after[name])
            if was.map({ Array($0.utf8) }) == now.map({ Array($0.utf8) }) { continue }
            self.add(.structure, part, "\(field) \(String(decoding: name, as: UTF8.self))", was, now)
        }
    }

    // MARK: Body

    private mutating func compareParts(
        _ was: [ParsedEntity], _ now: [ParsedEntity], section: [Int], areMessages: Bool
    ) {
        func key(_ entity: ParsedEntity) -> String {
            entity.mediaType.essence + " " + (entity.filename ?? "")
        }
        for (old, new) in SequenceAlignment.pairs(was.map(key), now.map(key)) {
            switch (old, new) {
            case (let old?, let new?):
                self.compare(was[old], now[new], section: section + [new + 1], isMessage: areMessages)
            case (let old?, nil):
                self.add(.structure, Self.name(section + [old + 1], was[old]), nil, self.summary(of: was[old]), nil)
            case (nil, let new?):
                self.add(.structure, Self.name(section + [new + 1], now[new]), nil, nil, self.summary(of: now[new]))
            case (nil, nil): break
            }
        }
    }

    /// `part 1.2 text/html`
    private static func name(_ section: [Int], _ entity: ParsedEntity) -> String {
        "part \(section.map(String.init).joined(separator: ".")) \(entity.mediaType.essence)"
    }

    private func summary(of entity: ParsedEntity) -> String {
        if entity.mediaType.type == "multipart" {
            return "\(entity.parts.count) part\(entity.parts.count == 1 ? "" : "s")"
        }
        return (entity.filename.map { "\($0), " } ?? "") + self.summary(of: entity.body)
    }

    private func summary(of bytes: [UInt8]) -> String {
        "\(bytes.count) byte\(bytes.count == 1 ? "" : "s"), \(self.digest(bytes))"
    }

    private mutating func compareBodies(_ was: ParsedEntity, _ now: ParsedEntity, part: String) {
        let (before, after) = (was.decodedText, now.decodedText)
        guard before != after else { return }
        switch now.mediaType.essence {
        case "text/html":
            self.differences += TextComparison.html(was: before, now: after, part: part, place: nil)
        case _ where now.mediaType.type == "text":
            self.differences += TextComparison.lines(was: before, now: after, part: part, place: nil)
        default:
            self.add(.attachment, part, now.filename, self.summary(of: before), self.summary(of: after))
        }
    }
}

extension ParsedEntity {
    /// The body, of a text in UTF-8 whatever its charset.
    fileprivate var decodedText: [UInt8] { self.text.map { Array($0.utf8) } ?? self.body }

    /// The parameters of the type, with the charset that a text has without one.
    fileprivate var typeParameters: [MediaType.Parameter] {
        let type = self.mediaType
        guard type.type == "text", type["charset"] == nil else { return type.parameters }
        return type.parameters + [MediaType.Parameter(name: "charset", value: self.charset)]
    }
}

extension ParsedHeaderField {
    private static let addressFields: Set<HeaderFieldName> = [.from, .sender, .replyTo, .to, .cc, .bcc]

    /// Those that begin with a word of any case, with comments around it (RFC 2045, RFC 3834 and RFC 8058).
    private static let keywordFields: Set<HeaderFieldName> = [.mimeVersion, .autoSubmitted, .listUnsubscribePost]

    /// The value with one spelling for everything that means the same.
    fileprivate var meaning: String {
        if Self.addressFields.contains(self.name), let reading = try? self.addresses(form: .internationalized) {
            return reading.list.withDomainsInLowerCase.description
        }
        if self.name == .date, let reading = try? DateTime.Reading(self.rawValue) {
            return reading.dateTime.description
        }
        if Self.keywordFields.contains(self.name) {
            var cursor = ByteCursor(Array(self.rawValue.utf8))
            cursor.skipCFWS()
            let keyword = cursor.take { !$0.isWhitespace && $0 != .ascii("(") && $0 != .ascii(";") }
            cursor.skipCFWS()
            return String(decoding: keyword.map(\.asciiLowercased) + cursor.bytes[cursor.offset...], as: UTF8.self)
        }
        let words = self.text.utf8.split(whereSeparator: \.isWhitespace)
        return String(decoding: Array(words.joined(separator: [.space])), as: UTF8.self)
    }
}

extension AddressList {
    /// Domains are the same without regard to case (RFC 5321, section 2.4); local parts are not.
    fileprivate var withDomainsInLowerCase: AddressList {
        func lowercased(_ mailbox: Mailbox) -> Mailbox {
            let address = mailbox.address
            let text = address.localPart.serialized + "@" + address.domain.ascii.asciiLowercased
            return Mailbox(displayName: mailbox.displayName, address: (try? AddrSpec(text)) ?? address)
        }
        return AddressList(
            self.addresses.map { address in
                switch address {
                case .mailbox(let mailbox): .mailbox(lowercased(mailbox))
                case .group(let name, let members): .group(name: name, members: members.map(lowercased))
                }
            })
    }
}
