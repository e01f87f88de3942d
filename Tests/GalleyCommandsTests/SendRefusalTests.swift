// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import JSONText
import Testing

@Suite struct SendRefusalTests {
    /// Microsoft Graph takes requests of 4 MB. Nothing is sent, so that no server is needed.
    @Test func aMessageThatGraphWouldRefuseHasAReportToo() async throws {
        try await CommandHarness.withFolder { folder in
            let request = "\(folder)/request.json"
            let body = String(repeating: "x", count: 4_000_001)
            let text = #"{"to": "ada@example.com", "subject": "s", "type": "text/plain", "body": "\#(body)"}"#
            try text.write(toFile: request, atomically: true, encoding: .utf8)
            let result = await CommandHarness().run(
                "send", "--request", request, "--provider",
                CommandHarness.project + "/Samples/providers/msgraph.json", "--report", "json")
            #expect(result.status == 69, "\(result.errors)")
            let report = try JSONDocument(parsing: Array(result.output.utf8)).root
            let delivery = try #require(report["deliveries"]?.elements?.first)
            #expect(delivery["outcome"]?.string == "not-attempted")
            #expect(delivery["reply"]?.string?.contains("Microsoft Graph takes") == true)
            #expect(report["stages"]?.elements?.map { $0["result"]?.string } == ["failed"])
        }
    }
}
