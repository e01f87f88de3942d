// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// Which characters header fields may hold.
public enum HeaderForm: Hashable, Sendable {
    /// ASCII only: text beyond it as encoded-words (RFC 2047, RFC 2231).
    case ascii
    /// UTF-8 as it is, for transports that speak SMTPUTF8 (RFC 6532).
    case internationalized
}

/// Why a header field cannot be written.
public struct HeaderError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// An address beyond ASCII in a message that must be ASCII.
        case needsInternationalizedForm
        /// A text that cannot stand on a line of 998 octets.
        case lineTooLong
        /// A character that cannot stand there.
        case badCharacter
    }

    /// The kind of fault.
    public var code: Code
    /// The field.
    public var field: HeaderFieldName
}

extension HeaderField {
    /// The field as folded lines (RFC 5322, section 2.2.3).
    package func lines(form: HeaderForm) throws(HeaderError) -> WireLines {
        do throws(WireTextError) {
            return try Self.folded(try self.chunks(form: form), name: try WireText(validating: self.name.text))
        } catch {
            if case .lineTooLong = error.code { throw HeaderError(code: .lineTooLong, field: self.name) }
            let isAddress = if case .addresses = self.value { true } else { false }
            let code: HeaderError.Code =
                isAddress && form == .ascii && error.code == .notASCII ? .needsInternationalizedForm : .badCharacter
            throw HeaderError(code: code, field: self.name)
        }
    }

    /// Pieces of the value between which a line may be folded. A fold stands for one space.
    private func chunks(form: HeaderForm) throws(WireTextError) -> [WireText] {
        // What the name leaves of the first line; where that is little, the line is folded after the colon.
        let room = Self.encodedLineLimit - self.name.text.utf8.count - 2
        let firstWord = room < 40 ? EncodedWord.limit : min(room, EncodedWord.limit)
        return switch self.value {
        case .unstructured(let text): try Self.textChunks(text, form: form, firstWord: firstWord)
        case .addresses(let list): try Self.addressChunks(list, form: form, firstWord: firstWord)
        case .date(let date): [try WireText(validating: date.description)]
        case .messageID(let id): [try WireText(validating: id.description)]
        case .token(let token): [try WireText(validating: token.text)]
        case .mediaType(let type): try Self.mediaTypeChunks(type)
        case .disposition(let disposition): try disposition.chunks
        case .uris(let uris): try uris.chunks
        }
    }

    private static let lineAim = 78
    /// The longest line with an encoded-word (RFC 2047, section 2).
    private static let encodedLineLimit = 76
    /// The longest line of all (RFC 5322, section 2.1.1).
    private static let lineLimit = 998
    /// A word longer than this would need a line past the aim, so the text is encoded, which can break anywhere.
    private static let wordAim = 70

    private static func textChunks(
        _ text: String, form: HeaderForm, firstWord: Int
    ) throws(WireTextError) -> [WireText] {
        let text = text.replacingControlsWithSpaces
        guard !text.isEmpty else { return [] }
        let words = text.utf8.split(separator: .space, omittingEmptySubsequences: false)
        let isPlain =
            (form == .internationalized || text.utf8.allSatisfy(\.isASCII))
            && words.allSatisfy { !$0.isEmpty && $0.count <= Self.wordAim }
            && !text.utf8.looksEncoded
        guard isPlain else { return EncodedWord.encode(text, firstLimit: firstWord) }
        return try words.map { word throws(WireTextError) in
            try WireText(validating: word, as: form == .ascii ? .ascii : .utf8)
        }
    }

    private static func addressChunks(
        _ list: AddressList, form: HeaderForm, firstWord: Int
    ) throws(WireTextError) -> [WireText] {
        var chunks: [WireText] = []
        for (index, address) in list.addresses.enumerated() {
            let isLast = index == list.addresses.count - 1
            let firstWord = index == 0 ? firstWord : EncodedWord.limit
            var pieces: [WireText]
            switch address {
            case .mailbox(let mailbox):
                pieces = try Self.mailboxChunks(mailbox, form: form, firstWord: firstWord)
            case .group(let name, let members):
                pieces = try Self.phraseChunks(name, form: form, firstWord: firstWord)
                if pieces[pieces.count - 1].isEncodedWord {
                    // White space must stand between an encoded-word and a special (RFC 2047, section 5).
                    pieces.append(":")
                } else {
                    pieces[pieces.count - 1] = pieces[pieces.count - 1] + ":"
                }
                for (memberIndex, member) in members.enumerated() {
                    var memberPieces = try Self.mailboxChunks(member, form: form)
                    if memberIndex < members.count - 1 {
                        memberPieces[memberPieces.count - 1] = memberPieces[memberPieces.count - 1] + ","
                    }
                    pieces += memberPieces
                }
                pieces[pieces.count - 1] = pieces[pieces.count - 1] + ";"
            }
            if !isLast { pieces[pieces.count - 1] = pieces[pieces.count - 1] + "," }
            chunks += pieces
        }
        return chunks
    }

    private static func mailboxChunks(
        _ mailbox: Mailbox, form: HeaderForm, firstWord: Int = EncodedWord.limit
    ) throws(WireTextError) -> [WireText] {
        let address = try WireText(validating: mailbox.address.serialized, as: form == .ascii ? .ascii : .utf8)
        guard let name = mailbox.displayName?.replacingControlsWithSpaces, !name.isEmpty else { return [address] }
        return try Self.phraseChunks(name, form: form, firstWord: firstWord) + ["<" + address + ">"]
    }

    private static func phraseChunks(
        _ name: String, form: HeaderForm, firstWord: Int
    ) throws(WireTextError) -> [WireText] {
        let name = name.replacingControlsWithSpaces
        let isPlain =
            (form == .internationalized || name.utf8.allSatisfy(\.isASCII)) && name.utf8.count <= Self.wordAim
            && !name.utf8.looksEncoded
        guard isPlain else { return EncodedWord.encode(name, firstLimit: firstWord) }
        let quoted = name.quotedIfNeeded
        return [try WireText(validating: quoted, as: form == .ascii ? .ascii : .utf8)]
    }

    private static func mediaTypeChunks(_ type: MediaType) throws(WireTextError) -> [WireText] {
        var chunks = [try WireText(validating: type.essence)]
        for parameter in type.parameters {
            chunks[chunks.count - 1] = chunks[chunks.count - 1] + ";"
            chunks += try ParameterEncoding.encode(parameter)
        }
        return chunks
    }

    private static func folded(_ chunks: [WireText], name: WireText) throws(WireTextError) -> WireLines {
        var lines: [WireText] = []
        var line = name + ":"
        var isFirst = true
        var holdsEncodedWord = false
        for chunk in chunks {
            let aim = holdsEncodedWord || chunk.isEncodedWord ? Self.encodedLineLimit : Self.lineAim
            // A line of the name alone is worth it only where the chunk fits the next one.
            if line.count + 1 + chunk.count > aim, !isFirst || 1 + chunk.count <= aim {
                lines.append(line)
                line = " " + chunk
                holdsEncodedWord = chunk.isEncodedWord
            } else {
                line = line + " " + chunk
                holdsEncodedWord = holdsEncodedWord || chunk.isEncodedWord
            }
            isFirst = false
        }
        lines.append(line)
        var result = WireLines()
        for line in lines {
            guard line.count <= Self.lineLimit else {
                throw WireTextError(code: .lineTooLong(limit: Self.lineLimit), offset: 0)
            }
            result.append(line)
        }
        return result
    }
}

extension WireText {
    fileprivate var isEncodedWord: Bool { self.bytes.starts(with: "=?".utf8) }
}

extension String {
    /// The text with every control character (C0, DEL, C1) as a space, and CR LF as one.
    package var replacingControlsWithSpaces: String {
        guard self.unicodeScalars.contains(where: \.isControl) else { return self }
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in self.unicodeScalars {
            defer { previous = scalar }
            if previous == "\r", scalar == "\n" { continue }
            scalars.append(scalar.isControl ? " " : scalar)
        }
        return String(scalars)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        self.value < 0x20 || (0x7F...0x9F).contains(self.value)
    }
}

extension Collection<UInt8> {
    /// Whether a reader could take a part of the text for an encoded-word.
    var looksEncoded: Bool {
        var previous: UInt8 = 0
        for byte in self {
            if previous == .ascii("="), byte == .ascii("?") { return true }
            previous = byte
        }
        return false
    }
}
