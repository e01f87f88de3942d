// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing
import Verification

/// A violation of one rule, at the mark in its texts, and a neighbour that obeys it.
struct RuleCase: Sendable, CustomTestStringConvertible {
    let rule: String
    let name: String
    /// The severities at development, staging and production.
    let severities: [Severity]
    /// Where, if the finding is about no place inside a file.
    let place: String?
    /// Whether the finding says how to mend it.
    let hasFix: Bool
    /// The rules that the same fault violates besides.
    let alongside: Set<String>
    let violation: Scenario
    let neighbor: Scenario

    init(
        _ rule: String, _ name: String, _ severities: [Severity], at place: String? = nil, hasFix: Bool = true,
        alongside: Set<String> = [], violation: Scenario, neighbor: Scenario
    ) {
        self.rule = rule
        self.name = name
        self.severities = severities
        self.place = place
        self.hasFix = hasFix
        self.alongside = alongside
        self.violation = violation
        self.neighbor = neighbor
    }

    var testDescription: String { "\(self.rule): \(self.name)" }

    static let all: [RuleCase] =
        Self.reading + Self.locales + Self.drift + Self.provider + Self.providerRisks + Self.requests + Self.addresses
        + Self.names + Self.texts
        + Self.markup
        + Self.images + Self.structure
        + Self.delivery + Self.graph + Self.live

    static let stops: [Severity] = [.error, .error, .error]
    static let warns: [Severity] = [.warning, .warning, .warning]
    static let stopsPromotion: [Severity] = [.warning, .error, .error]
    static let stopsProduction: [Severity] = [.warning, .warning, .error]
}
