// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import JSONText
public import TenantConfiguration

extension EmailProvider {
    /// What a provider document says where it goes back to the built-in server.
    ///
    /// With the document `external.emailDefault` it says what that says. Without one it is an SMTP document without
    /// `host`, without anything that belongs to a server, and with the sender and the limits that it had. Keys that
    /// no version of the product documents are kept.
    ///
    /// - Parameters:
    ///   - document: The document `external.email`.
    ///   - standard: The document `external.emailDefault`, if there is one.
    /// - Returns: All members except `_id`.
    public static func builtInServer(
        inPlaceOf document: TenantDocument, standard: TenantDocument?
    ) -> [JSONMember] {
        let members = (document.root.members ?? []).filter { !$0.name.hasSameBytes(as: "_id") }
        let known = ProviderProperty.all.map(\.path)
        let unknown = members.filter { member in !known.contains(where: member.name.hasSameBytes) }
        if let standard {
            let own = (standard.root.members ?? []).filter { !$0.name.hasSameBytes(as: "_id") }
            return own + unknown.filter { member in !own.contains { $0.name.hasSameBytes(as: member.name) } }
        }
        let off: JSONNode = ["enable": false]
        return members.compactMap { member in
            switch member.name {
            case "type": JSONMember(name: member.name, value: "smtp")
            case "auth", "starttls", "ssl": JSONMember(name: member.name, value: off)
            case "smtpProperties": JSONMember(name: member.name, value: [])
            case "from", "debug", "threadPoolSize", "connectiontimeout", "timeout", "writetimeout": member
            default: known.contains(where: member.name.hasSameBytes) ? nil : member
            }
        }
    }
}
