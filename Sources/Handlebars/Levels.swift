// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A stack of which only some can be seen: a partial does not see what is around the tag that calls it, and an inline
/// partial sees what is around its definition.
///
/// Nothing is copied for that: what is seen at a place stays on the stack for as long as anything can go back there.
struct Levels<Element: Sendable>: Sendable {
    /// What can be seen at a place: some elements, and behind them what can be seen at another.
    struct View: Sendable {
        fileprivate var elements = 0..<0
        /// The position of the other among the views.
        fileprivate var outer: Int?
    }

    /// What to go back to.
    struct Mark: Sendable {
        fileprivate var count: Int
        fileprivate var views: Int
        fileprivate var floor: Int
        fileprivate var outer: Int?
    }

    private var elements: [Element] = []
    /// What can be seen behind the elements of those partials that have not ended.
    private var views: [View] = []
    /// The first of the elements that can be seen without going to another view, which then is `outer`.
    private var floor = 0
    private var outer: Int?

    var mark: Mark {
        Mark(count: self.elements.count, views: self.views.count, floor: self.floor, outer: self.outer)
    }

    /// What can be seen at the place at hand.
    var view: View {
        // Views without elements would make long ways to those that have some.
        if self.floor == self.elements.count, let outer = self.outer { return self.views[outer] }
        return View(elements: self.floor..<self.elements.count, outer: self.outer)
    }

    /// The innermost element.
    var last: Element? { self.up(0) }

    /// The element that many levels up from the innermost.
    func up(_ depth: Int) -> Element? {
        let position = self.elements.count - 1 - depth
        if position >= self.floor { return self.elements[position] }
        return self.beyond(depth - (self.elements.count - self.floor))
    }

    private func beyond(_ depth: Int) -> Element? {
        var depth = depth
        var next = self.outer
        while let position = next {
            let view = self.views[position]
            if depth < view.elements.count { return self.elements[view.elements.upperBound - 1 - depth] }
            depth -= view.elements.count
            next = view.outer
        }
        return nil
    }

    mutating func append(_ element: Element) {
        self.elements.append(element)
    }

    mutating func removeLast() {
        self.elements.removeLast()
    }

    /// Hides all that is there.
    mutating func hide() {
        self.floor = self.elements.count
        self.outer = nil
    }

    /// Hides all that is there, and shows what could be seen at another place.
    mutating func show(_ view: View) {
        self.floor = self.elements.count
        self.outer = self.views.count
        self.views.append(view)
    }

    mutating func goBack(to mark: Mark) {
        self.elements.removeLast(self.elements.count - mark.count)
        self.views.removeLast(self.views.count - mark.views)
        self.floor = mark.floor
        self.outer = mark.outer
    }
}

extension Levels {
    /// All that can be seen, the innermost first.
    var visible: Visible { Visible(levels: self, view: self.view) }

    struct Visible: Sequence, IteratorProtocol {
        fileprivate let levels: Levels
        fileprivate var view: View

        mutating func next() -> Element? {
            while self.view.elements.isEmpty {
                guard let outer = self.view.outer else { return nil }
                self.view = self.levels.views[outer]
            }
            return self.levels.elements[self.view.elements.removeLast()]
        }
    }
}

extension Levels<Located> {
    /// Whether a context is not that of the innermost level; none where only `==` of JavaScript tells.
    func isNew(_ context: Located) -> Bool? {
        guard let outer = self.last else { return !context.isNullOrUndefined }
        guard case .object(let members)? = context.value else { return nil }
        if case .object(let others)? = outer.value { return !members.isSameObject(as: others) }
        if case .null? = outer.value, members.isSameObject(as: Renderer.nullContext) { return false }
        return nil
    }
}
