// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText
public import TenantConfiguration

extension TenantDifference {
    /// Whether a value must not be shown: credentials, encrypted or not, and what nobody documents, which may be one.
    public var isSecret: Bool {
        guard case .provider = self.kind, !self.field.isEmpty else { return false }
        let path = self.field.joined(separator: ".")
        guard let property = ProviderProperty.all.first(where: { $0.path.hasSameBytes(as: path) }), !property.isSecret
        else { return true }
        let values = [self.old, self.new].compactMap { $0 }
        // A group in a form that nobody reads may hold anything.
        if property.type == .object, values.contains(where: { $0.members == nil }) { return true }
        return values.contains(where: \.holdsSecrets)
    }
}

extension JSONNode {
    /// Whether a secret may be in the value: by its name, or in the user information or query of a URL.
    fileprivate var holdsSecrets: Bool {
        switch self.content {
        case .string(let text): text.speaksOfSecrets || text.isURLWithSecrets
        case .array(let elements): elements.contains(where: \.holdsSecrets)
        case .object(let members): members.contains { $0.name.speaksOfSecrets || $0.value.holdsSecrets }
        case .null, .bool, .number: false
        }
    }
}

extension String {
    fileprivate var speaksOfSecrets: Bool {
        let text = self.asciiLowercased
        return ["pass", "pwd", "secret", "credential", "token", "key", "$crypto"].contains { text.contains($0) }
    }

    fileprivate var isURLWithSecrets: Bool {
        guard let scheme = self.firstRange(of: "://") else { return false }
        let rest = self[scheme.upperBound...].utf8
        return rest.prefix { $0 != .ascii("/") }.contains(.ascii("@")) || rest.contains(.ascii("?"))
    }
}
