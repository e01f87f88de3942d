// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import TenantConfiguration

/// A value of the provider document, its placeholders and coercions resolved.
struct SettingValue {
    /// What the property takes from it.
    enum Content {
        case text
        case flag(Bool)
        case number(Int)
        case list([SourceText])
        /// It is not what the property can be.
        case invalid
        /// It is not to be had here; the reason stands after "it is not available here: ".
        case unavailable(String)
    }

    /// What the property takes from it.
    var content: Content
    /// The string that stands there, whatever the property takes.
    var text: SourceText?
    /// Where the value stands.
    var location: SourceLocation
    /// Whether a placeholder gave it that stands for a secret.
    var holdsSecret = false

    /// The placeholders that gave the value.
    var placeholders: [String] { self.text?.placeholders ?? [] }

    // Swift 6.3.1 cannot compile in release what compares one of these where it is inlined.
    @inline(never)
    var bool: Bool? {
        if case .flag(let flag) = self.content { flag } else { nil }
    }

    @inline(never)
    var int: Int? {
        if case .number(let number) = self.content { number } else { nil }
    }

    var list: [SourceText]? {
        if case .list(let list) = self.content { list } else { nil }
    }

    /// Why the value is not to be had here.
    var unavailable: String? {
        if case .unavailable(let reason) = self.content { reason } else { nil }
    }
}
