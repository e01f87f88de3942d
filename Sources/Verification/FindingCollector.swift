// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import TenantConfiguration

/// Collects the findings of all rules; a finding that comes again for another message is kept once.
struct FindingCollector {
    let gate: Gate
    private var order: [Key] = []
    private var findings: [Key: Finding] = [:]

    private struct Key: Hashable {
        var rule: String
        var message: String
        var location: SourceLocation
    }

    init(gate: Gate) {
        self.gate = gate
    }

    /// Adds a finding. Where the same one is there already for another template, locale or persona, it stands for both.
    mutating func add(
        _ rule: RuleDescription, _ message: String, at location: SourceLocation, message about: VerifiedMessage? = nil,
        template: String? = nil, locale: String? = nil, evidence: String? = nil, evidenceOffset: Int? = nil,
        related: SourceLocation? = nil, difference: [String] = [], fix: String? = nil
    ) {
        let finding = Finding(
            rule: rule.id, severity: rule.severities[self.gate], message: message,
            template: about?.template ?? template, locale: about?.locale ?? locale, persona: about?.persona,
            location: location, evidence: evidence, evidenceOffset: evidenceOffset, related: related,
            difference: difference, fix: fix)
        let key = Key(rule: rule.id, message: message, location: location)
        guard var known = self.findings[key] else {
            self.findings[key] = finding
            self.order.append(key)
            return
        }
        if known.template != finding.template { known.template = nil }
        if known.locale != finding.locale { known.locale = nil }
        if known.persona != finding.persona { known.persona = nil }
        self.findings[key] = known
    }

    /// The findings by file and place, the most severe first within one place.
    var sorted: [Finding] {
        self.order.compactMap { self.findings[$0] }.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.location.file != b.location.file { return a.location.file < b.location.file }
            let (p, q) = (a.location.position?.offset ?? -1, b.location.position?.offset ?? -1)
            if p != q { return p < q }
            if a.severity != b.severity { return a.severity > b.severity }
            return left.offset < right.offset
        }.map(\.element)
    }
}
