// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import TenantConfiguration

/// One result of a rule.
public struct Finding: Hashable, Sendable {
    /// The rule's identifier.
    public var rule: String
    /// How much it weighs at the gate.
    public var severity: Severity
    /// What is wrong, in a sentence without a full stop.
    public var message: String
    /// The template, where the finding is about one.
    public var template: String?
    /// The locale, where the finding is about one.
    public var locale: String?
    /// The persona, where the finding is about one.
    public var persona: String?
    /// Where.
    public var location: SourceLocation
    /// What stands there.
    public var evidence: String?
    /// The byte of the evidence, in UTF-8, that is at fault, where one is.
    public var evidenceOffset: Int?
    /// The opening tag of the block that the message ends with, where there is one.
    public var related: SourceLocation?
    /// What would change it, as lines of a diff: `- ` before what is there, `+ ` before what should be.
    public var difference: [String] = []
    /// How to mend it.
    public var fix: String?
}

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
