// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import JSONText
internal import MIME

extension Message {
    /// The body of a Microsoft Graph `sendMail` request for the message.
    ///
    /// Graph makes the plain text, the date and the identifier by itself, so they are left out. The members of groups
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
        if !self.cc.mailboxes.isEmpty {
            message.append(JSONMember(name: "ccRecipients", value: Self.graphRecipients(self.cc)))
        }
        if !self.bcc.mailboxes.isEmpty {
            message.append(JSONMember(name: "bccRecipients", value: Self.graphRecipients(self.bcc)))
        }
        return ["message": JSONNode(.object(message)), "saveToSentItems": true]
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
