// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Whether a text report uses colours, as terminals show them (ECMA-48, SGR).
public enum TextStyle: Hashable, Sendable {
    /// No control sequences.
    case plain
    /// Colours from the terminal's own palette.
    case colored

    package func bold(_ text: String) -> String { self.wrapped(text, code: "1") }
    package func faint(_ text: String) -> String { self.wrapped(text, code: "2") }
    package func red(_ text: String) -> String { self.wrapped(text, code: "31") }
    package func green(_ text: String) -> String { self.wrapped(text, code: "32") }

    package func severity(_ severity: Severity, _ text: String) -> String {
        switch severity {
        case .error: self.wrapped(text, code: "1;31")
        case .warning: self.wrapped(text, code: "33")
        case .note: self.wrapped(text, code: "36")
        }
    }

    private func wrapped(_ text: String, code: String) -> String {
        self == .plain || text.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
