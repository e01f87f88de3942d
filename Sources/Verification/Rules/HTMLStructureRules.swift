// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import HTML

/// The HTML nests as its tags say, so that every mail program shows the same.
struct HTMLStructureRules: Rule {
    private static let structure = RuleDescription(
        "html-structure", "Elements nest, and every one has its end tag.", .always(.warning))
    private static let unknownElement = RuleDescription(
        "html-element-unknown", "Elements are those of HTML.", .always(.warning))
    private static let duplicate = RuleDescription(
        "html-duplicate", "No tag has an attribute twice, and no id stands twice in a mail.", .always(.warning))
    private static let conditional = RuleDescription(
        "html-conditional", "Conditional comments have a condition that Outlook understands, and an end.",
        Severities(development: .warning, staging: .error, production: .error))

    var descriptions: [RuleDescription] { [Self.structure, Self.unknownElement, Self.duplicate, Self.conditional] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            guard let html = message.html, let body = message.composed.body else { continue }
            for fault in html.faults {
                let (rule, text, fix) = Self.words(for: fault)
                findings.add(rule, text, at: body.location(of: fault.range.lowerBound), message: message, fix: fix)
            }
        }
    }

    private static func words(for fault: HTMLFault) -> (RuleDescription, String, fix: String) {
        let name = fault.name.escapedForDisplay
        return switch fault.kind {
        case .unclosed:
            (Self.structure, "<\(name)> is not closed where what is around it ends", "add </\(name)>")
        case .unopened:
            (Self.structure, "</\(name)> closes nothing: no <\(name)> is open here", "remove it, or add <\(name)>")
        case .misnested:
            (
                Self.structure, "</\(name)> stands where elements opened after <\(name)> are still open",
                "close elements in the opposite order"
            )
        case .nested:
            (
                Self.structure, "<\(name)> stands inside one of its kind, which ends there or hides it",
                "close the outer one before"
            )
        case .misplaced where name.isEmpty:
            (
                Self.structure, "text stands between the parts of a table: browsers show it before the table",
                "put it into a cell"
            )
        case .misplaced:
            (Self.structure, "<\(name)> cannot stand here: browsers move or drop it", "move it to where it may stand")
        case .cutOff:
            (Self.structure, "a tag or comment has no end, so that nothing behind it shows", "end it")
        case .unknownElement:
            (Self.unknownElement, "HTML has no element <\(name)>", "use an element that HTML has, such as <span>")
        case .duplicateAttribute:
            (Self.duplicate, "the tag has \(name) already, and only the first one counts", "remove one of the two")
        case .duplicateID:
            (Self.duplicate, "another element has the id \"\(name)\" already", "give each element an id of its own")
        case .unclosedConditional:
            (
                Self.conditional, "the conditional comment [if \(name)] has no <![endif]",
                "add <![endif]-->, or <!--<![endif]--> where all but Outlook show the content"
            )
        case .unopenedConditional:
            (Self.conditional, "<![endif] ends no conditional comment", "remove it, or add its beginning")
        case .badCondition:
            (
                Self.conditional, "Outlook does not understand the condition [if \(name)]",
                "write a condition such as mso, !mso or gte mso 9"
            )
        }
    }
}
