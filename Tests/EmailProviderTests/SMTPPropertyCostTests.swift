// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailProvider
import TenantConfiguration
import Testing

@Suite struct SMTPPropertyCostTests {
    @Test func manyPropertiesTakeLinearTimeAndRepeatedOnesAreReported() throws {
        let entries = (0..<20_000).map { #""p\#($0)=x""# }.joined(separator: ",")
        let json = #"{"host": "h", "port": 25, "auth": {"enable": false}, "smtpProperties": [\#(entries), "p7=y"]}"#
        let files = MemoryFiles(["external.email.json": json])
        let document = try #require(TenantReader.read(files, for: .provider).documents.first)
        let start = ContinuousClock.now
        let (provider, problems) = EmailProvider.read(document, placeholders: Placeholders())
        #expect(provider.smtpProperties.count == 20_001)
        #expect(
            problems.filter { $0.code != .unknownKey }.map(\.message) == [
                "p7 is set twice in smtpProperties; the last one counts"
            ])
        // When the time went with the square, it was minutes.
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}
