// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import CSS

/// An element of a tree that tests write down: `div#a.b.c[d=e]`, children in parentheses.
final class TestElement: SelectorElement {
    let typeName: [UInt8]
    let id: [UInt8]?
    let classNames: Set<[UInt8]>
    let attributes: [[UInt8]: [UInt8]]
    private(set) var children: [TestElement] = []
    private(set) weak var parent: TestElement?
    private(set) var siblings = SiblingPosition(number: 1, count: 1, numberOfType: 1, countOfType: 1)

    init(
        _ name: String, id: String? = nil, classes: [String] = [], attributes: [String: String] = [:],
        _ children: [TestElement] = []
    ) {
        self.typeName = Array(name.utf8)
        self.id = id.map { Array($0.utf8) }
        self.classNames = Set(classes.map { Array($0.utf8) })
        self.attributes = Dictionary(uniqueKeysWithValues: attributes.map { (Array($0.utf8), Array($1.utf8)) })
        self.append(children)
    }

    func append(_ children: [TestElement]) {
        self.children += children
        for (index, child) in self.children.enumerated() {
            let same = self.children.indices.filter { self.children[$0].typeName == child.typeName }
            child.parent = self
            child.siblings = SiblingPosition(
                number: index + 1, count: self.children.count,
                numberOfType: (same.firstIndex(of: index) ?? 0) + 1, countOfType: same.count)
        }
    }

    var isRoot: Bool { self.parent == nil }
    var isEmpty: Bool { self.children.isEmpty }
    func attribute(_ name: [UInt8]) -> [UInt8]? { self.attributes[name] }
    func ignoresCase(ofAttribute name: [UInt8]) -> Bool { name.elementsEqual("type".utf8) }

    /// The element and its descendants in document order.
    var all: [TestElement] { [self] + self.children.flatMap(\.all) }

    /// The elements that each selector matches, by their index in document order.
    func matches(_ selectors: [Selector], limits: CSSLimits = .standard) throws -> [[Int]] {
        var matcher = SelectorMatcher(selectors, limits: limits)
        var matches = selectors.map { _ in [Int]() }
        var count = 0
        func visit(_ element: TestElement) throws {
            for selector in try matcher.enter(element) { matches[selector].append(count) }
            count += 1
            for child in element.children { try visit(child) }
            matcher.leave()
        }
        try visit(self)
        return matches
    }
}
