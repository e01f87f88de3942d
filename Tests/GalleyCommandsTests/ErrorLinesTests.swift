// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import Testing

@testable import GalleyCommands

@Suite struct ErrorLinesTests {
    @Test(arguments: [
        ["fixtures", "--lint", "/nonexistent"], ["fixtures", "--output", ".", "--request", "/nonexistent"],
        ["templates", "list", "--templates", "/nonexistent"], ["render", "t", "--templates", "/nonexistent"],
    ])
    func aFileThatIsNotThereComesWithWhatToDo(arguments: [String]) async {
        let result = await CommandHarness().run(arguments)
        #expect(result.status == 66, "\(result)")
        #expect(result.errors.contains("there is no such file or folder\n  fix: check"), "\(result)")
    }

    @Test func aHeaderThatCannotBeWrittenIsToldInWords() throws {
        let type = try #require(MediaType("application", String(repeating: "t", count: 1200)))
        let address = try Mailbox("a@b.example")
        let message = Message(
            from: address, to: AddressList(mailboxes: [address]), subject: "s", body: .plainText([]),
            attachments: [Attachment(name: "a", mediaType: type, content: [])], date: .fixture,
            messageID: try #require(MessageID(left: "1", right: "example.com")))
        for encode in [{ try message.encoded() }, { try message.encodedForGraph() }] as [() throws -> [UInt8]] {
            let error = #expect(throws: CommandError.self) { try encode() }
            #expect(
                error?.lines == ["error: Content-Type does not fit lines of 998 octets", "  fix: shorten it"])
        }
    }
}
