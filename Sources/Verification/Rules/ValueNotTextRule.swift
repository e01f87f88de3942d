// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import Handlebars
internal import TenantConfiguration

/// What a mail shows is text, not an object or array printed as JavaScript prints them.
struct ValueNotTextRule: Rule {
    private static let rule = RuleDescription(
        "value-not-text", "Values that a template shows are text or numbers.", .beforePromotion)

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            for text in [message.composed.subject, message.composed.body].compactMap({ $0 }) {
                for conversion in text.conversions {
                    let isArray = conversion.kind == .array
                    let argument = conversion.isCall ? "(\(conversion.path))" : conversion.path
                    findings.add(
                        Self.rule,
                        isArray
                            ? "{{\(conversion.path)}} is an array and shows as its elements with commas"
                            : "{{\(conversion.path)}} is an object and shows as [object Object]",
                        at: text.source.location(of: conversion.position.offset), message: message,
                        evidence: conversion.absolutePath?.description ?? conversion.path,
                        fix: isArray
                            ? "show its elements with {{#each \(argument)}}{{this}}{{/each}}"
                            : "show one of its members, as {{#with \(argument)}}{{name}}{{/with}} does")
                }
            }
        }
    }
}
