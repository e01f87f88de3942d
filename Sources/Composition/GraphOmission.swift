// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Something in a message that the JSON of Microsoft Graph's `sendMail` has no place for; its MIME form has.
public enum GraphOmission: String, Hashable, Sendable, CaseIterable {
    /// The text beside the HTML: Exchange makes one of its own.
    case textAlternative = "the text alternative"
    /// The date: Exchange takes the moment of sending.
    case date = "the Date"
    /// The identifier: Exchange makes one of its own.
    case messageID = "the Message-ID"
    /// That a program has written the message: only fields that begin with `x-` are taken.
    case autoSubmitted = "Auto-Submitted"
    /// The names of groups: their members become recipients of their own.
    case groupNames = "the names of groups"
    /// Where a reader ends the subscription: only fields that begin with `x-` are taken.
    case unsubscribe = "List-Unsubscribe"
    /// The type of a body in XML, which becomes text.
    case xmlType = "the type text/xml"
    /// That the lines of a text may be wrapped anew (RFC 3676): they come as they are.
    case flowedText = "format=flowed"

    /// The largest request in bytes.
    ///
    /// Source: Microsoft Graph, "Outlook: large attachments".
    public static let requestLimit = 4_000_000
    /// The number of fields that `internetMessageHeaders` takes.
    public static let customFieldLimit = 5
}

extension Message {
    /// What ``graphJSON`` leaves out.
    public var graphOmissions: [GraphOmission] {
        GraphOmission.allCases.filter { omission in
            switch omission {
            case .textAlternative: if case .html(_, .some) = self.body { true } else { false }
            case .date, .messageID, .autoSubmitted: true
            case .groupNames:
                [self.to, self.cc, self.bcc, self.replyTo].contains { list in
                    list.addresses.contains { if case .group = $0 { true } else { false } }
                }
            case .unsubscribe: self.unsubscribe != nil
            case .xmlType: if case .xml = self.body { true } else { false }
            case .flowedText: if case .plainText = self.body { self.isTextFlowed } else { false }
            }
        }
    }
}
