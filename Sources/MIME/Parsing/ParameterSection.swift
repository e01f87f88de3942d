// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// One `attribute=value` of RFC 2231: `name`, `name*`, `name*0` or `name*0*`.
struct ParameterSection {
    private let name: String
    private let number: Int?
    private let isExtended: Bool
    private let value: [UInt8]

    /// Reads an attribute; it is `nil` for one with asterisks that mean nothing.
    init?(attribute: ArraySlice<UInt8>, value: [UInt8]) {
        var pieces = attribute.split(separator: .ascii("*"), omittingEmptySubsequences: false)
        self.isExtended = pieces.count > 1 && pieces.last?.isEmpty == true
        if self.isExtended { pieces.removeLast() }
        guard let name = pieces.first, !name.isEmpty, pieces.count <= 2 else { return nil }
        self.name = String(decoding: name, as: UTF8.self).asciiLowercased
        self.value = value
        guard pieces.count == 2 else {
            self.number = nil
            return
        }
        guard pieces[1].allSatisfy(\.isDigit), let number = Int(String(decoding: pieces[1], as: UTF8.self)) else {
            return nil
        }
        self.number = number
    }

    /// Puts the sections of each parameter together, in the order of their names.
    static func join(
        _ sections: [ParameterSection]
    ) -> (parameters: [MediaType.Parameter], defects: ParameterDefects) {
        var order: [String] = []
        var byName: [String: Forms] = [:]
        for section in sections {
            if byName[section.name] == nil { order.append(section.name) }
            byName[section.name, default: Forms()].add(section)
        }
        var charsets = CharsetDecoder()
        var defects = ParameterDefects()
        let parameters = order.map { name in
            let forms = byName[name] ?? Forms()
            for code in forms.defects { defects.insert(code, of: name) }
            return MediaType.Parameter(
                name: name, value: Self.text(of: forms.chosen, name: name, with: &charsets, noting: &defects))
        }
        return (parameters, defects)
    }

    /// The forms in which a parameter stands in one value; the first of each counts.
    private struct Forms {
        private var extended: ParameterSection?
        private var plain: ParameterSection?
        private var numbered: [Int: ParameterSection] = [:]
        private var isRepeated = false

        mutating func add(_ section: ParameterSection) {
            if let number = section.number {
                self.isRepeated = self.isRepeated || self.numbered[number] != nil
                self.numbered[number] = self.numbered[number] ?? section
            } else if section.isExtended {
                self.isRepeated = self.isRepeated || self.extended != nil
                self.extended = self.extended ?? section
            } else {
                self.isRepeated = self.isRepeated || self.plain != nil
                self.plain = self.plain ?? section
            }
        }

        /// The sections from the first without a gap. Some programs count from 1.
        private var run: [ParameterSection] {
            guard let first = self.numbered.keys.min() else { return [] }
            return (0..<self.numbered.count).lazy.map { self.numbered[first &+ $0] }.prefix { $0 != nil }.compactMap(
                \.self)
        }

        /// The form that says most: the plain one is there for readers that know no other.
        var chosen: [ParameterSection] {
            if let extended { return [extended] }
            if self.numbered[0] == nil, let plain { return [plain] }
            return self.run
        }

        var defects: Set<MessageDefect.Code> {
            var defects: Set<MessageDefect.Code> = []
            let forms = [self.extended != nil, self.plain != nil, !self.numbered.isEmpty].count { $0 }
            if self.isRepeated || forms > 1 { defects.insert(.repeatedParameter) }
            if !self.numbered.isEmpty, self.numbered[0] == nil || self.run.count < self.numbered.count {
                defects.insert(.badParameter)
            }
            return defects
        }
    }

    private static func text(
        of sections: [ParameterSection], name: String, with charsets: inout CharsetDecoder,
        noting defects: inout ParameterDefects
    ) -> String {
        guard sections.contains(where: { $0.isExtended || $0.number != nil }) else {
            let value = String(decoding: sections.first?.value ?? [], as: UTF8.self)
            guard name != "boundary", value.utf8.span.looksEncoded else { return value }
            // RFC 2047, section 5, forbids encoded-words here; many programs write them all the same.
            let decoded = EncodedWord.decodeAll(in: value)
            if !decoded.hasSameBytes(as: value) { defects.insert(.badParameter, of: name) }
            return decoded
        }
        var octets: [UInt8] = []
        var charset: ArraySlice<UInt8> = []
        for (index, section) in sections.enumerated() {
            var value = section.value[...]
            if index == 0, section.isExtended {
                let pieces = value.split(separator: .ascii("'"), maxSplits: 2, omittingEmptySubsequences: false)
                if pieces.count == 3 {
                    charset = pieces[0]
                    value = pieces[2]
                } else {
                    defects.insert(.badParameter, of: name)
                }
            }
            octets += section.isExtended ? PercentEncoding.decode(value) : Array(value)
        }
        guard let decoded = charsets.decode(octets, charset: charset.isEmpty ? Array("utf-8".utf8)[...] : charset)
        else {
            defects.insert(.unknownCharset, of: name)
            return String(decoding: octets, as: UTF8.self)
        }
        if !decoded.isWellFormed { defects.insert(.badParameter, of: name) }
        return decoded.text
    }
}
