// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailTemplates
import Testing

/// Which locale a recipient gets (behaviour of the self-service code that the reference models).
@Suite struct LocaleChoiceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var available: [String]
        var header: String?
        var requested: String?
        var defaultLocale: String? = "en"
        var locale: String?

        var testDescription: String {
            "\(self.available) \(self.header ?? "-") \(self.requested ?? "-") \(self.defaultLocale ?? "-")"
        }
    }

    static let cases: [Case] = [
        // Exact, whatever the case, in the template's spelling.
        Case(available: ["en", "fr"], header: "fr", locale: "fr"),
        Case(available: ["en", "fr-CA"], header: "FR-ca", locale: "fr-CA"),
        Case(available: ["en", "ZH-hant"], header: "zh-Hant", locale: "ZH-hant"),
        // The last subtag is cut off.
        Case(available: ["en", "fr"], header: "fr-FR", locale: "fr"),
        Case(available: ["en", "zh"], header: "zh-Hant-TW", locale: "zh"),
        Case(available: ["en", "zh", "zh-Hant"], header: "zh-Hant-TW", locale: "zh-Hant"),
        Case(available: ["fr-CA", "en"], header: "fr", locale: "en"),
        Case(available: ["fr-CA", "en"], header: "fr-FR", locale: "en"),
        // A parent that is wanted by itself waits its turn.
        Case(available: ["en", "fr"], header: "fr-FR,en", locale: "fr"),
        Case(available: ["en", "fr"], header: "fr-FR,en,fr", locale: "en"),
        Case(available: ["en", "fr"], header: "fr-FR,de,fr", locale: "fr"),
        Case(available: ["en", "fr"], header: "fr-FR,en;q=0.5,FR;q=0.4", locale: "en"),
        Case(available: ["en", "zh"], header: "zh-Hant-TW,en,zh", locale: "en"),
        Case(available: ["en", "zh-Hant"], header: "zh-Hant-TW,en,zh", locale: "zh-Hant"),
        // The dearest first; of one weight the first.
        Case(available: ["en", "fr"], header: "fr;q=0.5,en;q=0.9", locale: "en"),
        Case(available: ["en", "fr"], header: "de,fr;q=0.5,en;q=0.5", locale: "fr"),
        Case(available: ["en", "fr"], header: "en;q=0.001,fr;q=0.002", locale: "fr"),
        // _locale beats the default, not the preferences.
        Case(available: ["en", "fr"], requested: "fr", locale: "fr"),
        Case(available: ["en", "fr"], requested: "fr-FR", locale: "fr"),
        Case(available: ["en", "fr", "de"], header: "de", requested: "fr", locale: "de"),
        Case(available: ["en", "fr"], header: "de", requested: "fr", locale: "fr"),
        Case(available: ["en", "fr"], header: "de", requested: "es", locale: "en"),
        Case(available: ["en", "fr"], requested: "", locale: "en"),
        Case(available: ["en", "fr"], header: "", requested: "fr", locale: "fr"),
        // The star stands for the default at its place.
        Case(available: ["en", "fr"], header: "*", requested: "fr", locale: "en"),
        Case(available: ["en", "fr"], header: "de,*;q=0.5,fr;q=0.4", locale: "en"),
        Case(available: ["en", "fr"], header: "*", requested: "fr", defaultLocale: nil, locale: "fr"),
        Case(available: ["en", "fr"], header: "fr,*", locale: "fr"),
        // q=0 excludes.
        Case(available: ["en", "fr"], header: "fr;q=0,de", locale: "en"),
        Case(available: ["en", "fr"], header: "fr-FR,fr;q=0", locale: "en"),
        Case(available: ["en", "fr"], header: "fr;q=0.000", requested: nil, locale: "en"),
        Case(available: ["en", "fr"], header: "fr;q=0,fr-FR", locale: "en"),
        Case(available: ["en", "fr-FR"], header: "fr;q=0,fr-FR", locale: "fr-FR"),
        Case(available: ["en", "fr"], header: "fr;q=0", requested: "fr", locale: "en"),
        // The default is the last resort, excluded or not, but the star does not stand for it then.
        Case(available: ["en", "fr"], header: "en;q=0", locale: "en"),
        Case(available: ["en", "fr"], header: "*,en;q=0", requested: "fr", locale: "fr"),
        Case(available: ["fr"], header: "fr;q=0", defaultLocale: "fr-CA", locale: "fr"),
        // Defaults, with their parents too.
        Case(available: ["en", "fr"], locale: "en"),
        Case(available: ["en", "fr"], defaultLocale: "fr", locale: "fr"),
        Case(available: ["en", "fr"], defaultLocale: "fr-CA", locale: "fr"),
        // Nothing matches.
        Case(available: ["fr"], header: "de", requested: "es", defaultLocale: "en", locale: nil),
        Case(available: ["fr"], defaultLocale: nil, locale: nil),
        Case(available: ["fr"], defaultLocale: "", locale: nil),
        Case(available: [], header: "en", locale: nil),
        Case(available: ["fr"], header: "f", defaultLocale: nil, locale: nil),
        Case(available: ["fr"], header: "fra", defaultLocale: nil, locale: nil),
        Case(available: ["en-GB"], requested: "en_GB", defaultLocale: nil, locale: nil),
        Case(available: ["en_GB"], requested: "en_gb", defaultLocale: nil, locale: "en_GB"),
    ]

    @Test(arguments: cases)
    func theLocaleIsChosen(example: Case) throws {
        let preferences = try example.header.map { try #require(LanguagePreferences(acceptLanguage: $0)) }
        let choice = LocaleChoice.choose(
            from: example.available, preferences: preferences ?? LanguagePreferences(), requested: example.requested,
            defaultLocale: example.defaultLocale)
        #expect(choice?.locale == example.locale)
        // Every step but the last failed, and the last is the match.
        if let steps = choice?.steps {
            #expect(steps.last?.isMatch == true)
            #expect(steps.dropLast().allSatisfy { !$0.isMatch })
        }
    }

    @Test func stepsTellWhatWasTried() throws {
        let preferences = try #require(LanguagePreferences(acceptLanguage: "de-AT,zh-Hant-TW,*;q=0.3,zh;q=0.5"))
        let choice = LocaleChoice.choose(
            from: ["fr"], preferences: preferences, requested: "es-MX", defaultLocale: "fr-CA")
        let steps = choice?.steps.map { "\($0.source.rawValue): \($0.wanted) \($0.tried) \($0.isMatch)" }
        #expect(
            steps == [
                "preferred language: de-AT de-AT false", "preferred language: de-AT de false",
                "preferred language: zh-Hant-TW zh-Hant-TW false", "preferred language: zh-Hant-TW zh-Hant false",
                "preferred language: zh-Hant-TW zh false",
                "preferred language: zh zh false",
                "preferred language: fr-CA fr-CA false", "preferred language: fr-CA fr true",
            ])
        let fallback = LocaleChoice.choose(from: ["fr"], requested: "es-MX", defaultLocale: "fr-CA")
        #expect(
            fallback?.steps.map { "\($0.source.rawValue): \($0.tried)" } == [
                "_locale: es-MX", "_locale: es", "defaultLocale: fr-CA", "defaultLocale: fr",
            ])
    }

    @Test func outcomesTellWhyATagWasPassedOver() throws {
        let preferences = try #require(LanguagePreferences(acceptLanguage: "fr-CA,de-AT,de;q=0.1,fr;q=0"))
        let long = String(repeating: "a", count: 256)
        let steps = LocaleChoice.steps(from: ["en"], preferences: preferences, requested: long, defaultLocale: nil)
        #expect(
            steps.map { "\($0.tried.prefix(5)) \($0.outcome)" } == [
                "fr-CA missing", "fr excluded", "de-AT missing", "de waits", "de missing", "aaaaa tooLong",
            ])
    }

    @Test func theReferencePutsExcludedTagsLast() throws {
        let preferences = try #require(LanguagePreferences(acceptLanguage: "fr;q=0,de"))
        #expect(preferences.asReference == LanguagePreferences(["de", "fr"]))
    }

    // MARK: Tags

    @Test(arguments: [
        "en", "EN", "fra", "en-GB", "es-419", "zh-Hant", "zh-Hant-TW", "zh-yue-HK", "zh-cmn-Hans-CN", "sl-rozaj-biske",
        "de-CH-1901", "de-DE-u-co-phonebk", "en-a-bbb-x-a-ccc", "x-whatever", "qaa-Qaaa-QM-x-southern", "abcd",
        "abcdefgh",
        "hy-Latn-IT-arevela", "ar-a-aaa-b-bbb",
    ])
    func wellFormedTags(tag: String) {
        #expect(LanguageTag.isWellFormed(tag))
        #expect(LanguageTag.suggestion(for: tag) == tag)
    }

    @Test(
        arguments: [
            ("en_GB", "en-GB"), ("zh_Hant_TW", "zh-Hant-TW"), ("", nil), ("e", nil), ("a-DE", nil), ("en-", nil),
            ("en--GB", nil), ("abcdefghi", nil), ("en-GB-GB", nil), ("de-419-DE", nil), ("en-x", nil), ("x", nil),
            ("en-a", nil), ("12", nil), ("é", nil), ("en GB", nil), ("default", "default"), ("i-klingon", nil),
        ] as [(String, String?)])
    func otherTexts(text: String, suggestion: String?) {
        #expect(LanguageTag.isWellFormed(text) == (suggestion == text))
        #expect(LanguageTag.suggestion(for: text) == suggestion)
    }

    // MARK: Accept-Language

    @Test(
        arguments: [
            ("en", ["en"], []), ("fr-CA,fr;q=0.8,en;q=0.5", ["fr-CA", "fr", "en"], []),
            ("en;q=0.5,fr", ["fr", "en"], []), (" fr , en ; q=0.5 ", ["fr", "en"], []),
            ("fr\t;\tq=0.5", ["fr"], []), ("en;Q=0.5,de", ["de", "en"], []), ("en;q=1,de;q=1.000", ["en", "de"], []),
            ("a,b,c,d;q=0.9,e;q=0.9,f", ["a", "b", "c", "f", "d", "e"], []),
            ("*", ["*"], []), ("fr,*;q=0.1", ["fr", "*"], []), ("en;q=0", [], ["en"]), ("en;q=0.0,fr", ["fr"], ["en"]),
            ("", [], []), (" ", [], []), (",,en,,", ["en"], []), ("zh-Hant-TW", ["zh-Hant-TW"], []),
            ("es-419", ["es-419"], []), ("sl-rozaj-biske-1994", ["sl-rozaj-biske-1994"], []),
            ("en;q=0.,fr;q=1.", ["fr"], ["en"]),
        ] as [(String, [String], [String])])
    func preferencesAreRead(value: String, tags: [String], excluded: [String]) throws {
        let preferences = try #require(LanguagePreferences(acceptLanguage: value))
        #expect(preferences.tags == tags)
        #expect(preferences.excluded == excluded)
    }

    @Test(arguments: [
        "en_GB", "en;q=2", "en;q=-1", "en;q=1.001", "en;q=0.1234", "en;q=", "en;q", "en;q=.5", "en;q=a", "en;level=1",
        "en;q=0.5;q=0.4", "en;q=0.5;x", "en;", "en-", "-en", "abcdefghi", "en--GB", "é", "en GB", ";q=1", "en;q=0,5x!",
        "en\u{0}", "en\r\nX: y", "en;q= 0.5", "en;q =0.5", "1", "12-en", "en-*", "**",
    ])
    func malformedValuesAreRefused(value: String) {
        #expect(LanguagePreferences(acceptLanguage: value) == nil)
    }

    @Test func longValuesCostLittle() {
        let value = Array(repeating: "aa-bb;q=0.5", count: 20_000).joined(separator: ",")
        let clock = ContinuousClock()
        let start = clock.now
        #expect(LanguagePreferences(acceptLanguage: value)?.tags.count == 20_000)
        #expect(clock.now - start < .seconds(20))
    }
}
