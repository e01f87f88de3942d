// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition

/// Reports what was found wrong while messages were composed: each kind of issue is a rule.
struct CompositionRules: Rule {
    var descriptions: [RuleDescription] {
        Self.codes.map(Self.rule)
    }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            for issue in message.composed.issues {
                findings.add(
                    Self.rule(for: issue.code), issue.message, at: issue.location, message: message,
                    evidence: issue.evidence, evidenceOffset: issue.evidenceOffset, related: issue.related,
                    fix: issue.fix)
            }
        }
    }

    private static let codes: [CompositionIssue.Code] = [
        .senderAbsent, .senderInvalid, .recipientAbsent, .recipientInvalid, .addressNotAllowed, .textMissing,
        .templateInvalid, .lineBreakInHeader, .bodyTooLarge, .unreadableHTML, .typeNotHandled, .templateDisabled,
        .parameterIgnored, .escapedByReference, .addressRoutes, .imageNotEmbedded,
    ]

    static func rule(for code: CompositionIssue.Code) -> RuleDescription {
        switch code {
        case .senderAbsent:
            RuleDescription(
                "from-absent", "The request, the template or the provider names a sender.", .always(.error))
        case .senderInvalid:
            RuleDescription("from-invalid", "The sender that counts is exactly one mailbox.", .always(.error))
        case .recipientAbsent:
            RuleDescription("recipient-absent", "A message has a recipient.", .always(.error))
        case .recipientInvalid:
            RuleDescription("recipient-invalid", "Every recipient is an address.", .always(.error))
        case .addressNotAllowed:
            RuleDescription(
                "address-not-allowed", "A local part beyond ASCII goes only where the provider takes it.",
                .always(.error))
        case .textMissing:
            RuleDescription("text-missing", "Every locale has a subject and a body.", .always(.error))
        case .templateInvalid:
            RuleDescription("template-syntax", "Templates follow the Handlebars language.", .always(.error))
        case .lineBreakInHeader:
            RuleDescription(
                "header-line-break", "Nothing that goes into a header field holds a line break.", .beforePromotion)
        case .bodyTooLarge:
            RuleDescription("body-too-large", "A body has at most 16 MiB.", .always(.error))
        case .unreadableHTML:
            RuleDescription("html-unreadable", "The rendered HTML can be read.", .always(.error))
        case .typeNotHandled:
            RuleDescription("type-not-handled", "The type of a request is one of the three.", .always(.error))
        case .templateDisabled:
            RuleDescription(
                "template-disabled", "A template that is promoted is enabled.",
                Severities(development: .note, staging: .warning, production: .warning))
        case .parameterIgnored:
            RuleDescription("parameter-ignored", "Parameters of a request have an effect.", .always(.warning))
        case .addressRoutes:
            RuleDescription(
                "address-routed", "A local part names a mailbox, not a route to another host.", .always(.error))
        case .imageNotEmbedded:
            RuleDescription("image-data-invalid", "The data: URL of an image holds an image.", .always(.warning))
        case .escapedByReference:
            RuleDescription(
                "plain-text-escaped", "Plain text bodies show no value that AIC would escape for HTML.",
                .beforePromotion)
        }
    }
}
