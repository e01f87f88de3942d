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

    /// Whether an entry of `smtpProperties` sets a property of Jakarta Mail that is no secret.
    ///
    /// `mail.debug.auth.password` is `true` or `false`, and yet its name invites to put a password there.
    fileprivate var isPlainEntry: Bool {
        guard let text = self.string, self.isPlain else { return false }
        let name = String(decoding: Array(text.utf8.prefix { $0 != .ascii("=") }).trimmingWhitespace, as: UTF8.self)
        guard let property = JakartaMailProperty.named(name), !property.isSecret else { return false }
        let words = name.asciiLowercased
        return !["pass", "secret", "token", "credential"].contains { words.contains($0) }
    }
}
