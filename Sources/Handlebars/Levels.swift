// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A stack of which only the upper part can be seen: a partial does not see what is around the tag that calls it.
struct Levels<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var floor = 0

    /// What to go back to.
    struct Mark: Sendable {
        fileprivate var count: Int
        fileprivate var floor: Int
    }

    var mark: Mark { Mark(count: self.elements.count, floor: self.floor) }

    /// What can be seen, the innermost last.
    var visible: ArraySlice<Element> { self.elements[self.floor...] }

    var last: Element? { self.elements.count > self.floor ? self.elements[self.elements.count - 1] : nil }

    /// The element that many levels up from the innermost.
    func up(_ depth: Int) -> Element? {
        depth < self.elements.count - self.floor ? self.elements[self.elements.count - 1 - depth] : nil
    }

    mutating func append(_ element: Element) {
        self.elements.append(element)
    }

    mutating func removeLast() {
        self.elements.removeLast()
    }

    /// Hides all that is there, and puts other elements in its place.
    mutating func replace(with elements: [Element] = []) {
        self.floor = self.elements.count
        self.elements += elements
    }

    mutating func goBack(to mark: Mark) {
        self.elements.removeLast(self.elements.count - mark.count)
        self.floor = mark.floor
    }
}

extension Levels<Located> {
    /// The context that handlebars.js gives helpers in place of null: an empty object.
    static let nullContext = Value.Members()

    /// Whether a program in that context gets a level of its own: not if it is the context of the innermost.
    func isNew(_ context: Located) -> Bool {
        guard let outer = self.last else { return !context.isNullOrUndefined }
        if case .object(let members)? = context.value {
            if case .object(let others)? = outer.value { return !members.isSameObject(as: others) }
            if case .null? = outer.value, members.isSameObject(as: Self.nullContext) { return false }
        }
        return !context.looselyEquals(outer)
    }
}
