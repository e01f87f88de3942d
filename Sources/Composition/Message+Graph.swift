// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import JSONText
internal import MIME

extension Message {
    /// The body of a Microsoft Graph `sendMail` request for the message.
    ///
    /// Graph makes the plain text, the date and the identifier by itself; see ``graphOmissions``. The members of groups
    /// become recipients of their own.
    ///
    /// Source: Microsoft Graph REST API v1.0, "user: sendMail".
    public var graphJSON: JSONNode {
        var message: [JSONMember] = [
            JSONMember(name: "subject", value: JSONNode(.string(self.subject))),
            JSONMember(name: "body", value: self.graphBody),
            JSONMember(name: "from", value: Self.graphRecipient(self.from)),
            JSONMember(name: "toRecipients", value: Self.graphRecipients(self.to)),
        ]
        let lists = [("ccRecipients", self.cc), ("bccRecipients", self.bcc), ("replyTo", self.replyTo)]
        for (name, list) in lists where !list.mailboxes.isEmpty {
            message.append(JSONMember(name: name, value: Self.graphRecipients(list)))
        }
        if !self.attachments.isEmpty {
            message.append(
                JSONMember(name: "attachments", value: JSONNode(.array(self.attachments.map(\.graphJSON)))))
        }
        if !self.customFields.isEmpty {
            let fields = self.customFields.map { field -> JSONNode in
                ["name": JSONNode(.string(field.name.text)), "value": JSONNode(.string(field.value))]
            }
            message.append(JSONMember(name: "internetMessageHeaders", value: JSONNode(.array(fields))))
        }
        return ["message": JSONNode(.object(message)), "saveToSentItems": JSONNode(.bool(self.savesToSentItems))]
    }

    private var graphBody: JSONNode {
        let (type, content): (JSONNode, [UInt8]) =
            switch self.body {
            case .html(let html, _): ("HTML", html)
            case .plainText(let text): ("Text", text)
            case .xml(let xml): ("Text", xml)
            }
        return ["contentType": type, "content": JSONNode(.string(String(decoding: content, as: UTF8.self)))]
    }

    private static func graphRecipients(_ list: AddressList) -> JSONNode {
        JSONNode(.array(list.mailboxes.map(Self.graphRecipient)))
    }

    private static func graphRecipient(_ mailbox: Mailbox) -> JSONNode {
        var address = [JSONMember(name: "address", value: JSONNode(.string(mailbox.address.serialized)))]
        if let name = mailbox.displayName, !name.isEmpty {
            address.append(JSONMember(name: "name", value: JSONNode(.string(name))))
        }
        return ["emailAddress": JSONNode(.object(address))]
    }
}

extension Attachment {
    /// The file as a `fileAttachment` of Microsoft Graph.
    fileprivate var graphJSON: JSONNode {
        let content = String(decoding: Base64.encode(self.content), as: UTF8.self)
        var members = [
            JSONMember(name: "@odata.type", value: "#microsoft.graph.fileAttachment"),
            JSONMember(name: "name", value: JSONNode(.string(self.name))),
            JSONMember(name: "contentType", value: JSONNode(.string(self.mediaType.essence))),
            JSONMember(name: "contentBytes", value: JSONNode(.string(content))),
            JSONMember(name: "isInline", value: JSONNode(.bool(self.isInline))),
        ]
        if let contentID = self.contentID {
            members.append(
                JSONMember(name: "contentId", value: JSONNode(.string("\(contentID.left)@\(contentID.right)"))))
        }
        return JSONNode(.object(members))
    }
}
