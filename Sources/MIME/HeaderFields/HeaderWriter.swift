// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Writes header fields as folded lines (RFC 5322, section 2.2.3), one after the other.
///
/// A value is written in chunks, between which a line may be folded. A fold stands for the space before a chunk.
struct HeaderWriter {
    private let form: HeaderForm
    private var buffer = WireLineBuffer()
    /// Where in the line the chunk begins that is being written, with its space.
    private var chunkStart: Int?
    private var isFirstChunk = true
    private var holdsEncodedWord = false

    private static let lineAim = 78
    /// The longest line with an encoded-word (RFC 2047, section 2).
    private static let encodedLineLimit = 76
    /// The longest line of all (RFC 5322, section 2.1.1).
    private static let lineLimit = 998
    /// A word longer than this would need a line past the aim, so the text is encoded, which can break anywhere.
    private static let wordAim = 70

    init(form: HeaderForm) {
        self.form = form
    }

    /// Moves the lines of the fields that were written to the end of others.
    mutating func move(to lines: inout WireLines) {
        lines.append(self.buffer)
        self.buffer.removeAll()
    }

    mutating func write(_ field: HeaderField) throws(HeaderError) {
        guard field.name.isToken else { throw HeaderError(code: .badCharacter, field: field.name) }
        do throws(WireTextError) {
            try self.begin(field.name)
            try self.write(field.value, nameLength: field.name.text.utf8.count)
            try self.end()
        } catch {
            if case .lineTooLong = error.code { throw HeaderError(code: .lineTooLong, field: field.name) }
            let isAddress = if case .addresses = field.value { true } else { false }
            let code: HeaderError.Code =
                isAddress && self.form == .ascii && error.code == .notASCII
                ? .needsInternationalizedForm : .badCharacter
            throw HeaderError(code: code, field: field.name)
        }
    }

    private mutating func write(_ value: HeaderField.Value, nameLength: Int) throws(WireTextError) {
        // What the name leaves of the first line; where that is little, the line is folded after the colon.
        let room = Self.encodedLineLimit - nameLength - 2
        let firstWord = room < 40 ? EncodedWord.limit : min(room, EncodedWord.limit)
        switch value {
        case .unstructured(let text): try self.write(text, firstWord: firstWord)
        case .addresses(let list): try self.write(list, firstWord: firstWord)
        case .date(let date):
            try self.beginChunk()
            let bytes = date.bytes
            try self.append(bytes.span)
        case .messageID(let id): try self.write(id)
        case .token(let token): try self.writeChunk(token.text)
        case .mediaType(let type): try self.write(type)
        case .disposition(let disposition): try self.write(disposition)
        case .uris(let uris): try self.write(uris)
        }
    }

    private mutating func write(_ text: String, firstWord: Int) throws(WireTextError) {
        let text = text.replacingControlsWithSpaces
        guard !text.isEmpty else { return }
        guard self.isPlain(text) else { return try self.writeEncoded(text, firstWord: firstWord) }
        let bytes = text.utf8.span
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != .space { end += 1 }
            try self.beginChunk()
            try self.append(bytes.extracting(start..<end))
            start = end + 1
        }
    }

    /// Whether a text may stand as it is: words of which each fits a line, with single spaces between them.
    private func isPlain(_ text: String) -> Bool {
        var wordLength = 0
        var previous: UInt8 = .space
        let bytes = text.utf8.span
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == .space {
                guard wordLength > 0 else { return false }
                wordLength = 0
            } else {
                wordLength += 1
            }
            guard wordLength <= Self.wordAim, byte.isASCII || self.form == .internationalized,
                previous != .ascii("=") || byte != .ascii("?")
            else { return false }
            previous = byte
        }
        return wordLength > 0
    }

    private mutating func write(_ list: AddressList, firstWord: Int) throws(WireTextError) {
        for (index, address) in list.addresses.enumerated() {
            if index > 0 { self.buffer.append(.ascii(",")) }
            let firstWord = index == 0 ? firstWord : EncodedWord.limit
            switch address {
            case .mailbox(let mailbox):
                try self.write(mailbox, firstWord: firstWord)
            case .group(let name, let members):
                try self.writePhrase(name, firstWord: firstWord)
                // White space must stand between an encoded-word and a special (RFC 2047, section 5).
                if self.isChunkEncodedWord { try self.beginChunk() }
                self.buffer.append(.ascii(":"))
                for (memberIndex, member) in members.enumerated() {
                    if memberIndex > 0 { self.buffer.append(.ascii(",")) }
                    try self.write(member, firstWord: EncodedWord.limit)
                }
                self.buffer.append(.ascii(";"))
            }
        }
    }

    private mutating func write(_ mailbox: Mailbox, firstWord: Int) throws(WireTextError) {
        guard let name = mailbox.displayName?.replacingControlsWithSpaces, !name.isEmpty else {
            try self.beginChunk()
            return try self.append(mailbox.address)
        }
        try self.writePhrase(name, firstWord: firstWord)
        try self.beginChunk()
        self.buffer.append(.ascii("<"))
        try self.append(mailbox.address)
        self.buffer.append(.ascii(">"))
    }

    private mutating func write(_ id: MessageID) throws(WireTextError) {
        try self.beginChunk()
        self.buffer.append(.ascii("<"))
        try self.append(id.left)
        self.buffer.append(.ascii("@"))
        try self.append(id.right)
        self.buffer.append(.ascii(">"))
    }

    private mutating func append(_ address: AddrSpec) throws(WireTextError) {
        try self.append(address.localPart.serialized)
        self.buffer.append(.ascii("@"))
        try self.append(address.domain.ascii)
    }

    private mutating func writePhrase(_ name: String, firstWord: Int) throws(WireTextError) {
        let name = name.replacingControlsWithSpaces
        let isPlain =
            (self.form == .internationalized || name.isASCII) && name.utf8.count <= Self.wordAim
            && !name.utf8.span.looksEncoded
        guard isPlain else { return try self.writeEncoded(name, firstWord: firstWord) }
        try self.writeChunk(name.quotedIfNeeded)
    }

    private mutating func writeEncoded(_ text: String, firstWord: Int) throws(WireTextError) {
        for word in EncodedWord.encode(text, firstLimit: firstWord) {
            try self.beginChunk()
            self.buffer.append(word)
        }
    }

    private mutating func write(_ type: MediaType) throws(WireTextError) {
        try self.writeChunk(type.type)
        self.buffer.append(.ascii("/"))
        try self.append(type.subtype)
        for parameter in type.parameters { try self.write(parameter) }
    }

    private mutating func write(_ disposition: ContentDisposition) throws(WireTextError) {
        try self.writeChunk(disposition.kind.rawValue)
        guard let filename = disposition.filename?.replacingControlsWithSpaces else { return }
        try self.write(MediaType.Parameter(name: "filename", value: filename))
    }

    private mutating func write(_ uris: [URI]) throws(WireTextError) {
        for (index, uri) in uris.enumerated() {
            if index > 0 { self.buffer.append(.ascii(",")) }
            try self.beginChunk()
            self.buffer.append(.ascii("<"))
            try self.append(uri.text)
            self.buffer.append(.ascii(">"))
        }
    }

    private mutating func write(_ parameter: MediaType.Parameter) throws(WireTextError) {
        self.buffer.append(.ascii(";"))
        // Parameters can be changed after the type was checked, and a name such as "x; boundary" would make two.
        guard MediaType.isToken(parameter.name) else {
            throw WireTextError(
                code: .controlCharacter(parameter.name.utf8.first { !$0.isToken } ?? .nul), offset: 0)
        }
        if let value = ParameterEncoding.plainValue(of: parameter) {
            try self.writeChunk(parameter.name)
            self.buffer.append(.ascii("="))
            return try self.append(value)
        }
        for piece in try ParameterEncoding.encode(parameter) {
            try self.beginChunk()
            self.buffer.append(piece)
        }
    }

    // MARK: - Lines

    private mutating func begin(_ name: HeaderFieldName) throws(WireTextError) {
        self.chunkStart = nil
        self.isFirstChunk = true
        self.holdsEncodedWord = false
        try self.buffer.append(name.text)
        self.buffer.append(.ascii(":"))
    }

    private mutating func writeChunk(_ text: String) throws(WireTextError) {
        try self.beginChunk()
        try self.append(text)
    }

    private mutating func append(_ text: String) throws(WireTextError) {
        try self.append(text.utf8.span)
    }

    private mutating func append(_ text: Span<UInt8>) throws(WireTextError) {
        try self.buffer.append(text.bytes, as: self.form == .ascii ? .ascii : .utf8)
    }

    private mutating func beginChunk() throws(WireTextError) {
        try self.endChunk()
        self.chunkStart = self.buffer.lineLength
        self.buffer.append(.space)
    }

    /// Folds the line before the chunk that was written, where it does not fit.
    private mutating func endChunk() throws(WireTextError) {
        guard let start = self.chunkStart else { return }
        let isEncodedWord = self.isChunkEncodedWord
        let aim = self.holdsEncodedWord || isEncodedWord ? Self.encodedLineLimit : Self.lineAim
        // A line of the name alone is worth it only where the chunk fits the next one.
        if self.buffer.lineLength > aim, !self.isFirstChunk || self.buffer.lineLength - start <= aim {
            try self.checkLine(start)
            self.buffer.fold(at: start)
            self.holdsEncodedWord = isEncodedWord
        } else {
            self.holdsEncodedWord = self.holdsEncodedWord || isEncodedWord
        }
        self.isFirstChunk = false
        self.chunkStart = nil
    }

    private var isChunkEncodedWord: Bool {
        guard let start = self.chunkStart else { return false }
        return self.buffer.octet(at: start + 1) == .ascii("=") && self.buffer.octet(at: start + 2) == .ascii("?")
    }

    private mutating func end() throws(WireTextError) {
        try self.endChunk()
        try self.checkLine(self.buffer.lineLength)
        self.buffer.endLine()
    }

    private func checkLine(_ count: Int) throws(WireTextError) {
        guard count <= Self.lineLimit else {
            throw WireTextError(code: .lineTooLong(limit: Self.lineLimit), offset: 0)
        }
    }
}
