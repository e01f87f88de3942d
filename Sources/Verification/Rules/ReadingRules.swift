// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import TenantConfiguration

/// Reports what was found wrong while files were read: each kind of problem is a rule.
struct ReadingRules: Rule {
    private static let inputUnreadable = RuleDescription(
        "input-unreadable", "Every file and folder that is named can be read.", .always(.error))
    private static let jsonInvalid = RuleDescription(
        "json-invalid", "Every document is JSON as RFC 8259 defines it.", .always(.error))
    private static let documentUnrecognized = RuleDescription(
        "document-unrecognized", "A file that should hold a template or provider holds one.", .always(.error))
    private static let templateValueType = RuleDescription(
        "template-value-type", "Values of a template have the type that IDM expects.", .always(.error))
    private static let templateKeyUnknown = RuleDescription(
        "template-key-unknown", "A template has only keys that IDM knows.", .always(.warning))
    private static let templateTypeNotHandled = RuleDescription(
        "template-mime-type", "The MIME type of a template is one of the three that IDM sends.", .always(.error))
    private static let templateName = RuleDescription(
        "template-name", "The name of a template can be that of a file.", .always(.error))
    private static let templateLanguageTag = RuleDescription(
        "template-language-tag", "Texts are named by language tags.", .always(.error))
    private static let templateDuplicate = RuleDescription(
        "template-duplicate", "A template stands in one file only.", .always(.error))
    private static let keyRepeated = RuleDescription(
        "json-key-repeated", "An object names each key once.", .beforePromotion)
    private static let placeholderUnresolved = RuleDescription(
        "placeholder-unresolved", "Every placeholder has a value or a default.", .beforePromotion)
    private static let placeholderSecret = RuleDescription(
        "placeholder-secret", "No secret stands where people can read it.", .always(.error))
    private static let propertyType = RuleDescription(
        "provider-property-type", "Provider properties have the documented type.", .always(.error))
    private static let propertyUnknown = RuleDescription(
        "provider-property-unknown", "The provider has only documented properties.", .always(.warning))
    private static let propertyMissing = RuleDescription(
        "provider-property-missing", "The provider has every property that its type needs.", .always(.error))
    private static let propertyOutOfRange = RuleDescription(
        "provider-property-out-of-range", "Provider properties have allowed values.", .always(.error))
    private static let propertyMisplaced = RuleDescription(
        "provider-property-misplaced", "Provider properties stand where they have an effect.", .always(.warning))
    private static let parameterUnknown = RuleDescription(
        "request-parameter-unknown", "A request has only parameters that IDM knows.", .always(.warning))
    private static let inputInvalid = RuleDescription(
        "input-invalid", "Requests, personas and property files have the documented form.", .always(.error))

    private enum Origin {
        case template
        case provider
        case input
    }

    var descriptions: [RuleDescription] {
        [
            Self.inputUnreadable, Self.jsonInvalid, Self.documentUnrecognized, Self.templateValueType,
            Self.templateKeyUnknown, Self.templateTypeNotHandled, Self.templateName, Self.templateLanguageTag,
            Self.templateDuplicate, Self.keyRepeated, Self.placeholderUnresolved, Self.placeholderSecret,
            Self.propertyType, Self.propertyUnknown, Self.propertyMissing, Self.propertyOutOfRange,
            Self.propertyMisplaced, Self.parameterUnknown, Self.inputInvalid,
        ]
    }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        let origins: [(Origin, [Problem])] = [
            (.template, subject.templateProblems), (.provider, subject.providerProblems),
            (.input, subject.inputProblems),
        ]
        // A sender of the provider that counts for a message is a fault of that message already.
        let senders = Set(
            subject.messages.flatMap(\.composed.issues).lazy.filter { $0.code == .senderInvalid }.map(\.location))
        for (origin, problems) in origins {
            for problem in problems
            where origin != .provider || problem.code != .outOfRange || !senders.contains(problem.location) {
                findings.add(
                    Self.rule(for: problem.code, of: origin), problem.message, at: problem.location, fix: problem.fix)
            }
        }
    }

    private static func rule(for code: Problem.Code, of origin: Origin) -> RuleDescription {
        switch (code, origin) {
        case (.unreadableInput, _): Self.inputUnreadable
        case (.invalidJSON, _): Self.jsonInvalid
        case (.unrecognizedDocument, _): Self.documentUnrecognized
        case (.unresolvedPlaceholder, _): Self.placeholderUnresolved
        case (.secretShown, _): Self.placeholderSecret
        case (.repeatedKey, _): Self.keyRepeated
        case (.badName, _): Self.templateName
        case (.badLanguageTag, _): Self.templateLanguageTag
        case (.duplicate, .input): Self.inputInvalid
        case (.duplicate, _): Self.templateDuplicate
        case (.unknownKey, .template): Self.templateKeyUnknown
        case (.unknownKey, .provider): Self.propertyUnknown
        case (.unknownKey, .input): Self.parameterUnknown
        case (.outOfRange, .template): Self.templateTypeNotHandled
        case (.wrongType, .template), (.missingValue, .template), (.misplaced, .template): Self.templateValueType
        case (.wrongType, .provider): Self.propertyType
        case (.missingValue, .provider): Self.propertyMissing
        case (.outOfRange, .provider): Self.propertyOutOfRange
        case (.misplaced, .provider): Self.propertyMisplaced
        case (.wrongType, .input), (.missingValue, .input), (.outOfRange, .input), (.misplaced, .input):
            Self.inputInvalid
        }
    }
}
