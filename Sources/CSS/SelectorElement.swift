// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What a selector may ask of an element.
public protocol SelectorElement {
    /// The name, in lower case.
    var typeName: [UInt8] { get }

    /// The value of the `id` attribute.
    var id: [UInt8]? { get }

    /// The words of the `class` attribute; those that no selector asks for may be left out.
    var classNames: Set<[UInt8]> { get }

    /// Where it stands among its siblings.
    var siblings: SiblingPosition { get }

    /// Whether it has no parent.
    var isRoot: Bool { get }

    /// Whether it has neither child elements nor text, white space included.
    var isEmpty: Bool { get }

    /// The value of the attribute with the given name, which is in lower case and asked for by a selector.
    func attribute(_ name: [UInt8]) -> [UInt8]?

    /// Whether the values of an attribute are compared without regard to the case of ASCII letters.
    func ignoresCase(ofAttribute name: [UInt8]) -> Bool
}

/// The names that selectors ask for.
public struct SelectorNames: Hashable, Sendable {
    /// The classes. They are slices, so that a word of an attribute can be looked up where it stands.
    public private(set) var classes: Set<ArraySlice<UInt8>> = []
    /// The attributes, in lower case; `id` and `class` are here only where their values are compared.
    public private(set) var attributes: Set<[UInt8]> = []

    mutating func insert(_ condition: SelectorCondition) {
        switch condition {
        case .class(let name): self.classes.insert(name[...])
        case .attribute(let name, _): self.attributes.insert(name)
        case .not(let conditions): for condition in conditions { self.insert(condition) }
        case .type, .id, .position, .root, .empty: break
        }
    }
}

/// The number of an element among its siblings, from 1, and their number.
public struct SiblingPosition: Hashable, Sendable {
    /// Its number among all of them.
    public var number: Int
    /// How many there are.
    public var count: Int
    /// Its number among those of the same type.
    public var numberOfType: Int
    /// How many there are of the same type.
    public var countOfType: Int

    /// Creates a position from its parts.
    public init(number: Int, count: Int, numberOfType: Int, countOfType: Int) {
        self.number = number
        self.count = count
        self.numberOfType = numberOfType
        self.countOfType = countOfType
    }
}

extension SelectorCondition {
    func matches(_ element: some SelectorElement) -> Bool {
        switch self {
        case .type(let name): return element.typeName == name
        case .id(let id): return element.id == id
        case .class(let name): return element.classNames.contains(name)
        case .attribute(let name, let match):
            guard let value = element.attribute(name) else { return false }
            return element.ignoresCase(ofAttribute: name)
                ? match.lowercased.matches(value.map(\.asciiLowercased)) : match.matches(value)
        case .position(let match):
            let siblings = element.siblings
            let (number, count) =
                match.isOfType ? (siblings.numberOfType, siblings.countOfType) : (siblings.number, siblings.count)
            return match.contains(match.isFromEnd ? count - number + 1 : number)
        case .root: return element.isRoot
        case .empty: return element.isEmpty
        case .not(let conditions): return !conditions.allSatisfy { $0.matches(element) }
        }
    }
}

extension AttributeMatch {
    func matches(_ value: [UInt8]) -> Bool {
        switch self {
        case .present: true
        case .equal(let wanted): value == wanted
        case .word(let wanted):
            !wanted.isEmpty && value.split(whereSeparator: \.isCSSWhitespace).contains { $0.elementsEqual(wanted) }
        case .language(let wanted):
            value.starts(with: wanted) && (value.count == wanted.count || value[wanted.count] == .ascii("-"))
        case .prefix(let wanted): !wanted.isEmpty && value.starts(with: wanted)
        case .suffix(let wanted): !wanted.isEmpty && value.suffix(wanted.count).elementsEqual(wanted)
        case .substring(let wanted): !wanted.isEmpty && value.firstRange(of: wanted) != nil
        }
    }

    fileprivate var lowercased: AttributeMatch {
        switch self {
        case .present: .present
        case .equal(let wanted): .equal(wanted.map(\.asciiLowercased))
        case .word(let wanted): .word(wanted.map(\.asciiLowercased))
        case .language(let wanted): .language(wanted.map(\.asciiLowercased))
        case .prefix(let wanted): .prefix(wanted.map(\.asciiLowercased))
        case .suffix(let wanted): .suffix(wanted.map(\.asciiLowercased))
        case .substring(let wanted): .substring(wanted.map(\.asciiLowercased))
        }
    }
}
