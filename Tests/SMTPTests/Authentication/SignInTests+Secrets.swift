// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@testable import SMTP

/// What a server repeats of the credentials is shown nowhere.
extension SignInTests {
    @Test func theServerRepeatsTheCredentialsInVain() {
        let echo = "535-AGFkYQBjb3JyZWN0LWhvcnNl\r\n535 \(Self.password) 636F72726563742d686f727365 correct%2Dhorse\r\n"
        var result = Self.play(
            Self.configuration(mechanisms: [.plain]), over: .encryption,
            [Self.greeting, "250-x\r\n250 AUTH PLAIN\r\n", echo])
        let shown = result.client.takeEvents().map(\.description).joined(separator: "\n")
        #expect(shown.contains("S: 535 (secret) (secret) (secret)"))
        for form in [Self.password, "AGFkYQBjb3JyZWN0LWhvcnNl", "636F72", "correct%2D"] {
            #expect(!shown.contains(form))
        }
        #expect(shown.contains("C: AUTH PLAIN (secret)"))
    }

    /// Also where it straddles the end of what an error quotes.
    @Test(arguments: [0, 40, 60])
    func theServerRepeatsTheCredentialsInWhatIsNoReply(offset: Int) {
        let padding = String(repeating: "x", count: offset)
        var client = Self.play(
            Self.configuration(mechanisms: [.plain]), over: .encryption,
            [Self.greeting, "250-x\r\n250 AUTH PLAIN\r\n"]
        ).client
        let actions = client.receive(Array("\(padding)\(Self.password) AGFkYQBjb3JyZWN0LWhvcnNl\r\n".utf8))
        guard case .fail(let error) = actions.first else {
            Issue.record("not a failure: \(actions)")
            return
        }
        #expect(error.code == .malformedReply)
        #expect(error.message.contains("(sec"))
        #expect(!error.message.contains(Self.password.prefix(4)))
        #expect(!error.message.contains("AGFk"))
    }
}
