// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import TenantConfiguration

extension ProviderValues {
    /// Every setting of a kind of provider, those of the document and the defaults, by their groups.
    ///
    /// - Parameters:
    ///   - kind: The kind. The built-in server has no defaults that anyone could know.
    ///   - unknown: The keys of the document that have no meaning, with their places.
    func effectiveSettings(
        for kind: EmailProvider.Kind, unknown: [(name: String, location: SourceLocation)]
    ) -> [EffectiveSetting] {
        var settings = ProviderProperty.all.compactMap { self.setting($0, for: kind) }
        settings += unknown.map { name, location in
            EffectiveSetting(
                name: name, group: .withoutEffect, value: .hidden, origin: .document(location),
                note: "there is no such property")
        }
        settings += self.entries.enumerated().compactMap { self.setting($1, isLast: self.isLast($0)) }
        if kind == .smtp {
            settings += JakartaMailProperty.all.compactMap { self.standard(of: $0) }
        }
        let groups = Dictionary(grouping: settings, by: \.group)
        return EffectiveSetting.Group.allCases.flatMap { groups[$0] ?? [] }
    }

    // MARK: Properties of the document

    private func setting(_ property: ProviderProperty, for kind: EmailProvider.Kind) -> EffectiveSetting? {
        guard property.type != .object, !["_id", "type", "smtpProperties"].contains(property.path) else { return nil }
        let isMeant = !property.appliesTo.isDisjoint(with: kind.scope)
        let group = EffectiveSetting.Group(name: property.path)
        if let value = self[property.path] {
            let isShadowed = self.isShadowed(property, for: kind)
            let note = isShadowed ? "connectiontimeout counts" : isMeant ? nil : "it is not for \(kind.rawValue)"
            return EffectiveSetting(
                name: property.path, group: note == nil ? group : .withoutEffect, value: property.shown(value),
                origin: .document(value.location), placeholders: value.placeholders, note: note)
        }
        guard isMeant, kind != .builtIn, !self.isShadowed(property, for: kind) else { return nil }
        if let twin = JakartaMailProperty.all.first(where: { $0.field == property.path }),
            let entry = self.entry(twin.name)
        {
            return EffectiveSetting(
                name: property.path, group: group, value: twin.shown(entry.value), origin: .entry(entry.location),
                note: "set by \(twin.name)")
        }
        if property.path == "from" {
            return EffectiveSetting(
                name: "from", group: group, value: .absent, origin: .standard,
                note: "each template or request brings its own")
        }
        let isOfOAuth = property.path == "auth.scopeDelimiter" || property.path == "auth.grantType"
        guard let standard = property.standard, kind == .msgraph || !isOfOAuth else { return nil }
        return EffectiveSetting(
            name: property.path, group: group, value: standard, origin: .standard,
            note: property.path == "tlsVersion" ? Self.noteOnTLS : nil)
    }

    private static let noteOnTLS = "the vendor's default; Galley offers TLSv1.3, too"

    /// Whether the other of the two times for a connection counts for Graph: that of the email provider if it is set,
    /// else that of External REST.
    private func isShadowed(_ property: ProviderProperty, for kind: EmailProvider.Kind) -> Bool {
        guard kind == .msgraph else { return false }
        switch property.path {
        case "connectionTimeout": return self["connectiontimeout"] != nil
        case "connectiontimeout": return self["connectiontimeout"] == nil
        default: return false
        }
    }

    // MARK: Entries of smtpProperties

    private func isLast(_ index: Int) -> Bool {
        self.entry(self.entries[index].name)?.location == self.entries[index].location
    }

    /// An entry by itself; `nil` where it is what sets a property of the document.
    private func setting(_ entry: EmailProvider.SMTPProperty, isLast: Bool) -> EffectiveSetting? {
        var setting = EffectiveSetting(
            name: entry.name, group: .withoutEffect, value: .hidden, origin: .entry(entry.location))
        guard let property = JakartaMailProperty.named(entry.name) else {
            setting.note = "there is no such property"
            return setting
        }
        setting.value = property.shown(entry.value)
        if !isLast {
            setting.note = "a later entry counts"
        } else if case .ignored(let reason) = property.effect {
            setting.note = reason
        } else if let field = property.field {
            guard self[field] != nil else { return nil }
            setting.note = "\(field) counts"
        } else {
            setting.group = EffectiveSetting.Group(name: entry.name)
            if case .reported(let meaning) = property.effect { setting.note = "AIC \(meaning); Galley does not" }
        }
        return setting
    }

    /// The default of a property of Jakarta Mail that no entry sets and no property of the document stands for.
    private func standard(of property: JakartaMailProperty) -> EffectiveSetting? {
        guard case .honoured = property.effect, property.field == nil, self.entry(property.name) == nil,
            let text = property.defaultValue, !property.name.hasSuffix(".disable")
        else { return nil }
        return EffectiveSetting(
            name: property.name, group: EffectiveSetting.Group(name: property.name), value: property.shown(text),
            origin: .standard, note: property.name == "mail.smtp.ssl.protocols" ? Self.noteOnTLS : nil)
    }
}

extension ProviderProperty {
    /// A value of the document as it may be shown.
    fileprivate func shown(_ value: SettingValue) -> EffectiveSetting.Value {
        if let reason = value.unavailable { return .unavailable(reason: reason) }
        if self.isSecret || value.holdsSecret { return .hidden }
        let shown: EffectiveSetting.Value? =
            switch self.type {
            case .bool: value.bool.map { .flag($0) }
            case .int: value.int.map { self.type == Self.milliseconds ? .milliseconds($0) : .number($0) }
            case .duration: value.int.map { .milliseconds($0) }
            case .strings: value.list.map { .words($0.map(\.string.withoutCredentials)) }
            case .string, .host, .url, .oneOf, .object: value.text.map { .text($0.string.withoutCredentials) }
            }
        return shown ?? .unavailable(reason: "it is not \(self.type.description)")
    }

    /// The default as a value.
    fileprivate var standard: EffectiveSetting.Value? {
        guard let text = self.defaultValue else { return nil }
        switch self.type {
        case .bool: return .flag(text == "true")
        case .int:
            let digits = String(text.prefix { $0 != " " })
            return Int(digits).map { self.type == Self.milliseconds ? .milliseconds($0) : .number($0) }
        case .duration: return DurationText.milliseconds(text).map { .milliseconds($0) }
        default: return .text(text)
        }
    }
}

extension JakartaMailProperty {
    /// A value as it may be shown.
    fileprivate func shown(_ text: String) -> EffectiveSetting.Value {
        if self.isSecret { return .hidden }
        switch self.type {
        case .bool: return .flag(Self.flag(text, default: self.defaultValue == "true"))
        case .int where self.name.hasSuffix("timeout"):
            return Int(text).map { .milliseconds(max(0, $0)) } ?? .text(text)
        case .int: return Int(text).map { .number($0) } ?? .text(text)
        case .words:
            return .words(
                text.utf8.split(whereSeparator: \.isWhitespace).map {
                    String(decoding: $0, as: UTF8.self).withoutCredentials
                })
        case .string: return .text(text.withoutCredentials)
        }
    }
}

extension String {
    /// A URL without what may be secret in it: its user information, query and fragment. Other texts are as they are.
    package var withoutCredentials: String {
        let bytes = Array(self.utf8)
        let end = bytes.firstIndex { $0 == .ascii("?") || $0 == .ascii("#") } ?? bytes.endIndex
        let tail = end < bytes.endIndex ? Array("?(not shown)".utf8) : []
        let head = bytes[..<end]
        guard let colon = head.firstRange(of: Array("://".utf8)) else { return self }
        let authority = head[colon.upperBound...].prefix { $0 != .ascii("/") }
        guard let at = authority.lastIndex(of: .ascii("@")) else { return String(decoding: head + tail, as: UTF8.self) }
        return String(
            decoding: head[..<colon.upperBound] + Array("(not shown)".utf8) + head[at...] + tail, as: UTF8.self)
    }
}
