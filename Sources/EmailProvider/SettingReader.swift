// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText
internal import TenantConfiguration

/// A value of the provider document, its placeholders and coercions resolved.
struct SettingValue {
    var text: SourceText?
    var bool: Bool?
    var int: Int?
    var list: [SourceText]?
    /// Where the value stands.
    var location: SourceLocation
    /// Why the value is not to be had here, after "it is not available here: ".
    var unavailable: String?
    /// Whether the value is one that is allowed.
    var isInRange = true
    /// Whether a placeholder gave it that stands for a secret.
    var holdsSecret = false

    /// The placeholders that gave the value.
    var placeholders: [String] { self.text?.placeholders ?? [] }
}

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
                return SettingValue(location: location, unavailable: "the tenant encrypted it ($crypto)")
            }
            if member.name.hasSameBytes(as: "$purpose") {
                return SettingValue(location: location, unavailable: "it is in the tenant's secret store ($purpose)")
            }
        }
        if let member = node.coercion { return self.readPlain(member.value, at: self.tokens + [member.name]) }
        return self.readPlain(node, at: self.tokens)
    }

    private mutating func readPlain(_ node: JSONNode, at tokens: [String]) -> SettingValue {
        var value = SettingValue(location: self.document.location(of: node, at: tokens))
        if let text = self.document.text(node, at: tokens) {
            let (resolved, problems) = text.resolving(self.placeholders, showsSecrets: self.property.holdsCredential)
            // A secret that is only known to the environment is no fault of the document.
            if !self.property.isSecret { self.problems += problems }
            value.text = resolved
            value.holdsSecret = text.resolving(self.placeholders).problems.contains { $0.code == .secretShown }
            if let problem = problems.first {
                value.unavailable = problem.message
                return value
            }
        }
        switch self.property.type {
        case .string:
            if value.text == nil { self.wrongType(node, at: tokens) }
        case .host:
            if let text = value.text {
                value.isInRange = text.bytes.allSatisfy { $0.isHostByte }
                if !value.isInRange { self.outOfRange(text) }
            } else {
                self.wrongType(node, at: tokens)
            }
        case .duration:
            value.int = value.text.flatMap { DurationText.milliseconds($0.string) }
            if let text = value.text, value.int == nil { self.outOfRange(text) }
            if value.text == nil { self.wrongType(node, at: tokens) }
        case .url:
            value.isInRange = self.isURL(value.text, node, at: tokens)
        case .oneOf(let words):
            if let text = value.text {
                if !words.contains(where: text.string.hasSameBytes) { self.outOfRange(text) }
            } else {
                self.wrongType(node, at: tokens)
            }
        case .bool:
            value.bool = node.bool ?? value.text.flatMap { Bool(setting: $0.string) }
            if value.bool == nil { self.wrongType(node, at: tokens) }
        case .int(let range):
            let int = node.number?.int ?? value.text.flatMap { Int($0.string) }
            value.int = self.check(int, range, node, at: tokens)
        case .strings:
            value.list = self.readList(node, at: tokens)
        case .object:
            // A string stands for an object where a placeholder with a coercion gives it.
            let isCoerced = node.string != nil && tokens.count > self.tokens.count
            if node.members == nil, !isCoerced { self.wrongType(node, at: tokens) }
        }
        return value
    }

    private mutating func isURL(_ text: SourceText?, _ node: JSONNode, at tokens: [String]) -> Bool {
        guard let text else {
            self.wrongType(node, at: tokens)
            return false
        }
        let prefix = "https://"
        let rest = text.bytes.dropFirst(prefix.utf8.count)
        let isURL =
            text.bytes.startsIgnoringASCIICase(with: prefix.utf8) && rest.first.map { $0 != .ascii("/") } ?? false
            && rest.allSatisfy { $0.isVisible }
        if !isURL { self.outOfRange(text) }
        return isURL
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
