// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing
import Verification

@Suite struct ProviderRiskTests {
    @Test func everyRiskOfOneDocumentIsFoundAndItStopsEveryGate() throws {
        let document = """
            {
              "host": "smtp.example.com", "port": 465, "debug": true, "timeout": 0,
              "starttls": {"enable": true}, "ssl": {"enable": false},
              "auth": {"enable": true, "username": "u", "password": "p"},
              "smtpProperties": ["mail.smtp.ssl.trust=*", "mail.smtp.ssl.protocols=TLSv1"]
            }
            """
        for gate in Gate.allCases {
            let findings = try Scenario().with { $0.provider = document }.findings(at: gate)
            #expect(
                Set(findings.map(\.rule)) == [
                    "provider-starttls-optional", "provider-certificate-any", "provider-tls-outdated",
                    "provider-port-tls", "provider-debug", "provider-timeout-off",
                ])
            #expect(findings.contains { $0.severity == .error })
        }
    }

    @Test func nothingIsSaidOfTheBuiltInServersSettings() throws {
        let document = #"{"debug": true, "timeout": 0, "smtpProperties": ["mail.smtp.ssl.trust=*"]}"#
        let findings = try Scenario().with { $0.provider = document }.findings()
        #expect(findings.map(\.rule) == ["provider-built-in"])
    }
}
