// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import JSONText
internal import MIME
internal import SMTP

/// Compares a message with what came out at the far end of a transport.
enum RoundTrip {
    /// What differs between a message and what an SMTP server received.
    static func differences(between message: Message, and received: ReceivedMessage) -> [String] {
        var differences: [String] = []
        if received.envelope.reversePath != message.from.address { differences.append("the envelope sender") }
        if received.envelope.forwardPaths != message.recipients { differences.append("the envelope recipients") }
        let entity = EntityParser.parse(received.content)
        if let defect = entity.allDefects.first {
            differences.append("the parser found the defect \(defect.code.rawValue) at byte \(defect.offset)")
        }
        differences += Self.headerDifferences(message, entity)
        differences += Self.bodyDifferences(message.entity, entity)
        return differences
    }

    private static func headerDifferences(_ message: Message, _ entity: ParsedEntity) -> [String] {
        var differences: [String] = []
        var lists: [(HeaderFieldName, AddressList)] = [
            (.from, AddressList(mailboxes: [message.from])), (.to, message.to), (.cc, message.cc),
            (.bcc, AddressList()),
        ]
        if !message.replyTo.addresses.isEmpty { lists.append((.replyTo, message.replyTo)) }
        for (name, list) in lists {
            let count = list.addresses.isEmpty ? 0 : 1
            guard entity.count(of: name) == count else {
                differences.append("the number of \(name) fields")
                continue
            }
            if let field = entity.field(name), (try? AddressList(field.rawValue)) != list.onTheWire {
                differences.append("the addresses of \(name)")
            }
        }
        var texts: [(HeaderFieldName, String)] = [
            (.subject, message.subject), (.date, message.date.description),
            (.messageID, message.messageID.description), (.mimeVersion, "1.0"), (.autoSubmitted, "auto-generated"),
        ]
        if let unsubscribe = message.unsubscribe {
            texts.append((.listUnsubscribe, unsubscribe.uris.map { "<\($0.text)>" }.joined(separator: ", ")))
            if unsubscribe.isOneClick { texts.append((.listUnsubscribePost, "List-Unsubscribe=One-Click")) }
        }
        for (name, text) in texts
        where entity.count(of: name) != 1 || entity.field(name)?.text.hasSameBytes(as: text) != true {
            differences.append("the \(name)")
        }
        let content: [HeaderFieldName] = [.contentType, .contentTransferEncoding]
        for name in content where entity.count(of: name) > 1 { differences.append("the number of \(name) fields") }
        let custom = Set(message.customFields.map(\.name))
        for name in custom {
            let values = message.customFields.filter { $0.name == name }.map(\.value)
            let found = entity.headerFields.filter { $0.name == name }.map(\.text)
            if !found.elementsEqual(values, by: { $0.hasSameBytes(as: $1) }) { differences.append("the \(name)") }
        }
        let known = lists.map(\.0) + texts.map(\.0) + content + custom
        for field in entity.headerFields where !known.contains(field.name) {
            differences.append("the added field \(field.name)")
        }
        return differences
    }

    /// The parts, in depth: the header fields of the whole are the message's, and compared there.
    private static func bodyDifferences(_ expected: Entity, _ part: ParsedEntity) -> [String] {
        let type = expected.mediaType(boundary: "")
        guard expected.parts.isEmpty else {
            guard part.mediaType.essence.hasSameBytes(as: type.essence) else {
                return ["the structure: \(part.mediaType.essence) instead of \(type.essence)"]
            }
            guard part.parts.count == expected.parts.count else { return ["the number of parts"] }
            return zip(expected.parts, part.parts).flatMap { expected, part in
                Self.fieldDifferences(expected, part) + Self.bodyDifferences(expected, part)
            }
        }
        let isType =
            part.mediaType.essence.hasSameBytes(as: type.essence)
            && type.parameters.allSatisfy { parameter in
                part.mediaType[parameter.name]?.asciiLowercased.hasSameBytes(as: parameter.value.asciiLowercased)
                    == true
            }
        guard isType else { return ["the type of the \(type.essence) part"] }
        let isSame =
            switch expected.content {
            case .text(_, let text): part.body.withoutFinalLineEnd == text.withCRLFLineEnds.withoutFinalLineEnd
            case .data(_, let bytes): part.body == bytes
            case .alternative, .related, .mixed: true
            }
        return isSame ? [] : ["the \(type.type == "text" ? "text" : "content") of the \(type.essence) part"]
    }

    /// What a part says of itself besides its type: its identifier and file name.
    private static func fieldDifferences(_ expected: Entity, _ part: ParsedEntity) -> [String] {
        expected.headerFields.compactMap { field in
            let lines = (try? field.lines(form: .ascii).bytes) ?? []
            let value = EntityParser.parse(lines + [.carriageReturn, .lineFeed]).headerFields.first?.rawValue
            return value != nil && part.field(field.name)?.rawValue == value ? nil : "the \(field.name) of a part"
        }
    }

    /// What differs between a message and what its Graph JSON says.
    static func differences(between message: Message, andGraphJSON json: [UInt8]) -> [String] {
        guard let root = try? JSONDocument(parsing: json).root, let graph = root["message"] else {
            return ["the JSON cannot be read"]
        }
        var differences: [String] = []
        if graph["subject"]?.string?.hasSameBytes(as: message.subject) != true { differences.append("the subject") }
        let (type, content): (String, [UInt8]) =
            switch message.body {
            case .html(let html, _): ("HTML", html)
            case .plainText(let text): ("Text", text)
            case .xml(let xml): ("Text", xml)
            }
        if graph["body"]?["contentType"]?.string != type { differences.append("the type of the body") }
        if graph["body"]?["content"]?.string.map({ Array($0.utf8) }) != content { differences.append("the body") }
        if graph["from"].map({ Self.says($0, message.from) }) != true { differences.append("the sender") }
        let lists = [
            ("toRecipients", message.to), ("ccRecipients", message.cc), ("bccRecipients", message.bcc),
            ("replyTo", message.replyTo),
        ]
        for (name, list) in lists
        where !(graph[name]?.elements ?? []).elementsEqual(list.mailboxes, by: Self.says) {
            differences.append("the \(name)")
        }
        if !(graph["attachments"]?.elements ?? []).elementsEqual(message.attachments, by: Self.holds) {
            differences.append("the attachments")
        }
        let fields = graph["internetMessageHeaders"]?.elements ?? []
        let isSame = fields.elementsEqual(message.customFields) { node, field in
            node["name"]?.string?.hasSameBytes(as: field.name.text) == true
                && node["value"]?.string?.hasSameBytes(as: field.value) == true
        }
        if !isSame { differences.append("the internetMessageHeaders") }
        if root["saveToSentItems"]?.bool != message.savesToSentItems { differences.append("saveToSentItems") }
        return differences
    }

    private static func holds(_ node: JSONNode, _ file: Attachment) -> Bool {
        node["name"]?.string?.hasSameBytes(as: file.name) == true
            && node["contentType"]?.string?.hasSameBytes(as: file.mediaType.essence) == true
            && node["contentBytes"]?.string.flatMap { Base64.decode($0.utf8) } == file.content
            && node["isInline"]?.bool == file.isInline
            && node["contentId"]?.string.map { "<\($0)>" } == file.contentID?.description
    }

    private static func says(_ recipient: JSONNode, _ mailbox: Mailbox) -> Bool {
        let node = recipient["emailAddress"]
        return node?["address"]?.string?.hasSameBytes(as: mailbox.address.serialized) == true
            && (node?["name"]?.string ?? "").hasSameBytes(as: mailbox.displayName ?? "")
    }
}

extension AddressList {
    /// The list as a reader sees it: domains as A-labels, names on one line.
    fileprivate var onTheWire: AddressList {
        func written(_ mailbox: Mailbox) -> Mailbox {
            let name = mailbox.displayName?.replacingControlsWithSpaces
            return Mailbox(
                displayName: name?.isEmpty == true ? nil : name,
                address: (try? AddrSpec(mailbox.address.serialized)) ?? mailbox.address)
        }
        return AddressList(
            self.addresses.map { address in
                switch address {
                case .mailbox(let mailbox): .mailbox(written(mailbox))
                case .group(let name, let members):
                    .group(name: name.replacingControlsWithSpaces, members: members.map(written))
                }
            })
    }
}

extension [UInt8] {
    /// The last line end of a text may come from the transport.
    fileprivate var withoutFinalLineEnd: ArraySlice<UInt8> {
        self.suffix(2).elementsEqual([.carriageReturn, .lineFeed]) ? self.dropLast(2) : self[...]
    }
}
