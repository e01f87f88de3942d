// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The pseudo-classes and pseudo-elements of Selectors Level 3, sections 6.6 and 7.
enum PseudoClass {
    /// Those that depend on the user or on what mail programs do not have.
    static let ofUser: Set<String> = [
        "active", "checked", "disabled", "enabled", "focus", "hover", "indeterminate", "link", "target", "visited",
    ]

    static let elements: Set<String> = ["after", "before", "first-letter", "first-line"]

    /// Those that may be written with one colon: all.
    static let legacyElements = Self.elements

    /// What a pseudo-class without an argument asks of the tree; `nil` if it does not.
    static func conditions(_ name: String) -> [SelectorCondition]? {
        switch name {
        case "root": [.root]
        case "empty": [.empty]
        case "first-child": [Self.position(isFromEnd: false, isOfType: false)]
        case "last-child": [Self.position(isFromEnd: true, isOfType: false)]
        case "only-child": [false, true].map { Self.position(isFromEnd: $0, isOfType: false) }
        case "first-of-type": [Self.position(isFromEnd: false, isOfType: true)]
        case "last-of-type": [Self.position(isFromEnd: true, isOfType: true)]
        case "only-of-type": [false, true].map { Self.position(isFromEnd: $0, isOfType: true) }
        default: nil
        }
    }

    private static func position(isFromEnd: Bool, isOfType: Bool) -> SelectorCondition {
        .position(PositionMatch(step: 0, offset: 1, isFromEnd: isFromEnd, isOfType: isOfType))
    }

    /// What `:nth-child()` or one of its kin means; `nil` if the name is another or the argument is not `an+b`.
    static func position(_ name: String, _ argument: ArraySlice<UInt8>) -> PositionMatch? {
        let isFromEnd: Bool
        let isOfType: Bool
        switch name {
        case "nth-child": (isFromEnd, isOfType) = (false, false)
        case "nth-last-child": (isFromEnd, isOfType) = (true, false)
        case "nth-of-type": (isFromEnd, isOfType) = (false, true)
        case "nth-last-of-type": (isFromEnd, isOfType) = (true, true)
        default: return nil
        }
        guard let (step, offset) = Self.steps(argument.trimmingWhitespace.map(\.asciiLowercased)) else { return nil }
        return PositionMatch(step: step, offset: offset, isFromEnd: isFromEnd, isOfType: isOfType)
    }

    /// Reads `an+b`: `['-'|'+']? INTEGER? {N} [ S* ['-'|'+'] S* INTEGER ]? | ['-'|'+']? INTEGER | odd | even`.
    private static func steps(_ text: [UInt8]) -> (step: Int, offset: Int)? {
        if text.elementsEqual("odd".utf8) { return (2, 1) }
        if text.elementsEqual("even".utf8) { return (2, 0) }
        var cursor = ByteCursor(text)
        let sign = Self.sign(&cursor)
        let digits = cursor.take(while: \.isDigit)
        guard cursor.skip(.ascii("n")) else {
            guard cursor.isAtEnd, let number = Self.number(digits) else { return nil }
            return (0, (sign ?? 1) * number)
        }
        guard let step = digits.isEmpty ? 1 : Self.number(digits) else { return nil }
        _ = cursor.take(while: \.isCSSWhitespace)
        if cursor.isAtEnd { return ((sign ?? 1) * step, 0) }
        guard let offsetSign = Self.sign(&cursor) else { return nil }
        _ = cursor.take(while: \.isCSSWhitespace)
        guard let offset = Self.number(cursor.take(while: \.isDigit)), cursor.isAtEnd else { return nil }
        return ((sign ?? 1) * step, offsetSign * offset)
    }

    private static func sign(_ cursor: inout ByteCursor) -> Int? {
        if cursor.skip(.ascii("+")) { return 1 }
        return cursor.skip(.ascii("-")) ? -1 : nil
    }

    /// A number that is kept small enough to count with: no element has so many siblings.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        return digits.reduce(0) { min($0 * 10 + Int($1 - 0x30), 1 << 40) }
    }
}
