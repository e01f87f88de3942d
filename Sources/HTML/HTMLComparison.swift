// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// One thing that differs between two documents.
package struct HTMLDifference: Hashable, Sendable {
    /// Where, as XPath 1.0 says it: in the second document, or for what is gone in the first.
    package var path: String
    /// What stood there; `nil` for what was added.
    package var was: String?
    /// What stands there; `nil` for what is gone.
    package var now: String?
}

extension HTMLDocument {
    /// What `other` changes: elements, attributes, texts, conditional comments and the document type.
    ///
    /// White space that HTML does not show is no difference, nor are the order of attributes and comments that are
    /// only comments.
    package func differences(from other: HTMLDocument) -> [HTMLDifference] {
        HTMLComparison.differences(was: other, now: self)
    }
}

/// Walks two trees side by side.
private struct HTMLComparison {
    let was: ShownTree
    let now: ShownTree
    var differences: [HTMLDifference] = []

    static func differences(was: HTMLDocument, now: HTMLDocument) -> [HTMLDifference] {
        var shapes = ShownTree.Shapes()
        var comparison = HTMLComparison(
            was: ShownTree(was, shapes: &shapes), now: ShownTree(now, shapes: &shapes))
        comparison.compareDoctypes(was, now)
        if !comparison.was.nodes.isEmpty, !comparison.now.nodes.isEmpty { comparison.compare(0, 0) }
        comparison.compareConditionals(was, now)
        return comparison.differences
    }

    private mutating func compareDoctypes(_ was: HTMLDocument, _ now: HTMLDocument) {
        guard was.hasDoctype != now.hasDoctype else { return }
        let doctype = "<!doctype html>"
        self.differences.append(
            HTMLDifference(path: "/", was: was.hasDoctype ? doctype : nil, now: now.hasDoctype ? doctype : nil))
    }

    private mutating func compare(_ old: Int, _ new: Int) {
        let (was, now) = (self.was.nodes[old], self.now.nodes[new])
        guard was.shape != now.shape else { return }
        switch (was.content, now.content) {
        case (.element(_, let before), .element(_, let after)):
            self.compareAttributes(before, after, at: new)
            self.compareChildren(was.children, now.children)
        default:
            self.differences.append(
                HTMLDifference(
                    path: self.now.path(of: new), was: self.was.summary(of: old), now: self.now.summary(of: new)))
        }
    }

    private mutating func compareAttributes(
        _ was: [ShownTree.Attribute], _ now: [ShownTree.Attribute], at index: Int
    ) {
        let path = self.now.path(of: index)
        func add(_ name: [UInt8], _ was: [UInt8]?, _ now: [UInt8]?) {
            self.differences.append(
                HTMLDifference(
                    path: "\(path)/@\(String(decoding: name, as: UTF8.self))",
                    was: was.map { String(decoding: $0, as: UTF8.self) },
                    now: now.map { String(decoding: $0, as: UTF8.self) }))
        }
        let values = Dictionary(uniqueKeysWithValues: now.map { ($0.name, $0.value) })
        for attribute in was where values[attribute.name] != attribute.value {
            add(attribute.name, attribute.value, values[attribute.name])
        }
        let known = Set(was.map(\.name))
        for attribute in now where !known.contains(attribute.name) { add(attribute.name, nil, attribute.value) }
    }

    /// Pairs equal children first, then between those the ones of the same kind.
    private mutating func compareChildren(_ was: [Int], _ now: [Int]) {
        let steps = SequenceAlignment.steps(was.map { self.was.nodes[$0].shape }, now.map { self.now.nodes[$0].shape })
        var (removed, added): ([Int], [Int]) = ([], [])
        for step in steps {
            switch step {
            case .first(let index): removed.append(was[index])
            case .second(let index): added.append(now[index])
            case .both:
                self.compareUnequal(removed, added)
                (removed, added) = ([], [])
            }
        }
        self.compareUnequal(removed, added)
    }

    private mutating func compareUnequal(_ removed: [Int], _ added: [Int]) {
        let steps = SequenceAlignment.steps(
            removed.map { self.was.nodes[$0].content.step }, added.map { self.now.nodes[$0].content.step })
        for step in steps {
            switch step {
            case .both(let old, let new): self.compare(removed[old], added[new])
            case .first(let index):
                self.differences.append(
                    HTMLDifference(
                        path: self.was.path(of: removed[index]), was: self.was.summary(of: removed[index]), now: nil))
            case .second(let index):
                self.differences.append(
                    HTMLDifference(
                        path: self.now.path(of: added[index]), was: nil, now: self.now.summary(of: added[index])))
            }
        }
    }

    /// Outlook obeys conditional comments; to everything else they are comments.
    private mutating func compareConditionals(_ was: HTMLDocument, _ now: HTMLDocument) {
        let (before, after) = (was.conditionalComments.map(\.text), now.conditionalComments.map(\.text))
        for (old, new) in SequenceAlignment.pairs(before, after) {
            let (was, now) = (old.map { before[$0] }, new.map { after[$0] })
            guard was != now, let number = new ?? old else { continue }
            self.differences.append(
                HTMLDifference(
                    path: "conditional comment \(number + 1)", was: was.map { String(decoding: $0, as: UTF8.self) },
                    now: now.map { String(decoding: $0, as: UTF8.self) }))
        }
    }
}
