// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import MIME
import TestSupport
import Testing

@Suite("What holds octets beyond ASCII says so, and so does all that holds it")
struct EightBitTests {
    private static func text(_ text: String) -> Entity { Entity(content: .text(.plainText, Array(text.utf8))) }

    private static let file = Entity(
        headerFields: ["Content-Description"].compactMap { HeaderFieldName($0) }.map {
            HeaderField($0, .unstructured("é"))
        },
        content: .data(.octetStream, [0xFF]))

    /// Each entity of a message from its bytes alone: its essence, its label, and whether it holds such octets.
    private static func labels(_ entity: ParsedEntity) -> [String] {
        let label = entity.field(.contentTransferEncoding)?.rawValue ?? "none"
        let isEightBit = entity.rawBody.contains { $0 > 0x7F }
        return ["\(entity.mediaType.subtype) \(label) \(isEightBit)"] + entity.parts.flatMap(Self.labels)
    }

    @Test(
        arguments: [
            (
                .alternative([text("a"), text("é")]), .ascii,
                ["alternative 8bit true", "plain 7bit false", "plain 8bit true"]
            ),
            (.alternative([text("a")]), .ascii, ["alternative none false", "plain 7bit false"]),
            (
                .mixed([.init(content: .related([text("é")])), .init(content: .alternative([text("a")]))]), .ascii,
                [
                    "mixed 8bit true", "related 8bit true", "plain 8bit true", "alternative none false",
                    "plain 7bit false",
                ]
            ),
            (.mixed([file]), .ascii, ["mixed none false", "octet-stream base64 false"]),
            (.mixed([file]), .internationalized, ["mixed 8bit true", "octet-stream base64 false"]),
        ] as [(Entity.Content, HeaderForm, [String])])
    func labels(_ content: Entity.Content, _ form: HeaderForm, _ expected: [String]) throws {
        let bytes = try Entity(content: content).bytes(form: form, encodings: ContentTransferEncoding.eightBitMIME)
        let entity = EntityParser.parse(bytes)
        #expect(Self.labels(entity) == expected)
        #expect(entity.allDefects == [])
    }

    @Test(
        "What a multipart or message does not tell of is a defect where it stands, once",
        arguments: [
            "Content-Type: multipart/mixed; boundary=b\n\n‸é\n--b\n\nx\n--b--\n",
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n‸é\n",
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: 8bit\n\n‸é\n--b--\n",
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n‸é\n--b--\n",
            "Content-Type: message/rfc822\n\nContent-Transfer-Encoding: 8bit\n\n‸é\n",
            "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: 8bit\n\né\n--b\n\n‸é\n--b--\n",
            "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: 8bit\n\n--b\n"
                + "Content-Type: message/rfc822\n\nContent-Transfer-Encoding: 8bit\n\n‸é\n--b--\né\n",
            "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: 8bit\n\né\n--b\n"
                + "Content-Transfer-Encoding: 8bit\n\né\n--b--\né\n",
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Description: é\n\nx\n--b--\n",
        ])
    func defects(_ text: String) throws {
        let pieces = text.split(separator: "‸", omittingEmptySubsequences: false)
        let entity = EntityParser.parse(Array(pieces.joined().utf8))
        let defects = entity.allDefects.filter { $0.code != .bareLineEnd }
        #expect(defects.map(\.code) == pieces.dropFirst().map { _ in .eightBitData })
        #expect(defects.map(\.offset) == pieces.dropLast().map(\.utf8.count))
    }
}
