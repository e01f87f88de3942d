// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailTemplates
import JSONText
import MIME
import TenantConfiguration
import TestSupport
import Testing

/// Images in `data:` URLs become parts that the HTML refers to.
@Suite struct InlineImageTests {
    private static func compose(_ html: String, composer: Composer? = nil) throws -> ComposedMessage {
        try (composer ?? .sample()).compose(toAda, template: .sample(message: html))
    }

    private static func html(of message: Message) throws -> String {
        guard case .html(let html, _) = message.body else { throw Problem(.wrongType, "no HTML", at: .init(file: "")) }
        return String(decoding: html, as: UTF8.self)
    }

    /// The HTML with every `cid:` URL as `#` and the number of its image.
    private static func outline(_ message: Message) throws -> String {
        try message.attachments.enumerated().reduce(try Self.html(of: message)) { html, entry in
            let id = try #require(entry.element.contentID)
            return html.replacing("cid:\(id.left)@\(id.right)", with: "#\(entry.offset)")
        }
    }

    @Test(arguments: [
        ("<img src='data:image/png;base64,AAEC'>", "<img src='#0'>", ["image/png AAEC"]),
        ("<IMG SRC=data:image/png;base64,AAEC>", "<IMG SRC=#0>", ["image/png AAEC"]),
        ("<img src=\"\n DATA:IMAGE/GIF;BASE64,AA EC \">", "<img src=\"\n #0 \">", ["image/gif AAEC"]),
        ("<img src='data:image/png;base64,AA&#x45;C'>", "<img src='#0'>", ["image/png AAEC"]),
        ("<img src='data:image/png;base64,AA%45C'>", "<img src='#0'>", ["image/png AAEC"]),
        ("<img src='data:image/svg+xml;utf8,%3Csvg/>'>", "<img src='#0'>", ["image/svg+xml PHN2Zy8+"]),
        ("<img src='data:image/svg+xml,<svg/>'>", "<img src='#0'>", ["image/svg+xml PHN2Zy8+"]),
        (
            "<table><td background='data:image/png;base64,AAEC'>x", "<table><td background='#0'>x", ["image/png AAEC"]
        ),
        (
            "<img srcset='data:image/png;base64,AAEC 1x, https://x.example/a 2x,data:image/png;base64,AAED 3x'>",
            "<img srcset='#0 1x, https://x.example/a 2x,#1 3x'>", ["image/png AAEC", "image/png AAED"]
        ),
        (
            "<img src='data:image/png;base64,AAEC'>é<img src=\"data:image/png;base64,AA EC\">",
            "<img src='#0'>é<img src=\"#0\">", ["image/png AAEC"]
        ),
        (
            "<img src='data:image/png;base64,AAEC'><img src='data:image/gif;base64,AAEC'>",
            "<img src='#0'><img src='#1'>", ["image/png AAEC", "image/gif AAEC"]
        ),
    ])
    func imagesAreTakenOut(_ html: String, _ outline: String, _ images: [String]) throws {
        let composed = try Self.compose(html)
        #expect(composed.issues.isEmpty)
        let message = try #require(composed.message)
        #expect(try Self.outline(message) == outline)
        #expect(
            message.attachments.map {
                "\($0.mediaType.essence) \(String(decoding: Base64.encode($0.content), as: UTF8.self))"
            }
                == images)
        #expect(composed.body?.string == html)
    }

    @Test(arguments: [
        "<a href='data:image/png;base64,AAEC'>x</a>", "<p style='background: url(data:image/png;base64,AAEC)'>x</p>",
        "<!-- <img src='data:image/png;base64,AAEC'> -->", "data:image/png;base64,AAEC",
        "<img src='https://x.example/data:image/png;base64,AAEC'>", "<img alt='data:image/png;base64,AAEC' src=''>",
        "<iframe src='data:image/png;base64,AAEC'></iframe>",
    ])
    func nothingElseIs(_ html: String) throws {
        let message = try #require(try Self.compose(html).message)
        #expect(message.attachments.isEmpty)
        #expect(try Self.html(of: message) == html)
    }

    @Test(arguments: [
        "◆data:text/html,<p>x</p>", "◆data:,x", "◆data:image/png;base64,AA", "◆data:image/png;base64,A*==",
        "◆data:image/png;base64", "◆data:", "◆data:image/png,", "◆data:image/png;base64,", "◆data:image;base64,AAEC",
        "◆data:ima ge/png;base64,AAEC", "◆data:application/octet-stream;base64,AAEC", " ◆DATA:image/,AAEC",
        "◆data:image/" + String(repeating: "x", count: 128) + ",AAEC",
    ])
    func whatIsNoImageStaysAndIsReported(_ marked: String) throws {
        let html = "<p>é</p>\n<img src=\"\(marked)\">"
        let composed = try Self.compose(html.replacing("◆", with: ""))
        let message = try #require(composed.message)
        #expect(message.attachments.isEmpty)
        #expect(try Self.html(of: message) == html.replacing("◆", with: ""))
        #expect(composed.issues.map(\.code) == [.imageNotEmbedded])
        let offset = try #require(
            composed.body?.bytes.firstRange(of: Array("data:".utf8))?.lowerBound
                ?? composed.body?.bytes.firstRange(of: Array("DATA:".utf8))?.lowerBound)
        #expect(composed.issues.first?.location == composed.body?.location(of: offset))
    }

    @Test func theEntityIsRelated() throws {
        let message = try #require(
            try Self.compose("<p>Hi <img alt='Logo' src='data:image/png;base64,AAEC'></p>").message)
        let entity = EntityParser.parse(try message.mimeBytes())
        #expect(entity.allDefects.isEmpty)
        #expect(entity.mediaType.essence == "multipart/alternative")
        #expect(entity.parts.map(\.mediaType.essence) == ["text/plain", "multipart/related"])
        let related = entity.parts[1]
        #expect(related.mediaType["type"] == "text/html")
        #expect(related.parts.map(\.mediaType.essence) == ["text/html", "image/png"])
        #expect(related.parts[1].field(.contentDisposition)?.rawValue == "inline; filename=image1.png")
        let id = try #require(related.parts[1].field(.contentID)?.rawValue)
        #expect(String(decoding: related.parts[0].body, as: UTF8.self).contains("'cid:\(id.dropFirst().dropLast())'"))
        #expect(String(decoding: entity.parts[0].body, as: UTF8.self).contains("Logo"))
    }

    @Test func htmlAloneIsRelatedToo() throws {
        let composer = try Composer.sample(bodyForm: .single)
        let message = try #require(
            try Self.compose("<img src='data:image/png;base64,AAEC'>", composer: composer).message)
        let entity = EntityParser.parse(try message.mimeBytes())
        #expect(entity.mediaType.essence == "multipart/related")
        #expect(entity.parts.map(\.mediaType.essence) == ["text/html", "image/png"])
    }

    @Test(arguments: Composer.BodyForm.allCases)
    func imagesStayWhereTheyAreToldTo(_ form: Composer.BodyForm) throws {
        var composer = try Composer.sample(bodyForm: form)
        composer.imageForm = .data
        let html = "<img src='data:image/png;base64,AAEC'><img src='data:x'>"
        let composed = try Self.compose(html, composer: composer)
        #expect(composed.issues.isEmpty)
        #expect(try Self.html(of: try #require(composed.message)) == html)
        #expect(composed.message?.attachments.isEmpty == true)
    }

    @Test func identifiersComeFromTheContentAlone() throws {
        let other = try Composer.sample(.sample(from: #""other@x.example""#), date: DateTime(secondsSinceEpoch: 1))
        let first = try Self.compose("<img src='data:image/png;base64,AAEC'>").message
        let second = try Self.compose("<p>x <img src='data:image/png;base64,AAEC'>", composer: other).message
        let third = try Self.compose("<img src='data:image/png;base64,AAED'>").message
        #expect(first?.attachments.first?.contentID == second?.attachments.first?.contentID)
        #expect(first?.attachments.first?.contentID != third?.attachments.first?.contentID)
    }

    @Test func graphShowsThemInline() throws {
        let message = try #require(try Self.compose("<img src='data:image/png;base64,AAEC'>").message)
        let json = message.graphJSON
        let attachment = try #require(json["message"]?["attachments"]?.elements?.first)
        let id = try #require(attachment["contentId"]?.string)
        #expect(attachment["isInline"]?.bool == true)
        #expect(attachment["name"]?.string == "image1.png")
        #expect(json["message"]?["body"]?["content"]?.string == "<img src='cid:\(id)'>")
    }

    @Test func aHundredImagesAndNoMore() throws {
        let html = (0...100).map { "<img src='data:image/png,\($0)'>" }
        let hundred = try Self.compose(html.dropLast().joined())
        #expect(hundred.issues.isEmpty)
        #expect(hundred.message?.attachments.count == 100)
        let more = try Self.compose(html.joined())
        #expect(more.issues.map(\.code) == [.imageNotEmbedded])
        #expect(more.message?.attachments.count == 100)
    }

    @Test("Eight times the images take about eight times as long")
    func linear() throws {
        func time(_ count: Int) throws -> Duration {
            let html = String(repeating: "<img src='data:image/png;base64,AAEC'>", count: count)
            let composed = try Self.compose(html)
            #expect(composed.message?.attachments.count == 1)
            let template = PreparedTemplate(try .sample(message: html))
            let request = try SendRequest.reading(toAda).request
            let composer = try Composer.sample(bodyForm: .single)
            return (0..<3).map { _ in
                ContinuousClock().measure { _ = composer.compose(request, template: template, locale: "en") }
            }.min() ?? .zero
        }
        #expect(try time(16_000) < time(2_000) * 24)
    }
}
