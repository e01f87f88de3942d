// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A stage of promotion: it decides how severe each rule's findings are.
public enum Gate: String, Hashable, Sendable, CaseIterable {
    /// The tenant that templates are edited in.
    case development
    /// The tenant where they are tried.
    case staging
    /// The tenant that people depend on.
    case production
}

/// How much a finding weighs.
public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// Worth knowing.
    case note
    /// Worth mending; it does not stop the gate.
    case warning
    /// It stops the gate.
    case error
}

extension Severity: Comparable {
    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }

    /// Whether the first weighs less.
    public static func < (lhs: Severity, rhs: Severity) -> Bool {
        lhs.rank < rhs.rank
    }
}

/// The severity of a rule at each gate.
public struct Severities: Hashable, Sendable {
    private let development: Severity
    private let staging: Severity
    private let production: Severity

    /// Creates severities that differ between the gates.
    public init(development: Severity, staging: Severity, production: Severity) {
        self.development = development
        self.staging = staging
        self.production = production
    }

    /// The same severity at every gate.
    public static func always(_ severity: Severity) -> Severities {
        Severities(development: severity, staging: severity, production: severity)
    }

    /// A warning while templates are edited, and an error before they are promoted.
    public static let beforePromotion = Severities(development: .warning, staging: .error, production: .error)

    /// The severity at a gate.
    public subscript(gate: Gate) -> Severity {
        switch gate {
        case .development: self.development
        case .staging: self.staging
        case .production: self.production
        }
    }
}
