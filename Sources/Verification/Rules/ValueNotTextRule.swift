// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import Handlebars
internal import TenantConfiguration

/// What a mail shows is text, not an object, array or huge number printed as JavaScript prints them.
struct ValueNotTextRule: Rule {
    private static let rule = RuleDescription(
        "value-not-text", "Values that a template shows are text, or numbers that keep their digits.", .beforePromotion)

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            for text in [message.composed.subject, message.composed.body].compactMap({ $0 }) {
                for conversion in text.conversions {
                    let (fault, fix) = Self.words(for: conversion)
                    findings.add(
                        Self.rule, "{{\(conversion.path)}} is \(fault)",
                        at: text.source.location(of: conversion.position.offset), message: message,
                        evidence: conversion.absolutePath?.description ?? conversion.path, fix: fix)
                }
            }
        }
    }

    private static func words(for conversion: RenderTrace.Conversion) -> (fault: String, fix: String) {
        let argument = conversion.isCall ? "(\(conversion.path))" : conversion.path
        return switch conversion.kind {
        case .array:
            (
                "an array and shows as its elements with commas",
                "show its elements with {{#each \(argument)}}{{this}}{{/each}}"
            )
        case .object:
            (
                "an object and shows as [object Object]",
                "show one of its members, as {{#with \(argument)}}{{name}}{{/with}} does"
            )
        case .number:
            ("a number and shows with an exponent, or with other digits than it has", "make it a string in the data")
        }
    }
}
