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

    @Test(arguments: [(255, true), (257, false)])
    func tagsPastTheLimitMatchNothing(length: Int, isMatch: Bool) {
        let tag = "a" + String(repeating: "-a", count: length / 2)
        #expect(tag.utf8.count == length)
        let choice = LocaleChoice.choose(from: ["a", "en"], requested: tag, defaultLocale: "en")
        #expect(choice?.locale == (isMatch ? "a" : "en"))
        #expect(choice?.steps.count == (isMatch ? 128 : 2))
    }
}
