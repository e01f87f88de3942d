// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import JSONText

extension JSONNode {
    /// The names of the single-key objects that give a placeholder a type (AIC, "Configuration placeholders").
    private static let coercions = ["$int", "$bool", "$string", "$number", "$array", "$list", "$object"]

    /// The member of an object such as `{"$int": "&{esv.port|465}"}`; `nil` for any other value.
    public var coercion: JSONMember? {
        guard let members = self.members, members.count == 1, let member = members.first,
            Self.coercions.contains(where: member.name.hasSameBytes)
        else { return nil }
        return member
    }
}

extension Bool {
    /// Reads `true` or `false`, in any case, as IDM does.
    package init?(setting text: String) {
        switch text.asciiLowercased {
        case "true": self = true
        case "false": self = false
        default: return nil
        }
    }
}
