// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What stands after the `@` of an address: a domain name or an address literal.
public struct Domain: Hashable, Sendable {
    /// The domain as it goes on the wire: A-labels, or a literal with its brackets. ASCII letters keep their case.
    public let ascii: String

    /// The domain for people: U-labels where there are any.
    public let unicode: String

    /// The longest domain in octets (RFC 5321, section 4.5.3.1.2, less the root label).
    public static let octetLimit = 253

    /// Checks a domain name or address literal.
    ///
    /// Names beyond ASCII become A-labels by IDNA2008 and UTS 46.
    ///
    /// - Throws: ``AddressError`` with an offset into `text`.
    public init(_ text: String) throws(AddressError) {
        if text.utf8.first == .ascii("[") {
            try Self.checkLiteral(text)
            self.ascii = text
            self.unicode = text
            return
        }
        try text.checkScalars(in: "the domain")
        for (offset, byte) in text.utf8.enumerated() where byte == .space {
            throw AddressError(code: .unexpectedCharacter, message: "the domain holds a space", offset: offset)
        }
        let isASCII = text.utf8.allSatisfy(\.isASCII)
        var ascii = text
        if !isASCII || text.utf8.split(separator: .ascii(".")).contains(where: Self.isALabel) {
            do throws(IDNA.Failure) {
                let converted = try IDNA.asciiForm(of: text)
                ascii = isASCII ? text : converted
            } catch {
                throw AddressError(
                    code: .badDomain,
                    message: "the domain \(text) is not a valid internationalised name: \(error.reason)",
                    offset: 0)
            }
        }
        do throws(AddressError) {
            try Self.checkName(ascii)
        } catch {
            // The A-labels are longer than the text: an offset into them may lie past its end.
            throw AddressError(code: error.code, message: error.message, offset: isASCII ? error.offset : 0)
        }
        self.ascii = ascii
        // From the A-labels, not from the text: however a name was typed, it is shown as one.
        self.unicode = (try? IDNA.unicodeForm(of: ascii)) ?? ascii
        // UTS 46 leaves these to STD 3: decomposed, they are <, > and = under a stroke. (libidn2's own STD 3 flag drops
        // what it should refuse.)
        let strokes: [Unicode.Scalar] = ["\u{2260}", "\u{226E}", "\u{226F}"]
        if let scalar = self.unicode.unicodeScalars.first(where: strokes.contains) {
            throw AddressError(
                code: .badDomain, message: "the domain holds \(scalar.codePoint), which no host name can", offset: 0)
        }
    }

    private static func isALabel(_ label: some Collection<UInt8>) -> Bool {
        label.startsIgnoringASCIICase(with: "xn--".utf8)
    }

    /// sub-domain *("." sub-domain), with labels of letters, digits and inner hyphens.
    private static func checkName(_ name: String) throws(AddressError) {
        let octets = name.utf8.count
        guard octets > 0 else {
            throw AddressError(code: .incomplete, message: "nothing stands after the @", offset: 0)
        }
        guard octets <= Self.octetLimit else {
            throw AddressError(
                code: .tooLong, message: "the domain takes \(octets) octets; \(Self.octetLimit) are allowed", offset: 0)
        }
        let labels = name.utf8.split(separator: .ascii("."), omittingEmptySubsequences: false)
        var offset = 0
        for label in labels {
            try Self.checkLabel(Array(label), offset: offset)
            offset += label.count + 1
        }
        guard labels.count > 1 else {
            throw AddressError(
                code: .notQualified, message: "the domain \(name) has no dot; give the full domain name", offset: 0)
        }
    }

    private static func checkLabel(_ label: [UInt8], offset: Int) throws(AddressError) {
        guard !label.isEmpty else {
            throw AddressError(code: .badDomain, message: "the domain has an empty label", offset: offset)
        }
        guard label.count <= 63 else {
            throw AddressError(
                code: .tooLong, message: "a label of the domain takes \(label.count) octets; 63 are allowed",
                offset: offset)
        }
        if let index = label.firstIndex(where: { !$0.isAlphanumeric && $0 != .ascii("-") }) {
            throw AddressError(
                code: .unexpectedCharacter,
                message: "the domain holds “\(String(decoding: [label[index]], as: UTF8.self))”",
                offset: offset + index)
        }
        guard label.first != .ascii("-"), label.last != .ascii("-") else {
            throw AddressError(
                code: .badDomain, message: "a label of the domain begins or ends with a hyphen", offset: offset)
        }
    }

    /// address-literal = "[" ( IPv4 / "IPv6:" IPv6-addr / General ) "]" (RFC 5321, section 4.1.3)
    private static func checkLiteral(_ text: String) throws(AddressError) {
        let bytes = Array(text.utf8)
        guard bytes.last == .ascii("]") else {
            throw AddressError(code: .notClosed, message: "the address literal is not closed with ]", offset: 0)
        }
        guard bytes.count <= Self.octetLimit else {
            throw AddressError(code: .tooLong, message: "the address literal is too long", offset: 0)
        }
        let content = Array(bytes[1..<(bytes.count - 1)])
        let isValid =
            content.startsIgnoringASCIICase(with: "IPv6:".utf8)
            ? Self.isIPv6(content.dropFirst(5)) : Self.isIPv4(content[...])
        guard isValid else {
            throw AddressError(code: .badDomain, message: "\(text) is not an IP address literal", offset: 1)
        }
    }

    /// IPv4-address-literal = Snum 3("." Snum)
    private static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: .ascii("."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                part.count <= 3 && part.allSatisfy(\.isDigit)
                    && (Int(String(decoding: part, as: UTF8.self)).map { $0 < 256 } ?? false)
            }
    }

    /// IPv6-addr = IPv6-full / IPv6-comp / IPv6v4-full / IPv6v4-comp
    ///
    /// `::` stands for two groups or more.
    private static func isIPv6(_ text: ArraySlice<UInt8>) -> Bool {
        let colons = [UInt8](repeating: .ascii(":"), count: 2)
        guard let gap = text.indices.first(where: { text[$0...].starts(with: colons) }) else {
            return Self.groupCount(of: text) == 8
        }
        guard let head = Self.groupCount(of: text[..<gap], mayEndInIPv4: false),
            let tail = Self.groupCount(of: text[(gap + 2)...])
        else { return false }
        return head + tail <= 6
    }

    /// How many 16-bit groups a run without `::` holds; an IPv4 address at its end counts as two.
    private static func groupCount(of text: ArraySlice<UInt8>, mayEndInIPv4: Bool = true) -> Int? {
        guard !text.isEmpty else { return 0 }
        var groups = text.split(separator: .ascii(":"), omittingEmptySubsequences: false)
        var count = 0
        if mayEndInIPv4, let last = groups.last, Self.isIPv4(last) {
            groups.removeLast()
            count = 2
        }
        guard groups.allSatisfy({ (1...4).contains($0.count) && $0.allSatisfy(\.isHexDigit) }) else { return nil }
        return count + groups.count
    }
}

/// Domains are equal without regard to the case of ASCII letters (RFC 5321, section 2.4).
extension Domain {
    /// Whether both are the same on the wire, but for case.
    public static func == (lhs: Domain, rhs: Domain) -> Bool {
        lhs.ascii.utf8.equalsIgnoringASCIICase(rhs.ascii.utf8)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        for byte in self.ascii.utf8 { hasher.combine(byte.asciiLowercased) }
    }
}
