// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

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
