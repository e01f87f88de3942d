// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailProvider
internal import JSONText
internal import TenantConfiguration
internal import Verification

/// What `galley provider show` shows.
struct ProviderOverview {
    let provider: EmailProvider
    let findings: [Finding]
    /// Whether a client could be made of the settings.
    let isUsable: Bool

    /// What stands for a value that is known and not shown.
    static let mask = "(not shown)"

    var json: JSONNode {
        .object([
            "galley": JSONNode(.string(GalleyVersion.current)),
            "kind": JSONNode(.string(self.provider.kind.name)),
            "file": .text(self.provider.location?.file),
            "pointer": .text(self.provider.location?.pointer?.description),
            "realms": "both",
            "usable": JSONNode(.bool(self.isUsable)),
            "encryption": JSONNode(.string(self.provider.encryptionSummary)),
            "settings": JSONNode(.array(self.provider.settings.map(\.json))),
            "findings": JSONNode(.array(self.findings.map(\.json))),
        ])
    }
}

extension EmailProvider.Kind {
    /// The name in JSON.
    fileprivate var name: String {
        switch self {
        case .smtp: "smtp"
        case .msgraph: "msgraph"
        case .builtIn: "built-in"
        }
    }
}

extension EffectiveSetting {
    fileprivate var json: JSONNode {
        var value: JSONNode?
        var reason: String?
        switch self.value {
        case .absent, .hidden: break
        case .text(let text): value = JSONNode(.string(text))
        case .flag(let flag): value = JSONNode(.bool(flag))
        case .number(let number), .milliseconds(let number): value = JSONNode(integerLiteral: number)
        case .words(let words): value = JSONNode(.array(words.map { JSONNode(.string($0)) }))
        case .unavailable(let text): reason = text
        }
        let isTime = if case .milliseconds = self.value { true } else { false }
        return .object([
            "name": .text(self.name),
            "group": .text(self.group.rawValue),
            "value": value,
            "unit": isTime ? "ms" : nil,
            "hidden": self.value == .hidden ? true : nil,
            "unavailable": .text(reason),
            "source": .text(self.origin.name),
            "location": self.location?.json,
            "placeholders": self.placeholders.isEmpty
                ? nil : JSONNode(.array(self.placeholders.map { JSONNode(.string($0)) })),
            "note": .text(self.note),
        ])
    }
}

extension EffectiveSetting.Origin {
    /// The name in JSON.
    fileprivate var name: String {
        switch self {
        case .document: "document"
        case .entry: "smtpProperties"
        case .standard: "default"
        }
    }
}
