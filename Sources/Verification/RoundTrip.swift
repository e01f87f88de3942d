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
        differences += Self.bodyDifferences(message, entity)
        return differences
    }

    private static func headerDifferences(_ message: Message, _ entity: ParsedEntity) -> [String] {
        var differences: [String] = []
        let lists: [(HeaderFieldName, AddressList)] = [
            (.from, AddressList(mailboxes: [message.from])), (.to, message.to), (.cc, message.cc),
            (.bcc, AddressList()),
        ]
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
        let texts: [(HeaderFieldName, String)] = [
            (.subject, message.subject), (.date, message.date.description),
            (.messageID, message.messageID.description), (.mimeVersion, "1.0"), (.autoSubmitted, "auto-generated"),
        ]
        for (name, text) in texts
        where entity.count(of: name) != 1 || entity.field(name)?.text.hasSameBytes(as: text) != true {
            differences.append("the \(name)")
        }
        let content: [HeaderFieldName] = [.contentType, .contentTransferEncoding]
        for name in content where entity.count(of: name) > 1 { differences.append("the number of \(name) fields") }
        let known = lists.map(\.0) + texts.map(\.0) + content
        for field in entity.headerFields where !known.contains(field.name) {
            differences.append("the added field \(field.name)")
        }
        return differences
    }

    private static func bodyDifferences(_ message: Message, _ entity: ParsedEntity) -> [String] {
        let expected: [(type: String, text: [UInt8])] =
            switch message.body {
            case .html(let html, let text?): [("text/plain", text), ("text/html", html)]
            case .html(let html, nil): [("text/html", html)]
            case .plainText(let text): [("text/plain", text)]
            case .xml(let xml): [("text/xml", xml)]
            }
        let parts = expected.count == 1 ? [entity] : entity.parts
        if expected.count > 1, !entity.mediaType.essence.hasSameBytes(as: "multipart/alternative") {
            return ["the structure: \(entity.mediaType.essence) instead of multipart/alternative"]
        }
        guard parts.count == expected.count else { return ["the number of parts"] }
        return zip(parts, expected).compactMap { part, expected in
            guard part.mediaType.essence.hasSameBytes(as: expected.type),
                part.mediaType["charset"]?.asciiLowercased.hasSameBytes(as: "utf-8") == true
            else { return "the type of the \(expected.type) part" }
            return part.body.withoutFinalLineEnd == expected.text.withCRLFLineEnds.withoutFinalLineEnd
                ? nil : "the text of the \(expected.type) part"
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
        let lists = [("toRecipients", message.to), ("ccRecipients", message.cc), ("bccRecipients", message.bcc)]
        for (name, list) in lists
        where !(graph[name]?.elements ?? []).elementsEqual(list.mailboxes, by: Self.says) {
            differences.append("the \(name)")
        }
        return differences
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
