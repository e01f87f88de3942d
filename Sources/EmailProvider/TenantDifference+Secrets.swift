// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText
public import TenantConfiguration

extension TenantDifference {
    /// Whether a value must not be shown.
    ///
    /// Of a provider document nothing is shown but the values of properties that are documented and no secret: what nobody
    /// knows may be a credential, whatever it is called.
    public var isSecret: Bool {
        guard case .provider = self.kind else { return false }
        let path = self.field.joined(separator: ".")
        guard let property = ProviderProperty.all.first(where: { $0.path.hasSameBytes(as: path) }),
            !property.isSecret
        else { return true }
        return ![self.old, self.new].compactMap(\.self).allSatisfy(property.canShow)
    }
}

extension ProviderProperty {
    fileprivate func canShow(_ node: JSONNode) -> Bool {
        if self.path.hasSameBytes(as: "smtpProperties") {
            return node.elements?.allSatisfy(\.isPlainEntry) ?? node.isNull
        }
        // Credentials in a form that nobody reads are credentials all the same.
        return self.type == .object ? node.isNull || node.members?.isEmpty ?? false : node.isPlain
    }
}

extension JSONNode {
    /// Whether the value is neither encrypted nor a URL with something secret in it.
    fileprivate var isPlain: Bool {
        switch self.content {
        case .null, .bool, .number: true
        case .string(let text): text.withoutCredentials.hasSameBytes(as: text)
        case .array(let elements): elements.allSatisfy(\.isPlain)
        case .object(let members): members.isEmpty || self.coercion?.value.isPlain ?? false
        }
    }

    /// Whether an entry of `smtpProperties` sets a property of Jakarta Mail that is no secret, to what it may be set to: in
    /// the place of a flag that has to do with passwords there may be one.
    fileprivate var isPlainEntry: Bool {
        guard let text = self.string, self.isPlain else { return false }
        let name = text.utf8.prefix { $0 != .ascii("=") }
        let value = text.utf8.dropFirst(name.count + 1).trimmingWhitespace
        let property = JakartaMailProperty.named(String(decoding: name.trimmingWhitespace, as: UTF8.self))
        guard let property, !property.isSecret else { return false }
        return switch property.type {
        case .bool: Bool(setting: String(decoding: value, as: UTF8.self)) != nil
        case .int: Int(String(decoding: value, as: UTF8.self)) != nil
        case .string, .words: true
        }
    }
}
