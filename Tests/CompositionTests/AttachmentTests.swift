// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import JSONText
import MIME
import TenantConfiguration
import TestSupport
import Testing

/// Files that requests bring along.
@Suite struct AttachmentTests {
    private static func request(_ attachments: String, type: String = "text/html") -> String {
        #"{"to": "ada@example.com", "body": "<p>Hi</p>", "type": "\#(type)", "attachments": \#(attachments)}"#
    }

    private static func message(_ attachments: String, type: String = "text/html") throws -> Message {
        let composed = try Composer.sample().compose(Self.request(attachments, type: type))
        return try #require(composed.message, "\(composed.issues)")
    }

    private static let two = #"""
        [{"name": "terms.pdf", "contentType": "Application/PDF", "content": "AAEC/w=="},
         {"name": "Größe 大小.csv", "type": "text/csv", "content": " YQ0K\nYg== "}]
        """#

    @Test func filesStandBesideTheBody() throws {
        let entity = EntityParser.parse(try Self.message(Self.two).mimeBytes())
        #expect(entity.allDefects.isEmpty)
        #expect(entity.mediaType.essence == "multipart/mixed")
        #expect(entity.parts.map(\.mediaType.essence) == ["multipart/alternative", "application/pdf", "text/csv"])
        #expect(entity.parts[0].parts.map(\.mediaType.essence) == ["text/plain", "text/html"])
        #expect(entity.parts[1].body == [0, 1, 2, 255])
        #expect(entity.parts[2].body == Array("a\r\nb".utf8))
        #expect(entity.parts[1].field(.contentDisposition)?.rawValue == "attachment; filename=terms.pdf")
        #expect(
            entity.parts[2].field(.contentDisposition)?.rawValue
                == "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E5%A4%A7%E5%B0%8F.csv")
        #expect(entity.parts.dropFirst().allSatisfy { $0.field(.contentID) == nil })
    }

    @Test(arguments: [("text/plain", "text/plain"), ("text/xml", "text/xml")])
    func bodiesOfOtherTypesHaveThemToo(type: String, essence: String) throws {
        let message = try Self.message(#"[{"name": "a", "content": "AA=="}]"#, type: type)
        let entity = EntityParser.parse(try message.mimeBytes())
        #expect(entity.parts.map(\.mediaType.essence) == [essence, "application/octet-stream"])
    }

    @Test func graphTakesThemAsFileAttachments() throws {
        let json = try JSONDocument(parsing: Self.message(Self.two).graphJSON.serialized()).root
        let attachments = try #require(json["message"]?["attachments"]?.elements)
        #expect(
            attachments.map { $0["@odata.type"]?.string } == [
                "#microsoft.graph.fileAttachment", "#microsoft.graph.fileAttachment",
            ])
        #expect(attachments.map { $0["name"]?.string } == ["terms.pdf", "Größe 大小.csv"])
        #expect(attachments.map { $0["contentType"]?.string } == ["application/pdf", "text/csv"])
        #expect(attachments.map { $0["contentBytes"]?.string } == ["AAEC/w==", "YQ0KYg=="])
        #expect(attachments.map { $0["isInline"]?.bool } == [false, false])
        #expect(attachments.allSatisfy { $0["contentId"] == nil })
    }

    @Test func templatesTakeThemToo() throws {
        let composed = try Composer.sample().compose(
            #"{"to": "ada@example.com", "attachments": [{"name": "a", "content": "AA=="}]}"#, template: .sample())
        #expect(composed.message?.attachments.map(\.name) == ["a"])
    }

    @Test func theIdentifierTellsThemApart() throws {
        let ids = try [
            "[]", #"[{"name": "a", "content": "AA=="}]"#, #"[{"name": "b", "content": "AA=="}]"#,
            #"[{"name": "a", "content": "AQ=="}]"#,
        ].map { try Self.message($0).messageID }
        #expect(Set(ids).count == ids.count)
    }

    @Test func aicWouldLeaveThemOut() throws {
        let (_, problems) = try SendRequest.reading(Self.request("[]"))
        #expect(problems.map(\.code) == [.unknownKey])
        #expect(problems.first?.message.contains("AIC") == true)
    }

    /// The mark stands before what is refused.
    @Test(arguments: [
        (#"◆{}"#, Problem.Code.wrongType), (#"[◆""]"#, .wrongType), (#"[◆7]"#, .wrongType),
        (#"[{◆"path": "/etc/passwd"}]"#, .outOfRange),
        (#"[{"name": "a", "content": "AA==", ◆"href": "http://169.254.169.254/"}]"#, .outOfRange),
        (#"[{"name": "a", ◆"url": "file:///etc/passwd"}]"#, .outOfRange),
        (#"[{"name": "a", ◆"Content": "AA=="}]"#, .outOfRange),
        (#"[{"name": "a", "content": ◆"/etc/passwd.x"}]"#, .outOfRange),
        (#"[{"name": "a", "content": ◆"file:///etc/passwd"}]"#, .outOfRange),
        (#"[{"name": "a", "content": ◆"data:;base64,AA=="}]"#, .outOfRange),
        (#"[{"name": "a", "content": ◆"AA="}]"#, .outOfRange), (#"[{"name": "a", "content": ◆"A"}]"#, .outOfRange),
        (#"[{"name": "a", "content": ◆null}]"#, .wrongType), (#"[{"name": "a", "content": ◆[]}]"#, .wrongType),
        (#"[◆{"name": "a"}]"#, .missingValue), (#"[◆{"content": "AA=="}]"#, .missingValue),
        (#"[{"name": ◆"", "content": ""}]"#, .outOfRange), (#"[{"name": ◆7, "content": ""}]"#, .wrongType),
        (#"[{"name": ◆"../a", "content": ""}]"#, .outOfRange), (#"[{"name": ◆"..", "content": ""}]"#, .outOfRange),
        (#"[{"name": ◆"\\\\server\\a", "content": ""}]"#, .outOfRange),
        (#"[{"name": ◆"C:\\a", "content": ""}]"#, .outOfRange),
        (#"[{"name": ◆"a\r\nX: y", "content": ""}]"#, .outOfRange),
        (#"[{"name": ◆"a\u0000", "content": ""}]"#, .outOfRange),
        (#"[{"name": ◆"invoice\u202Efdp.exe", "content": ""}]"#, .outOfRange),
        (#"[{"name": "a", "content": "", "contentType": ◆"pdf"}]"#, .outOfRange),
        (#"[{"name": "a", "content": "", "contentType": ◆"a/b/c"}]"#, .outOfRange),
        (#"[{"name": "a", "content": "", "contentType": ◆"text/plain; name=x"}]"#, .outOfRange),
        (#"[{"name": "a", "content": "", "type": ◆"text/plain\r\nX: y"}]"#, .outOfRange),
        (#"[{"name": "a", "content": "", "type": ◆"multipart/mixed"}]"#, .outOfRange),
        (#"[{"name": "a", "content": "", "type": ◆"Message/RFC822"}]"#, .outOfRange),
        (#"[{"name": "a", "content": "", "type": ◆""}]"#, .outOfRange),
        (#"[{"name": "a", "content": "", "type": ◆{}}]"#, .wrongType),
    ])
    func othersAreProblemsWithTheirPlace(marked: String, code: Problem.Code) {
        let marked = Self.request("\n " + marked)
        #expect {
            try SendRequest.reading(marked.replacing("◆", with: ""))
        } throws: { error in
            guard let problem = error as? Problem else { return false }
            return problem.code == code && problem.fix != nil
                && problem.location.description == "request.json:" + Place.of("◆", in: marked)
        }
    }

    @Test func limitsHoldAndNoMore() throws {
        func reads(_ attachments: [String]) -> Bool {
            (try? SendRequest.reading(Self.request("[" + attachments.joined(separator: ",") + "]"))) != nil
        }
        func file(name: String = "a", type: String = "a/b", size: Int = 0) -> String {
            let content = String(decoding: Base64.encode(Array(repeating: 7, count: size)), as: UTF8.self)
            return #"{"name": "\#(name)", "type": "\#(type)", "content": "\#(content)"}"#
        }
        #expect(reads(Array(repeating: file(), count: 100)) && !reads(Array(repeating: file(), count: 101)))
        let half = file(size: 8 << 20)
        #expect(reads([half, half]) && !reads([half, half, file(size: 1)]))
        let name = String(repeating: "a", count: 255)
        #expect(reads([file(name: name)]) && !reads([file(name: name + "a")]))
        let token = String(repeating: "a", count: 127)
        #expect(reads([file(type: "\(token)/\(token)")]) && !reads([file(type: "a/\(token)a")]))
        let message = try Self.message("[" + file(name: name, type: "\(token)/\(token)") + "]")
        #expect(EntityParser.parse(try message.mimeBytes()).allDefects.isEmpty)
    }
}
