// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import CSS

/// The elements of a document as selectors see them: with the `tbody` that HTML5 puts around the rows of a table.
struct StyleTree {
    struct Entry {
        /// The index of the node, `nil` for a `tbody` that has no tag.
        var node: Int?
        var parent: Int?
        var name: String
        var siblings: SiblingPosition
        var isEmpty = true
    }

    private(set) var entries: [Entry] = []
    private let nodes: [HTMLNode]

    /// An element whose descendants come next.
    private struct OpenElement {
        var entry: Int
        var end: Int
        /// The `tbody` that the next row belongs to.
        var impliedBody: Int?
    }

    private struct TypeKey: Hashable {
        var parent: Int?
        var name: String
    }

    private static let tableParts: Set<String> = ["caption", "col", "colgroup", "tbody", "tfoot", "thead"]

    private var childCounts: [Int: Int] = [:]
    private var typeCounts: [TypeKey: Int] = [:]

    init(_ document: HTMLDocument) {
        self.nodes = document.nodes
        var open: [OpenElement] = []
        for (index, node) in self.nodes.enumerated() {
            while let last = open.last, index >= last.end { open.removeLast() }
            guard let element = node.element else {
                if let parent = open.last?.entry, node.text?.isEmpty == false { self.entries[parent].isEmpty = false }
                continue
            }
            var parent = open.last?.entry
            if let table = parent, self.entries[table].name == "table" {
                if element.name == "tr" {
                    parent = open[open.count - 1].impliedBody ?? self.append(nil, "tbody", parent: table)
                    open[open.count - 1].impliedBody = parent
                } else if Self.tableParts.contains(element.name) {
                    open[open.count - 1].impliedBody = nil
                }
            }
            let entry = self.append(index, element.name, parent: parent)
            open.append(OpenElement(entry: entry, end: node.end))
        }
        for index in self.entries.indices {
            let entry = self.entries[index]
            self.entries[index].siblings.count = self.childCounts[entry.parent ?? -1] ?? 1
            self.entries[index].siblings.countOfType =
                self.typeCounts[TypeKey(parent: entry.parent, name: entry.name)] ?? 1
        }
    }

    private mutating func append(_ node: Int?, _ name: String, parent: Int?) -> Int {
        self.childCounts[parent ?? -1, default: 0] += 1
        self.typeCounts[TypeKey(parent: parent, name: name), default: 0] += 1
        if let parent { self.entries[parent].isEmpty = false }
        let siblings = SiblingPosition(
            number: self.childCounts[parent ?? -1] ?? 1, count: 0,
            numberOfType: self.typeCounts[TypeKey(parent: parent, name: name)] ?? 1, countOfType: 0)
        self.entries.append(Entry(node: node, parent: parent, name: name, siblings: siblings))
        return self.entries.count - 1
    }

    /// The element of an entry, `nil` if it has no tag.
    func element(of entry: Entry) -> HTMLElement? {
        guard let element = entry.node.flatMap({ self.nodes[$0].element }) else { return nil }
        return element.tagRange == nil ? nil : element
    }

    /// Calls `visit` for each element with the numbers of the selectors that match it.
    func match(
        _ matcher: SelectorMatcher, _ visit: (Entry, [Int]) throws(CSSInliningError) -> Void
    ) throws(CSSInliningError) {
        var matcher = matcher
        var open: [Int] = []
        for (index, entry) in self.entries.enumerated() {
            while let last = open.last, last != entry.parent {
                open.removeLast()
                matcher.leave()
            }
            open.append(index)
            let element = StyledElement(
                entry, entry.node.flatMap { self.nodes[$0].element }, asking: matcher.names)
            let matches: [Int]
            do throws(CSSError) {
                matches = try matcher.enter(element)
            } catch {
                throw .css(error)
            }
            if !matches.isEmpty { try visit(entry, matches) }
        }
    }
}

/// What selectors ask of an element, answered by the rules of HTML.
///
/// Only names that are asked for are kept: a tag may have many more.
private struct StyledElement: SelectorElement {
    let typeName: [UInt8]
    let siblings: SiblingPosition
    let isRoot: Bool
    let isEmpty: Bool
    let id: [UInt8]?
    let classNames: Set<[UInt8]>
    private let attributes: [[UInt8]: [UInt8]]

    init(_ entry: StyleTree.Entry, _ element: HTMLElement?, asking names: SelectorNames) {
        self.typeName = Array(entry.name.utf8)
        self.siblings = entry.siblings
        self.isRoot = entry.parent == nil
        self.isEmpty = entry.isEmpty
        self.id = element?["id"].map { Array($0.utf8) }
        var classNames: Set<[UInt8]> = []
        if !names.classes.isEmpty, let value = element?["class"] {
            for word in Array(value.utf8).split(whereSeparator: \.isWhitespace) where names.classes.contains(word) {
                classNames.insert(Array(word))
            }
        }
        self.classNames = classNames
        var attributes: [[UInt8]: [UInt8]] = [:]
        if !names.attributes.isEmpty {
            for attribute in element?.attributes ?? [] {
                let name = Array(attribute.name.utf8)
                if names.attributes.contains(name), attributes[name] == nil {
                    attributes[name] = Array(attribute.value.utf8)
                }
            }
        }
        self.attributes = attributes
    }

    func attribute(_ name: [UInt8]) -> [UInt8]? { self.attributes[name] }

    func ignoresCase(ofAttribute name: [UInt8]) -> Bool { Self.caselessAttributes.contains(name) }

    /// HTML, 4.16.2.
    private static let caselessAttributes = Set(
        """
        accept accept-charset align alink axis bgcolor charset checked clear codetype color compact declare defer dir \
        direction disabled enctype face frame hreflang http-equiv lang language link media method multiple nohref \
        noresize noshade nowrap readonly rel rev rules scope scrolling selected shape target text type valign \
        valuetype vlink
        """.split(separator: " ").map { Array($0.utf8) })
}
