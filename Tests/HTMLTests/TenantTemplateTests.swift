// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import HTML
import TestSupport
import Testing

/// Templates from real tenants.
@Suite struct TenantTemplateTests {
    @Test(.enabled(if: TestData.folder != nil, "no exports of tenants at hand"))
    func everyLinkIsInTheText() throws {
        let templates = TemplateDocuments.all(under: try #require(TestData.folder) + "/tenants")
        try #require(!templates.isEmpty)
        for (name, html) in templates {
            let bytes = Array(html.utf8)
            let document = try HTMLDocument(parsing: bytes)
            let text = String(decoding: document.plainText(), as: UTF8.self)
            #expect(!text.isEmpty, "\(name)")
            let words = TemplateDocuments.words(of: text)
            for link in document.links where link.element == "a" && link.value.hasPrefix("http") {
                #expect(words.contains(link.value.replacing(" ", with: "%20")), "\(name): \(link.value)")
            }
            for link in document.links {
                let isSame = bytes[link.offset...].starts(with: link.value.utf8)
                #expect(isSame || link.value.contains("&"), "\(name): \(link.value)")
            }
        }
    }
}
