// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import CSS

/// The declarations for an element, as far as it takes to know whether something is to be seen.
struct InlineStyle {
    /// The properties that decide what is seen, where it makes a line of its own, and which white space counts.
    static let properties: Set<String> = [
        "display", "font", "font-size", "height", "max-height", "opacity", "overflow", "visibility", "white-space",
    ]

    private var values: [String: String] = [:]

    /// Reads a `style` attribute behind what style sheets say, in the order of the cascade; of the declarations for a
    /// property the one that wins counts.
    init(_ style: String, after sheets: [CSSCascade.Property] = []) {
        let bytes = Array(style.utf8)
        let own = (try? DeclarationList(parsing: bytes))?.declarations ?? []
        for property in CSSCascade.ordered(sheets, own: own.map { CSSCascade.Property($0, of: bytes) }) {
            let value = property.value.map(\.asciiLowercased)
            self.values[String(decoding: property.name, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
        }
    }

    /// The value of a property, in lower case and without `!important`.
    subscript(property: String) -> String? {
        self.values[property]
    }

    /// Whether the element makes no box, or one of no height, or is wholly transparent.
    var hidesContent: Bool {
        self["display"] == "none" || self.isZero("max-height") || self.isZero("opacity")
            || (self.isZero("height") && self["overflow"] == "hidden")
    }

    /// What `visibility` says, which goes for descendants until they say otherwise.
    var isVisible: Bool? {
        switch self["visibility"] {
        case "hidden", "collapse": false
        case "visible": true
        default: nil
        }
    }

    /// Whether the font has a size, which goes for descendants until they say otherwise: `nil` if this element does
    /// not say, or says so in proportion to its parent.
    ///
    /// Layouts set a size of zero to lose the gaps between columns, and set it again inside, so it hides only text.
    var hasFontSize: Bool? {
        if let size = self["font-size"] { return Self.isPositive(size) }
        guard let font = self["font"] else { return nil }
        let size = font.split(separator: " ").last { $0.utf8.first.map { $0.isDigit || $0 == .ascii(".") } ?? false }
        return size.flatMap { Self.isPositive(String($0)) }
    }

    private func isZero(_ property: String) -> Bool {
        guard let value = self[property] else { return false }
        return Self.number(of: value) == .zero
    }

    private enum Number {
        case zero
        case positive
    }

    /// Whether a length or number is zero; `nil` if it begins with no number.
    private static func number(of value: String) -> Number? {
        let digits = value.utf8.prefix { $0.isDigit || $0 == .ascii(".") }
        guard digits.contains(where: \.isDigit) else { return nil }
        return digits.allSatisfy { $0 == .ascii("0") || $0 == .ascii(".") } ? .zero : .positive
    }

    private static func isPositive(_ size: String) -> Bool? {
        switch Self.number(of: size) {
        case .zero: false
        case .positive:
            (size.hasSuffix("em") && !size.hasSuffix("rem")) || size.hasSuffix("%") ? nil : true
        case nil:
            ["inherit", "larger", "smaller", "unset"].contains(size) ? nil : true
        }
    }
}
