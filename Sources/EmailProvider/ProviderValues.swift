// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import TenantConfiguration

/// What a provider document says, before defaults: the values of its properties and the entries of `smtpProperties`.
struct ProviderValues {
    /// By the property's path.
    var properties: [String: SettingValue] = [:]
    /// In their order.
    private(set) var entries: [EmailProvider.SMTPProperty] = []
    /// Where in the entries the last one with a name stands.
    private var entryIndex: [[UInt8]: Int] = [:]
    var problems: [Problem] = []

    subscript(path: String) -> SettingValue? {
        get { self.properties[path] }
        set { self.properties[path] = newValue }
    }

    /// A text as the document has it, with placeholders that have no value still in it.
    func rawString(_ path: String) -> String? {
        self[path]?.text?.string
    }

    /// A text; `nil` where there is none, or where it cannot be known here.
    func string(_ path: String) -> String? {
        guard let value = self[path], value.unavailable == nil else { return nil }
        return value.text?.string
    }

    /// A text as ``string(_:)`` gives it, if it is one that is allowed.
    func validString(_ path: String) -> String? {
        guard case .text = self[path]?.content else { return nil }
        return self.string(path)
    }

    /// The entry with a name that counts: the last one.
    func entry(_ name: String) -> EmailProvider.SMTPProperty? {
        self.entryIndex[Array(name.utf8)].map { self.entries[$0] }
    }

    /// Adds an entry.
    ///
    /// - Returns: Whether it is the first with its name.
    mutating func append(_ entry: EmailProvider.SMTPProperty) -> Bool {
        self.entries.append(entry)
        return self.entryIndex.updateValue(self.entries.count - 1, forKey: Array(entry.name.utf8)) == nil
    }

    /// A flag of the document, else that of `smtpProperties`, else the default; `nil` where it cannot be read.
    func bool(_ path: String, or name: String) -> Bool? {
        self[path].map(\.bool) ?? self.bool(name)
    }

    /// A flag of `smtpProperties`, as Jakarta Mail reads it.
    func bool(_ name: String) -> Bool {
        let standard = JakartaMailProperty.named(name)?.defaultValue == "true"
        return self.entry(name).map { JakartaMailProperty.flag($0.value, default: standard) } ?? standard
    }

    /// A number of the document, else that of `smtpProperties`; `nil` where neither can be read.
    func int(_ path: String, or name: String) -> Int? {
        self[path].map(\.int) ?? self.entry(name).flatMap { Int($0.value) }
    }

    /// The words of an entry; `nil` where there is none.
    func words(_ name: String) -> [String]? {
        self.entry(name).map { entry in
            entry.value.utf8.split(whereSeparator: \.isWhitespace).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// A secret of the document.
    func secret(_ path: String) -> SecretValue {
        guard let value = self[path] else { return .unavailable(reason: "\(path) is missing") }
        if let reason = value.unavailable { return .unavailable(reason: reason) }
        guard let text = value.text else { return .unavailable(reason: "\(path) is not a string") }
        return .known(Secret(bytes: text.bytes))
    }

    /// A name and the secret that goes with it, which is of no use where the name cannot be known.
    func identity(_ name: String, secret: String) -> (name: String, secret: SecretValue) {
        if let text = self.string(name) { return (text, self.secret(secret)) }
        let reason = self[name].map { $0.unavailable ?? "it is not a string" } ?? "it is missing"
        return ("", .unavailable(reason: "\(name) is not known either: \(reason)"))
    }
}
