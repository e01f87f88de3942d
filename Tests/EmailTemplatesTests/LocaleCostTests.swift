// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailTemplates
import TenantConfiguration
import Testing

@Suite struct LocaleCostTests {
    @Test func manyLocalesTakeLinearTime() throws {
        let texts = (0..<20_000).map { #""x\#($0)": "s""# }.joined(separator: ",")
        let json = #"{"emailTemplate": {"a": {"subject": {\#(texts), "X1": "s"}, "message": {\#(texts)}}}}"#
        let files = MemoryFiles(["a.template.email.json": json])
        let document = try #require(TenantReader.read(files, for: .templates).documents.first)
        let (template, _) = EmailTemplate.read(document, files: files, placeholders: Placeholders())
        let start = ContinuousClock.now
        #expect(template.locales.count == 20_000)
        // When the time went with the square, it was minutes.
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test(arguments: [(1000, true), (1001, false)])
    func preferencesPastTheLimitMatchNothing(count: Int, isMatch: Bool) {
        let tags = (1..<count).map { "x\($0)" } + ["fr"]
        let choice = LocaleChoice.choose(
            from: ["en", "fr"], preferences: LanguagePreferences(tags + ["de", "es"]), defaultLocale: "en")
        #expect(choice?.locale == (isMatch ? "fr" : "en"))
        #expect(choice?.steps.count == (isMatch ? 1000 : 1002))
        #expect(choice?.steps.filter { $0.outcome == .tooMany }.map(\.wanted) == (isMatch ? [] : ["fr"]))
    }

    @Test func manyPreferencesWithParentsTakeLinearTime() {
        let tags = (0..<1000).map { "x\($0)" + String(repeating: "-a", count: 100) }
        let excluded = (0..<20_000).map { "y\($0)" }
        var preferences = LanguagePreferences(tags)
        preferences.excluded = excluded
        let start = ContinuousClock.now
        let steps = LocaleChoice.steps(from: excluded, preferences: preferences, defaultLocale: nil)
        #expect(steps.count == 1000 * 101)
        // When each step went through all tags, it was minutes.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test(arguments: [(255, true), (257, false)])
    func tagsPastTheLimitMatchNothing(length: Int, isMatch: Bool) {
        let tag = "a" + String(repeating: "-a", count: length / 2)
        #expect(tag.utf8.count == length)
        let choice = LocaleChoice.choose(from: ["a", "en"], requested: tag, defaultLocale: "en")
        #expect(choice?.locale == (isMatch ? "a" : "en"))
        #expect(choice?.steps.count == (isMatch ? 128 : 2))
    }
}
