// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Which locale of a template a recipient gets, and why.
///
/// The recipient's preferred languages come first, then the request's `_locale`, then the template's `defaultLocale`.
/// Each wanted tag is tried as it is and then with its last subtag cut off, again and again, unless the shorter tag is
/// wanted by itself later on.
public struct LocaleChoice: Hashable, Sendable {
    /// The locale as the template spells it.
    public var locale: String

    /// What was tried, in order.
    public var steps: [Step]

    /// Where a wanted locale comes from.
    public enum Source: String, Hashable, Sendable {
        /// The recipient's `Accept-Language` or preferred languages.
        case preference = "preferred language"
        /// The request's `_locale`.
        case request = "_locale"
        /// The template's `defaultLocale`.
        case templateDefault = "defaultLocale"
    }

    /// One attempt to find a locale.
    public struct Step: Hashable, Sendable {
        /// Where the wanted tag comes from.
        public var source: Source
        /// The tag that was wanted.
        public var wanted: String
        /// The tag that was looked up: the wanted one or a parent of it.
        public var tried: String
        /// What came of it.
        public var outcome: Outcome

        /// Whether the template has the tag, and it was taken.
        public var isMatch: Bool { self.outcome == .match }
    }

    /// What came of looking up a tag.
    public enum Outcome: String, Hashable, Sendable {
        /// The template has it.
        case match
        /// The template does not have it.
        case missing
        /// The tag is wanted by itself, further down the list of preferences, and waits its turn there.
        case waits
        /// The recipient does not want it: `q=0`.
        case excluded
        /// It is longer than any tag, and was not looked up.
        case tooLong = "too-long"
        /// It stands behind more preferences than anybody has; neither it nor what follows it was looked up.
        case tooMany = "too-many"
    }

    /// The longest tag that is looked up, in bytes; those that are in use have at most 35 (RFC 5646, section 4.4.1).
    static let lengthLimit = 255
    /// The most preferences that are looked up.
    static let preferenceLimit = 1000

    /// Chooses a locale.
    ///
    /// - Parameters:
    ///   - available: The locales that the template has.
    ///   - preferences: The recipient's languages, the dearest first.
    ///   - requested: The request's `_locale`.
    ///   - defaultLocale: The template's `defaultLocale`.
    /// - Returns: `nil` where nothing matches and the default is missing too.
    public static func choose(
        from available: [String], preferences: LanguagePreferences = LanguagePreferences(), requested: String? = nil,
        defaultLocale: String?
    ) -> LocaleChoice? {
        let steps = Self.steps(
            from: available, preferences: preferences, requested: requested, defaultLocale: defaultLocale)
        guard let last = steps.last, last.isMatch else { return nil }
        return available.first { $0.isSameLocale(as: last.tried) }.map { LocaleChoice(locale: $0, steps: steps) }
    }

    /// What is tried, in order, up to the first match.
    ///
    /// The template's default comes last, and counts even for recipients who excluded it: a mail in a language that they
    /// did not want is more use than none.
    ///
    /// - Parameters: As for ``choose(from:preferences:requested:defaultLocale:)``.
    public static func steps(
        from available: [String], preferences: LanguagePreferences = LanguagePreferences(), requested: String? = nil,
        defaultLocale: String?
    ) -> [Step] {
        // Sets, because many tags that each have many parents may be wanted.
        let available = Set(available.map(LocaleKey.init))
        let excluded = Set(preferences.excluded.map(LocaleKey.init))
        let preferred = Set(preferences.tags.prefix(Self.preferenceLimit).map(LocaleKey.init))
        var steps: [Step] = []
        for (source, wanted, refusal) in Self.wanted(preferences, requested, defaultLocale) {
            if let refusal {
                steps.append(Step(source: source, wanted: wanted, tried: wanted, outcome: refusal))
                continue
            }
            var candidate: String? = wanted
            while let tried = candidate, !tried.isEmpty {
                let isParent = tried.utf8.count < wanted.utf8.count
                let key = LocaleKey(tried)
                let outcome: Outcome =
                    if source != .templateDefault, excluded.contains(key) {
                        .excluded
                    } else if source != .templateDefault, isParent, preferred.contains(key) {
                        .waits
                    } else {
                        available.contains(key) ? .match : .missing
                    }
                steps.append(Step(source: source, wanted: wanted, tried: tried, outcome: outcome))
                if outcome == .match { return steps }
                candidate = outcome == .missing ? tried.parentLocale : nil
            }
        }
        return steps
    }

    /// The tags that are wanted, in order, and why one of them is not looked up.
    private static func wanted(
        _ preferences: LanguagePreferences, _ requested: String?, _ defaultLocale: String?
    ) -> [(source: Source, tag: String, refusal: Outcome?)] {
        var wanted: [(source: Source, tag: String, refusal: Outcome?)] = []
        func append(_ source: Source, _ tag: String?) {
            guard let tag, !tag.isEmpty else { return }
            // The steps of a tag grow with the square of its length, and it may come from anyone.
            wanted.append((source, tag, tag.utf8.count > Self.lengthLimit ? .tooLong : nil))
        }
        for tag in preferences.tags.prefix(Self.preferenceLimit) {
            append(.preference, tag.hasSameBytes(as: "*") ? defaultLocale : tag)
        }
        if let next = preferences.tags.dropFirst(Self.preferenceLimit).first {
            wanted.append((.preference, next, .tooMany))
        }
        append(.request, requested)
        append(.templateDefault, defaultLocale)
        return wanted
    }
}

/// The languages that a recipient prefers, as in `Accept-Language` (RFC 9110, section 12.5.4).
public struct LanguagePreferences: Hashable, Sendable {
    /// The tags, the dearest first. `*` stands for the template's default.
    public var tags: [String]
    /// The tags that the recipient does not want: those with `q=0`. AIC puts them last instead.
    public var excluded: [String]

    /// Whether the recipient does not want a tag.
    package func excludes(_ tag: String) -> Bool { self.excluded.contains { $0.isSameLocale(as: tag) } }

    /// The preferences as AIC takes them: what has `q=0` comes last, and is not left out.
    public var asReference: LanguagePreferences { LanguagePreferences(self.tags + self.excluded) }

    /// Takes tags in the order of preference.
    public init(_ tags: [String] = []) {
        self.tags = tags
        self.excluded = []
    }

    /// Reads the value of an `Accept-Language` field; it is `nil` where that is malformed.
    public init?(acceptLanguage value: String) {
        var weighted: [(tag: String, weight: Int)] = []
        for entry in value.utf8.split(separator: .ascii(",")) {
            let pieces = entry.split(separator: .ascii(";"), omittingEmptySubsequences: false).map {
                Array(Array($0).trimmingWhitespace)
            }
            guard pieces.count <= 2, let tag = pieces.first else { return nil }
            if tag.isEmpty, pieces.count == 1 { continue }
            guard Self.isLanguageRange(tag) else { return nil }
            guard let weight = pieces.count == 2 ? Self.weight(pieces[1]) : 1000 else { return nil }
            weighted.append((String(decoding: tag, as: UTF8.self), weight))
        }
        self.excluded = weighted.filter { $0.weight == 0 }.map(\.tag)
        // The sort must be stable: tags of one weight stay in the order of the field.
        self.tags = weighted.enumerated().filter { $0.element.weight > 0 }
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element.tag)
    }

    /// language-range = (1*8ALPHA *("-" 1*8alphanum)) / "*" (RFC 4647, section 2.1)
    private static func isLanguageRange(_ tag: [UInt8]) -> Bool {
        if tag == [.ascii("*")] { return true }
        let subtags = tag.split(separator: .ascii("-"), omittingEmptySubsequences: false)
        return subtags[0].allSatisfy(\.isAlpha)
            && subtags.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy(\.isAlphanumeric) }
    }

    /// weight = "q=" qvalue, in thousandths
    private static func weight(_ text: [UInt8]) -> Int? {
        guard text.count >= 3, text[0].asciiLowercased == .ascii("q"), text[1] == .ascii("=") else { return nil }
        let value = Array(text[2...])
        guard value.count <= 5, value[0] == .ascii("0") || value[0] == .ascii("1") else { return nil }
        if value.count == 1 { return value[0] == .ascii("1") ? 1000 : 0 }
        guard value[1] == .ascii("."), value[2...].allSatisfy(\.isDigit) else { return nil }
        let digits = value[2...] + Array(repeating: .ascii("0"), count: 5 - value.count)
        let fraction = digits.reduce(0) { $0 * 10 + Int($1 - .ascii("0")) }
        if value[0] == .ascii("1") { return fraction == 0 ? 1000 : nil }
        return fraction
    }
}

extension String {
    /// The tag without its last subtag.
    fileprivate var parentLocale: String? {
        guard let hyphen = self.utf8.lastIndex(of: .ascii("-")) else { return nil }
        return String(self[..<hyphen])
    }
}
