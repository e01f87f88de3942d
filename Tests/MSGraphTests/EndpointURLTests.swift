// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import MSGraph
import Testing

/// The URLs that secrets go to.
@Suite struct EndpointURLTests {
    @Test(arguments: [
        ("https://graph.microsoft.com/v1.0/users/a@b.example/sendMail", "graph.microsoft.com", 443, "a@b.example"),
        ("HTTPS://Graph.Example:8443/v1.0/users/a%40b.example/sendmail", "graph.example", 8443, "a@b.example"),
        ("https://g.example/v1.0/users/0f8fad5b-d9cb-469f/sendMail?x=1", "g.example", 443, "0f8fad5b-d9cb-469f"),
        ("https://[::1]:8443/users/x/sendMail", "::1", 8443, "x"),
        ("https://g.example/v1.0/me/sendMail", "g.example", 443, nil),
        ("https://g.example", "g.example", 443, nil),
        ("https://g.example:/users/sendMail", "g.example", 443, nil),
    ])
    func good(text: String, host: String, port: Int, user: String?) throws {
        let url = try EndpointURL(text, property: "mailEndpoint")
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.user == user)
    }

    @Test(arguments: [
        "", "http://g.example/", "HTTP://g.example/", "ftp://g.example/", "//g.example/", "g.example",
        "https:/g.example",
        "https://", "https:///x", "https://:443/", "https://g.example:0/", "https://g.example:65536/",
        "https://g.example:99999999999999999999/", "https://g.example:8a/", "https://user:pw@g.example/",
        "https://g.example@evil.example/", "https://g.example/x#y", "https://g.example/x\r\nHost: evil.example",
        "https://g.example/x\ny", "https://g.example/x y", "https://g.example/\u{0}", "https://g.example/\u{7F}",
        "https://g.example\r\n/", "https://g.example/é", "https://g.ex\u{0301}ample/", "https://[::1/", "https://[]/",
        "https://[g.example]/", "https://-g.example/", "https://g.example\\@evil.example/", "https://g.example/\"",
        "https://g.example/" + String(repeating: "x", count: 2048),
    ])
    func bad(text: String) {
        let error = #expect(throws: GraphError.self) { try EndpointURL(text, property: "mailEndpoint") }
        #expect(error?.code == .invalidEndpoint)
        #expect(error?.message.contains("mailEndpoint") == true)
        #expect(error?.message.contains("pw") == false)
    }

    @Test func theLimitItselfIsTaken() throws {
        let text = "https://g.example/"
        let url = try EndpointURL(text + String(repeating: "x", count: 2048 - text.utf8.count), property: "x")
        #expect(url.text.utf8.count == EndpointURL.octetLimit)
    }

    @Test(arguments: ["http://login.example/token", "https://login.example/token\r\nX: y"])
    func nothingGoesToABadEndpoint(url: String) async throws {
        for settings in [GraphSettings.sample(tokenEndpoint: url), .sample(mailEndpoint: url)] {
            let server = FakeServer { _, _ in HTTPReply(status: 202) }
            let delivery = await server.client(settings).send(try .sample())
            #expect(delivery.error?.code == .invalidEndpoint)
            #expect(delivery.result == .notAttempted)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func aUserAgentCannotBecomeAHeaderField() async throws {
        let server = FakeServer { _, _ in HTTPReply(status: 202) }
        let delivery = await server.client(.sample(userAgent: "x\r\nX-Evil: y")).send(try .sample())
        #expect(delivery.error?.code == .invalidEndpoint)
        #expect(server.requests.isEmpty)
    }
}
