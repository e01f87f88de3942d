// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import SMTP
import Testing
import Verification

/// Files and header fields of requests: each change of one on the way is one difference.
@Suite struct RoundTripFileTests {
    private static let base = Scenario(
        body: "<p>Hello <img alt='' src='data:image/png;base64,AAEC'></p>"
    ).with {
        $0.request = #"""
            {"to": "ada@example.com", "replyTo": "help@example.com", "headers": {"X-A": "one", "x-a": "two"},
             "listUnsubscribe": "https://example.com/u", "listUnsubscribePost": true,
             "attachments": [{"name": "a.pdf", "type": "application/pdf", "content": "AQID"},
                             {"name": "ü.txt", "type": "text/plain", "content": "YQo="}]}
            """#
    }

    private static func differences(_ scenario: Scenario) throws -> [String] {
        let prefix = "the message that arrived differs: "
        return try scenario.findings().filter { $0.rule == "message-differs" }.map {
            String($0.message.dropFirst(prefix.count))
        }
    }

    @Test(arguments: [Composer.BodyForm.alternative, .single])
    func nothingDiffersWhereNothingChanged(_ form: Composer.BodyForm) throws {
        for provider in [nil, Scenario.graph()] {
            let scenario = Self.base.with {
                $0.provider = provider
                $0.bodyForm = form
            }
            #expect(try Self.differences(scenario) == [])
            #expect(try scenario.subject().messages.first?.composed.message?.attachments.count == 3)
        }
    }

    @Test(arguments: [
        ("the content of the image/png part", "\r\nAAEC\r\n", "\r\nAAED\r\n"),
        ("the content of the application/pdf part", "\r\nAQID\r\n", "\r\nAQIE\r\n"),
        ("the text of the text/plain part", "\r\nYQo=\r\n", "\r\nYgo=\r\n"),
        ("the type of the application/pdf part", "application/pdf", "application/zip"),
        ("the structure: multipart/parallel instead of multipart/mixed", "multipart/mixed", "multipart/parallel"),
        ("the structure: multipart/mixed instead of multipart/related", "multipart/related", "multipart/mixed"),
        ("the Content-Disposition of a part", "attachment; filename=a.pdf", "inline; filename=a.pdf"),
        ("the Content-Disposition of a part", "filename=a.pdf", "filename=b.pdf"),
        ("the Content-Disposition of a part", "''%C3%BC.txt", "''%C3%A4.txt"),
        ("the Content-ID of a part", "Content-ID: <", "Content-ID: <x"),
        ("the addresses of Reply-To", "Reply-To: help@", "Reply-To: eve@"),
        ("the number of Reply-To fields", "Reply-To: help@example.com\r\n", ""),
        ("the List-Unsubscribe", "<https://example.com/u>", "<https://example.net/u>"),
        ("the List-Unsubscribe-Post", "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", ""),
        ("the X-A", "X-A: one", "X-A: ones"), ("the X-A", "X-A: one\r\nx-a: two\r\n", "x-a: two\r\nX-A: one\r\n"),
        ("the X-A", "x-a: two\r\n", ""), ("the added field X-B", "X-A: one", "X-B: one\r\nX-A: one"),
    ])
    func eachChangeIsItsDifference(_ difference: String, _ old: String, _ new: String) throws {
        let changed = Self.base.with {
            $0.transport = Transport.changing { received in
                received.content = try #require(
                    received.content.replacingOnly(old, with: new), "\(received.content.text)")
            }
        }
        #expect(try Self.differences(changed) == [difference])
    }

    @Test(arguments: [
        ("the attachments", "\"AAEC\"", "\"AAED\""), ("the attachments", "\"a.pdf\"", "\"b.pdf\""),
        ("the attachments", "\"isInline\":true", "\"isInline\":false"),
        ("the attachments", "\"contentId\":\"", "\"contentId\":\"x"),
        ("the attachments", "\"application/pdf\"", "\"application/zip\""),
        ("the attachments", "\"attachments\":", "\"files\":"),
        ("the replyTo", "help@example.com", "eve@example.com"),
        ("the internetMessageHeaders", "\"one\"", "\"ones\""), ("the internetMessageHeaders", "\"x-a\"", "\"x-b\""),
        ("the internetMessageHeaders", "\"internetMessageHeaders\"", "\"headers\""),
    ])
    func eachChangeOfGraphJSONIsItsDifference(_ difference: String, _ old: String, _ new: String) throws {
        let changed = Self.base.with {
            $0.provider = Scenario.graph()
            $0.edit = { subject in
                guard case .encoded(let json) = subject.messages[0].transmission else { return }
                subject.messages[0].transmission = .encoded(
                    json: try #require(json.replacingOnly(old, with: new), "\(json.text)"))
            }
        }
        #expect(try Self.differences(changed) == [difference])
    }
}
