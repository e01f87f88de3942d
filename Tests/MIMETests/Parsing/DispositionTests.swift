// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import MIME
import Testing

@Suite("Dispositions and file names are read as RFC 2183 says, and as older programs write them")
struct DispositionTests {
    @Test(
        arguments: [
            ("Content-Disposition: inline", ContentDisposition(.inline), nil),
            (
                "Content-Disposition: ATTACHMENT; filename=\"a b.pdf\"",
                ContentDisposition(.attachment, filename: "a b.pdf"), "a b.pdf"
            ),
            (
                "Content-Disposition:\r\n attachment;\r\n filename*0*=UTF-8''%C3%A9;\r\n filename*1=\".txt\"",
                ContentDisposition(.attachment, filename: "é.txt"), "é.txt"
            ),
            ("Content-Disposition: x-unknown; FileName=a", ContentDisposition(.attachment, filename: "a"), "a"),
            (
                "Content-Type: application/pdf; name=b.pdf\r\nContent-Disposition: inline", ContentDisposition(.inline),
                "b.pdf"
            ),
            ("Content-Type: application/pdf; name=b.pdf", nil, "b.pdf"),
            ("Content-Disposition: ;", nil, nil), ("Subject: x", nil, nil),
        ] as [(String, ContentDisposition?, String?)])
    func isRead(_ header: String, _ disposition: ContentDisposition?, _ filename: String?) {
        let entity = EntityParser.parse(Array((header + "\r\n\r\nx\r\n").utf8))
        #expect(entity.disposition == disposition)
        #expect(entity.filename == filename)
    }
}
