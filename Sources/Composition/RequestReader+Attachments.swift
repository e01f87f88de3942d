// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText
internal import MIME
internal import TenantConfiguration

extension RequestReader {
    private static let example =
        #"write {"name": "terms.pdf", "contentType": "application/pdf", "content": "JVBERi0…"}"#

    /// `attachments`: files with their content in base64. Nothing is ever opened or fetched for one.
    func attachments() throws(Problem) -> [Attachment] {
        let name = "attachments"
        guard let node = self.json.root[name], !node.isNull else { return [] }
        guard let elements = node.elements else {
            throw Problem(
                .wrongType, "attachments is \(node.kind), not an array", at: self.location(node, at: [name]),
                fix: "write [{…}]")
        }
        guard elements.count <= Attachment.countLimit else {
            throw Problem(
                .outOfRange, "there are \(elements.count) attachments; \(Attachment.countLimit) are allowed",
                at: self.location(node, at: [name]), fix: "leave some out")
        }
        var attachments: [Attachment] = []
        var size = 0
        for (index, element) in elements.enumerated() {
            let attachment = try self.attachment(element, at: [name, String(index)])
            size += attachment.content.count
            guard size <= Attachment.sizeLimit else {
                throw Problem(
                    .outOfRange, "the attachments have more than \(Attachment.sizeLimit >> 20) MiB together",
                    at: self.location(element, at: [name, String(index)]),
                    fix: "link to large files: most servers refuse such a message")
            }
            attachments.append(attachment)
        }
        return attachments
    }

    private func attachment(_ node: JSONNode, at tokens: [String]) throws(Problem) -> Attachment {
        guard let members = node.members else {
            throw Problem(
                .wrongType, "an attachment is an object, not \(node.kind)", at: self.location(node, at: tokens),
                fix: Self.example)
        }
        for member in members where !["name", "contentType", "type", "content"].contains(member.name) {
            throw Problem(
                .outOfRange, "an attachment has no “\(member.name.escapedForDisplay)”: no path or URL is ever opened",
                at: self.file.location(
                    of: member.nameRange.lowerBound, pointer: JSONPointer(tokens + [member.name])),
                fix: Self.example)
        }
        let name = try self.member("name", of: node, at: tokens)
        guard Self.isFileName(name.text) else {
            throw Problem(
                .outOfRange,
                "the name of an attachment is a file name of at most 255 octets, without path or control characters",
                at: name.location, fix: "write a name such as terms.pdf")
        }
        let content = try self.member("content", of: node, at: tokens)
        guard let bytes = Base64.decode(content.text.utf8) else {
            throw Problem(
                .outOfRange, "the content of an attachment is not base64", at: content.location,
                fix: "encode the bytes of the file by RFC 4648, section 4; a path or URL cannot stand here")
        }
        let key = node["contentType"].map { !$0.isNull } == true ? "contentType" : "type"
        guard node[key].map({ !$0.isNull }) == true else {
            return Attachment(name: name.text, mediaType: .octetStream, content: bytes)
        }
        let type = try self.member(key, of: node, at: tokens)
        let pieces = type.text.utf8.split(separator: .ascii("/"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard pieces.count == 2, let mediaType = Attachment.mediaType(pieces[0], pieces[1]) else {
            throw Problem(
                .outOfRange, "“\(type.text.escapedForDisplay)” is not the media type of a file", at: type.location,
                fix: "write a type such as application/pdf, without parameters")
        }
        return Attachment(name: name.text, mediaType: mediaType, content: bytes)
    }

    private func member(
        _ name: String, of node: JSONNode, at tokens: [String]
    ) throws(Problem) -> (text: String, location: SourceLocation) {
        let tokens = tokens + [name]
        guard let member = node[name] else {
            throw Problem(
                .missingValue, "an attachment has no \(name)", at: self.location(node, at: tokens.dropLast()),
                fix: Self.example)
        }
        guard let text = member.string else {
            throw Problem(
                .wrongType, "the \(name) of an attachment is \(member.kind), not a string",
                at: self.location(member, at: tokens), fix: Self.example)
        }
        return (text, self.location(member, at: tokens))
    }

    private static func isFileName(_ name: String) -> Bool {
        let bytes = name.utf8
        return !name.isEmpty && bytes.count <= 255 && ![".", ".."].contains(where: name.hasSameBytes)
            && !bytes.contains(.ascii("/")) && !bytes.contains(.ascii("\\"))
            && name.replacingControlsWithSpaces.utf8.elementsEqual(bytes)
            && !name.unicodeScalars.contains(where: \.properties.isBidiControl)
    }
}
