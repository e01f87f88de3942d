// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText
internal import TenantConfiguration

/// Reads one property: resolves placeholders and coercions, and checks the type.
struct SettingReader {
    let document: TenantDocument
    let placeholders: Placeholders
    let property: ProviderProperty
    let tokens: [String]
    var problems: [Problem] = []

    init(document: TenantDocument, placeholders: Placeholders, property: ProviderProperty, tokens: [String]) {
        self.document = document
        self.placeholders = placeholders
        self.property = property
        self.tokens = tokens
    }

    mutating func read(_ node: JSONNode) -> SettingValue {
        if let members = node.members, members.count == 1, let member = members.first {
            // Encrypted values and references to secret stores pass through: what they hold is not to be had here.
            let location = self.document.location(of: node, at: self.tokens)
            if member.name.hasSameBytes(as: "$crypto") {
                return SettingValue(content: .unavailable("the tenant encrypted it ($crypto)"), location: location)
            }
            if member.name.hasSameBytes(as: "$purpose") {
                return SettingValue(
                    content: .unavailable("it is in the tenant's secret store ($purpose)"), location: location)
            }
        }
        if let member = node.coercion { return self.readPlain(member.value, at: self.tokens + [member.name]) }
        return self.readPlain(node, at: self.tokens)
    }

    private mutating func readPlain(_ node: JSONNode, at tokens: [String]) -> SettingValue {
        var value = SettingValue(content: .invalid, location: self.document.location(of: node, at: tokens))
        if let text = self.document.text(node, at: tokens) {
            let holdsCredential = self.property.holdsCredential
            let (resolved, problems) = text.resolving(self.placeholders, showsSecrets: holdsCredential)
            // A secret that is only known to the environment is no fault of the document.
            if !self.property.isSecret { self.problems += problems }
            value.text = resolved
            if let problem = problems.first {
                value.content = .unavailable(problem.message)
                return value
            }
            // Elsewhere a secret is a problem.
            if holdsCredential {
                value.holdsSecret = text.resolving(self.placeholders).problems.contains { $0.code == .secretShown }
            }
        }
        value.content = self.content(of: node, value.text, at: tokens) ?? .invalid
        return value
    }

    /// What the property takes from a node or, where it is a string, from its text; `nil` where that is wrong.
    private mutating func content(
        of node: JSONNode, _ text: SourceText?, at tokens: [String]
    ) -> SettingValue.Content? {
        switch self.property.type {
        case .bool:
            if let flag = node.bool ?? text.flatMap({ Bool(setting: $0.string) }) { return .flag(flag) }
            self.wrongType(node, at: tokens)
            return nil
        case .int(let range):
            let int = node.number?.int ?? text.flatMap { Int($0.string) }
            return self.check(int, range, node, at: tokens).map { .number($0) }
        case .strings:
            return self.readList(node, at: tokens).map { .list($0) }
        case .object:
            // A string stands for an object where a placeholder with a coercion gives it.
            let isCoerced = node.string != nil && tokens.count > self.tokens.count
            if node.members == nil, !isCoerced { self.wrongType(node, at: tokens) }
            return .text
        case .string, .host, .url, .oneOf, .duration:
            guard let text else {
                self.wrongType(node, at: tokens)
                return nil
            }
            if let content = self.content(of: text) { return content }
            self.outOfRange(text)
            return nil
        }
    }

    /// What the property takes from a text; `nil` where that is out of its range.
    private func content(of text: SourceText) -> SettingValue.Content? {
        switch self.property.type {
        case .host: text.bytes.allSatisfy(\.isHostByte) ? .text : nil
        case .url: Self.isURL(text.bytes) ? .text : nil
        case .oneOf(let words): words.contains(where: text.string.hasSameBytes) ? .text : nil
        case .duration: DurationText.milliseconds(text.string).map { .number($0) }
        default: .text
        }
    }

    private static func isURL(_ bytes: [UInt8]) -> Bool {
        let prefix = "https://"
        let rest = bytes.dropFirst(prefix.utf8.count)
        return bytes.startsIgnoringASCIICase(with: prefix.utf8) && rest.first.map { $0 != .ascii("/") } ?? false
            && rest.allSatisfy(\.isVisible)
    }

    /// The number, if it is one that is allowed.
    private mutating func check(
        _ int: Int?, _ range: ClosedRange<Int>, _ node: JSONNode, at tokens: [String]
    ) -> Int? {
        guard let int else {
            self.wrongType(node, at: tokens)
            return nil
        }
        guard !range.contains(int) else { return int }
        self.problems.append(
            Problem(
                .outOfRange, "\(self.property.path) is \(int), outside \(range.lowerBound) to \(range.upperBound)",
                at: self.document.location(of: node, at: tokens), fix: "write \(self.property.type.description)"))
        return nil
    }

    private mutating func readList(_ node: JSONNode, at tokens: [String]) -> [SourceText]? {
        // A string stands for a list where a placeholder with a coercion gives it.
        if let text = self.document.text(node, at: tokens), tokens.count > self.tokens.count {
            return self.readCoercedList(text.resolving(self.placeholders).text, isArray: tokens.last == "$array")
        }
        guard let elements = node.elements else {
            self.wrongType(node, at: tokens)
            return nil
        }
        return elements.enumerated().compactMap { index, element in
            guard let text = self.document.text(element, at: tokens + [String(index)]) else {
                self.wrongType(element, at: tokens + [String(index)])
                return nil
            }
            let (resolved, problems) = text.resolving(self.placeholders)
            self.problems += problems
            return resolved
        }
    }

    /// The elements of `{"$array": TEXT}`, which is JSON, or `{"$list": TEXT}`, which has commas.
    private mutating func readCoercedList(_ text: SourceText, isArray: Bool) -> [SourceText]? {
        let elements: [[UInt8]]
        if isArray {
            let node = try? JSONDocument(parsing: text.bytes).root
            guard let strings = node?.elements?.map(\.string), !strings.contains(nil) else {
                self.outOfRange(text)
                return nil
            }
            elements = strings.compactMap { $0.map { Array($0.utf8) } }
        } else {
            elements = text.bytes.split(separator: .ascii(",")).map { Array($0.trimmingWhitespace) }
        }
        var map = SourceMap()
        map.appendReplacement(output: 0, source: text.map.sourceOffset(of: 0))
        return elements.map { element in
            SourceText(
                bytes: element, file: text.file, map: map, pointer: text.pointer, placeholders: text.placeholders)
        }
    }

    private mutating func wrongType(_ node: JSONNode, at tokens: [String]) {
        self.problems.append(
            Problem(
                .wrongType, "\(self.property.path) is \(node.kind), not \(self.property.type.description)",
                at: self.document.location(of: node, at: tokens), fix: "write \(self.property.type.description)"))
    }

    private mutating func outOfRange(_ text: SourceText) {
        // URLs can carry secrets in their user information and query.
        let isShown = !self.property.isSecret && ![.url, .host].contains(self.property.type)
        let shown = isShown ? " is “\(text.string)”, which" : ""
        self.problems.append(
            Problem(
                .outOfRange, "\(self.property.path)\(shown) is not \(self.property.type.description)",
                at: text.location(), fix: "write \(self.property.type.description)"))
    }
}

extension UInt8 {
    /// Whether a name or an address can hold the byte. Of names in Unicode, nobody looks closer here.
    fileprivate var isHostByte: Bool {
        self.isAlphanumeric || !self.isASCII || [.ascii("."), .ascii("-"), .ascii("_"), .ascii(":")].contains(self)
            || [.ascii("["), .ascii("]")].contains(self)
    }
}

extension ProviderProperty.ValueType {
    /// The type in words, after "is not" or "write".
    var description: String {
        switch self {
        case .string: "a string"
        case .host: "the name of a host without a scheme or port"
        case .url: "an https URL"
        case .bool: "true or false"
        case .int(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .oneOf(let words): words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
        case .strings: "an array of strings"
        case .object: "an object"
        case .duration: "a duration such as “10 s”"
        }
    }
}
