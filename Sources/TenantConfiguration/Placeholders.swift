// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ByteText

/// The values of placeholders `&{name}` and `&{name|default}`, which AIC resolves from the environment's variables and
/// secrets (ESVs).
public struct Placeholders: Sendable {
    private let values: [String: String]
    private let secrets: Set<String>

    /// Takes values by name, such as `esv.email.provider.port`.
    ///
    /// - Parameters:
    ///   - values: The values.
    ///   - secrets: The names of values that must not be shown.
    public init(_ values: [String: String] = [:], secrets: Set<String> = []) {
        self.values = values
        self.secrets = secrets
    }

    /// Takes values by name, and for the names that have none, the variables of an environment that stand for ESVs:
    /// `ESV_EMAIL_PROVIDER_PORT` gives `esv.email.provider.port`.
    ///
    /// No other variable counts: a template must not be able to show the secrets of a build machine.
    public init(_ values: [String: String], secrets: Set<String> = [], environment: [String: String]) {
        var merged: [String: String] = [:]
        // In a fixed order: of names that differ in case only, the same one must win each time.
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
            guard name.utf8.startsIgnoringASCIICase(with: "ESV_".utf8) else { continue }
            let dotted = String(
                decoding: name.utf8.map { $0 == .ascii("_") ? .ascii(".") : $0.asciiLowercased }, as: UTF8.self)
            if merged[dotted] == nil { merged[dotted] = value }
        }
        self.init(merged.merging(values) { _, explicit in explicit }, secrets: secrets)
    }

    /// The values that must not be shown.
    public var secretValues: [Secret] {
        self.secrets.compactMap { self.values[$0] }.map { Secret($0) }
    }

    /// A text with its placeholders resolved.
    public struct Resolution: Sendable {
        /// The text.
        public var bytes: [UInt8]
        /// From the text to the one with placeholders.
        public var map: SourceMap
        /// The names without value or default, with their offsets in the text with placeholders. They stay as they are.
        public var unresolved: [(name: String, offset: Int)]
        /// The secrets that ``Placeholders/mask`` stands for, with their offsets in the text with placeholders.
        public var masked: [(name: String, offset: Int)] = []
        /// The names in the order of the text, resolved or not.
        public var names: [String] = []
        /// Whether a placeholder was found at all, resolved or not.
        public var hasPlaceholders: Bool { !self.names.isEmpty }
        /// Whether the text would grow past the limit; it is cut off there.
        public var isTooLarge = false
    }

    /// The most bytes of a text with its placeholders resolved: 16 MiB.
    public static let outputLimit = 16 << 20

    /// What stands for a secret where it would be shown.
    public static let mask = "***"

    /// Resolves the placeholders of a text, the innermost first, in one pass.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - showsSecrets: Whether secrets are put in as they are. Set it only for what is never shown.
    ///
    /// `&{{`, an ampersand before a Handlebars expression, is none, and a placeholder that is not closed is plain text.
    public func resolve(_ text: [UInt8], showsSecrets: Bool = false) -> Resolution {
        var resolver = PlaceholderResolver(
            text: text, values: self.values, secrets: self.secrets, showsSecrets: showsSecrets)
        return resolver.resolve()
    }
}

/// One pass over a text with a stack of the placeholders that are open.
private struct PlaceholderResolver {
    /// `"&{" name [ "|" default ] "}"`, as far as it was read.
    private struct Open {
        var start: Int
        var name: [UInt8] = []
        /// The name as problems have it: without the secrets that it is made of.
        var shownName: [UInt8] = []
        var fallback: [UInt8]?
    }

    /// How deep a placeholder may stand in another.
    private static let depthLimit = 8

    let text: [UInt8]
    let values: [String: String]
    /// The names whose values are secret.
    let secrets: Set<String>
    /// Whether those are put in all the same.
    let showsSecrets: Bool
    private var stack: [Open] = []
    /// The placeholders that were resolved inside the open ones, for the case that those turn out to be plain text.
    private var inner: [(range: Range<Int>, value: [UInt8])] = []
    private var result = Placeholders.Resolution(bytes: [], map: SourceMap(), unresolved: [])

    init(text: [UInt8], values: [String: String], secrets: Set<String>, showsSecrets: Bool) {
        self.text = text
        self.values = values
        self.secrets = secrets
        self.showsSecrets = showsSecrets
    }

    mutating func resolve() -> Placeholders.Resolution {
        self.result.bytes.reserveCapacity(self.text.count)
        self.result.map.appendVerbatim(output: 0, source: 0)
        var index = 0
        while index < self.text.count {
            if self.isTooLarge { break }
            if self.isOpening(at: index) {
                self.stack.append(Open(start: index))
                index += 2
            } else if self.stack.isEmpty {
                self.result.bytes.append(self.text[index])
                index += 1
            } else {
                self.read(self.text[index], at: index)
                index += 1
            }
        }
        self.result.isTooLarge = self.isTooLarge
        if !self.result.isTooLarge { self.giveUp(before: self.text.count) }
        return self.result
    }

    /// Whether placeholders made the text too large: what stands in the file may be as large as it is.
    private var isTooLarge: Bool {
        let size = self.result.bytes.count + (self.stack.last?.fallback?.count ?? 0)
        return self.result.hasPlaceholders && size > Placeholders.outputLimit
    }

    private func isOpening(at index: Int) -> Bool {
        guard self.text[index] == .ascii("&"), index + 2 < self.text.count, self.text[index + 1] == .ascii("{"),
            self.stack.count < Self.depthLimit
        else { return false }
        return self.text[index + 2].isNameByte || self.text[index + 2] == .ascii("&")
    }

    private mutating func read(_ byte: UInt8, at index: Int) {
        let top = self.stack.count - 1
        if byte == .ascii("}") {
            self.close(at: index)
        } else if self.stack[top].fallback != nil {
            self.stack[top].fallback?.append(byte)
        } else if byte.isNameByte {
            self.stack[top].name.append(byte)
            self.stack[top].shownName.append(byte)
        } else if byte == .ascii("|"), !self.stack[top].name.isEmpty {
            self.stack[top].fallback = []
        } else {
            self.giveUp(before: index + 1)
        }
    }

    private mutating func close(at index: Int) {
        guard let open = self.stack.popLast() else { return }
        let name = String(decoding: open.name, as: UTF8.self)
        let shownName = String(decoding: open.shownName, as: UTF8.self)
        let isSecret = self.secrets.contains(name)
        let isMasked = isSecret && !self.showsSecrets
        // A secret that is to be masked need not be known.
        let given = isMasked ? Array(Placeholders.mask.utf8) : self.values[name].map { Array($0.utf8) }
        let value = given ?? open.fallback
        self.result.names.append(shownName)
        if given != nil {
            // A default that is not needed lacks nothing.
            while let last = self.result.unresolved.last, last.offset > open.start {
                self.result.unresolved.removeLast()
            }
            while let last = self.result.masked.last, last.offset > open.start { self.result.masked.removeLast() }
        }
        if isMasked { self.result.masked.append((shownName, open.start)) }
        if value == nil { self.result.unresolved.append((shownName, open.start)) }
        while let last = self.inner.last, last.range.lowerBound > open.start { self.inner.removeLast() }
        let bytes = value ?? Array(self.text[open.start...index])
        guard let top = self.stack.indices.last else {
            if value == nil {
                self.result.bytes += bytes
            } else {
                self.replace(open.start..<index + 1, with: bytes)
            }
            return
        }
        if value != nil { self.inner.append((open.start..<index + 1, bytes)) }
        if self.stack[top].fallback != nil {
            self.stack[top].fallback?.append(contentsOf: bytes)
        } else {
            self.stack[top].name += bytes
            self.stack[top].shownName += isSecret ? Array(Placeholders.mask.utf8) : bytes
        }
    }

    /// What was taken for placeholders is plain text after all, but for the resolved ones in it.
    private mutating func giveUp(before end: Int) {
        guard var start = self.stack.first?.start else { return }
        for (range, value) in self.inner {
            self.result.bytes += self.text[start..<range.lowerBound]
            self.replace(range, with: value)
            start = range.upperBound
        }
        self.result.bytes += self.text[start..<end]
        self.stack.removeAll()
        self.inner.removeAll()
    }

    private mutating func replace(_ range: Range<Int>, with value: [UInt8]) {
        self.result.map.appendReplacement(output: self.result.bytes.count, source: range.lowerBound)
        self.result.bytes += value
        self.result.map.appendVerbatim(output: self.result.bytes.count, source: range.upperBound)
    }
}

extension SourceText {
    /// The text with its placeholders resolved, and a problem for each that has no value or is a secret.
    ///
    /// - Parameters:
    ///   - placeholders: The values.
    ///   - showsSecrets: Whether secrets are put in as they are, which is no problem then.
    public func resolving(
        _ placeholders: Placeholders, showsSecrets: Bool = false
    ) -> (text: SourceText, problems: [Problem]) {
        let resolution = placeholders.resolve(self.bytes, showsSecrets: showsSecrets)
        guard resolution.hasPlaceholders else { return (self, []) }
        guard !resolution.isTooLarge else {
            let problem = Problem(
                .unreadableInput,
                "with its placeholders resolved the text has more than \(Placeholders.outputLimit >> 20) MiB",
                at: self.location(), fix: "use shorter values, or fewer placeholders")
            return (self, [problem])
        }
        let secrets = resolution.masked.map { name, offset in
            Problem(
                .secretShown, "the secret &{\(name)} would be shown here", at: self.location(of: offset),
                fix: "use a variable, or take the placeholder out")
        }
        let problems = resolution.unresolved.map { name, offset in
            Problem(
                .unresolvedPlaceholder, "the placeholder &{\(name)} has no value here and no default",
                at: self.location(of: offset),
                fix: "give a value with --properties, or a default as in &{\(name)|value}")
        }
        let text = SourceText(
            bytes: resolution.bytes, file: self.file, map: resolution.map.composed(after: self.map),
            pointer: self.pointer, placeholders: resolution.names)
        return (text, problems + secrets)
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        self.isAlphanumeric || self == .ascii(".") || self == .ascii("-") || self == .ascii("_")
    }
}
