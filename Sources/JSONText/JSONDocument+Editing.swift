// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Changes in place: every byte stays as it is but those of what is changed. Each costs one pass over the text.
///
/// A pointer leads to the last of repeated names, as ``JSONNode/member(_:)`` does.
extension JSONDocument {
    /// The text with another value at `pointer`.
    ///
    /// A value that is there already keeps its spelling. A new one is written as its surroundings are: on one line
    /// where they are, else indented.
    ///
    /// - Parameter limits: What the new text may cost.
    public func replacing(
        _ pointer: JSONPointer, with value: JSONNode, limits: Limits = Limits()
    ) throws(JSONEditError) -> JSONDocument {
        let node = try self.node(at: pointer)
        if node.isSameValue(as: value) { return self }
        let container = pointer.parent.flatMap { $0.resolve(in: self.root) } ?? node
        return try self.splicing(
            [(node.range, self.text(of: value, in: container, at: node.range.lowerBound))], pointer, limits)
    }

    /// The text with a new member at the end of an object, or a new element in an array.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - pointer: The new place. In an array the last token is the index that the element will have, or `-` for the
    ///     end (RFC 6902, section 4.1).
    ///   - limits: What the new text may cost.
    public func inserting(
        _ value: JSONNode, at pointer: JSONPointer, limits: Limits = Limits()
    ) throws(JSONEditError) -> JSONDocument {
        guard let parent = pointer.parent, let token = pointer.tokens.last else {
            throw JSONEditError(code: .alreadyThere, message: "the text has a value already", pointer: pointer)
        }
        let container = try self.node(at: parent)
        switch container.content {
        case .object(let members):
            guard container.member(token) == nil else {
                throw JSONEditError(
                    code: .alreadyThere, message: "the object has a member of this name", pointer: pointer)
            }
            let places = members.map(\.place)
            let name = JSONNode(.string(token)).serialized(.compact) + self.colon(in: members.last)
            return try self.insert(
                value, label: name, at: places.count, among: places, in: container, pointer, limits)
        case .array(let elements):
            guard let index = token.hasSameBytes(as: "-") ? elements.count : JSONPointer.index(token),
                index <= elements.count
            else {
                throw JSONEditError(
                    code: .notFound, message: "an element can go to 0…\(elements.count) or -", pointer: pointer)
            }
            return try self.insert(
                value, label: [], at: index, among: elements.map(\.range), in: container, pointer, limits)
        default:
            throw JSONEditError(
                code: .notAContainer, message: "this is \(container.kind), which has no members", pointer: parent)
        }
    }

    /// The text without the member or element at `pointer`.
    ///
    /// - Parameter limits: What the new text may cost.
    public func removing(_ pointer: JSONPointer, limits: Limits = Limits()) throws(JSONEditError) -> JSONDocument {
        let node = try self.node(at: pointer)
        guard let parent = pointer.parent, let token = pointer.tokens.last else {
            throw JSONEditError(
                code: .wholeDocument, message: "the value of the whole text cannot be removed", pointer: pointer)
        }
        let container = try self.node(at: parent)
        let places =
            container.members?.map(\.place)
            ?? container.elements?.map(\.range) ?? []
        let last = container.members?.lastIndex { $0.name.hasSameBytes(as: token) }
        guard let index = last ?? JSONPointer.index(token), places.indices.contains(index) else {
            throw JSONEditError(code: .notFound, message: "nothing stands here", pointer: pointer)
        }
        // A comma goes along: the one before, or that of the first the one after.
        let range: Range<Int> =
            if index > 0 {
                places[index - 1].upperBound..<node.range.upperBound
            } else if places.count > 1 {
                places[0].lowerBound..<places[1].lowerBound
            } else {
                container.range.lowerBound + 1..<container.range.upperBound - 1
            }
        return try self.splicing([(range, [])], pointer, limits)
    }
}

extension JSONDocument {
    func node(at pointer: JSONPointer) throws(JSONEditError) -> JSONNode {
        guard let node = pointer.resolve(in: self.root) else {
            throw JSONEditError(code: .notFound, message: "nothing stands here", pointer: pointer)
        }
        return node
    }

    /// The text with other bytes in place of some, in their order.
    func splicing(
        _ changes: [(range: Range<Int>, text: [UInt8])], _ pointer: JSONPointer, _ limits: Limits
    ) throws(JSONEditError) -> JSONDocument {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.bytes.count + changes.reduce(0) { $0 + $1.text.count })
        var copied = 0
        for (range, text) in changes {
            bytes += self.bytes[copied..<range.lowerBound]
            bytes += text
            copied = range.upperBound
        }
        bytes += self.bytes[copied...]
        do throws(JSONError) {
            return try JSONDocument(parsing: bytes, limits: limits)
        } catch {
            throw JSONEditError(
                code: .invalidResult(error.code), message: "with this value the text is no JSON: \(error.message)",
                pointer: pointer)
        }
    }

    private func insert(
        _ value: JSONNode, label: [UInt8], at index: Int, among places: [Range<Int>], in container: JSONNode,
        _ pointer: JSONPointer, _ limits: Limits
    ) throws(JSONEditError) -> JSONDocument {
        guard let neighbor = places.isEmpty ? nil : places[max(index - 1, 0)] else {
            let start = container.range.lowerBound
            let inside = start + 1..<container.range.upperBound - 1
            guard self.isMultiline(self.root.range) else {
                return try self.splicing([(inside, label + value.serialized(.compact))], pointer, limits)
            }
            let outer = self.lineEnd + self.indentation(at: start)
            let inner = outer + self.indentUnit
            let text = inner + label + value.text(lineBreak: inner) + outer
            return try self.splicing([(inside, text)], pointer, limits)
        }
        let text = label + self.text(of: value, in: container, at: neighbor.lowerBound)
        let gap = self.gap(before: index, among: places, in: container)
        return index == 0
            ? try self.splicing(
                [(neighbor.lowerBound..<neighbor.lowerBound, text + [.ascii(",")] + gap)], pointer, limits)
            : try self.splicing(
                [(neighbor.upperBound..<neighbor.upperBound, [.ascii(",")] + gap + text)], pointer, limits)
    }

    /// The white space that stands before the members or elements of a container.
    func gap(before index: Int, among places: [Range<Int>], in container: JSONNode) -> [UInt8] {
        let known = min(max(index - 1, places.count > 1 ? 1 : 0), places.count - 1)
        let start = known > 0 ? places[known - 1].upperBound : container.range.lowerBound + 1
        return self.bytes[start..<places[known].lowerBound].filter { $0 != .ascii(",") }
    }

    /// What stands between the name and value of a member.
    func colon(in member: JSONMember?) -> [UInt8] {
        guard let member else { return Array((self.isMultiline(self.root.range) ? ": " : ":").utf8) }
        return Array(self.bytes[member.nameRange.upperBound..<member.value.range.lowerBound])
    }

    private func text(of value: JSONNode, in container: JSONNode, at offset: Int) -> [UInt8] {
        value.text(lineBreak: self.isMultiline(container.range) ? self.lineEnd + self.indentation(at: offset) : nil)
    }

    func isMultiline(_ range: Range<Int>) -> Bool { self.bytes[range].contains(.lineFeed) }

    var lineEnd: [UInt8] {
        guard let end = self.bytes.firstIndex(of: .lineFeed), end > 0, self.bytes[end - 1] == .carriageReturn else {
            return [.lineFeed]
        }
        return [.carriageReturn, .lineFeed]
    }

    /// The white space at the start of the line that `offset` is on.
    func indentation(at offset: Int) -> [UInt8] {
        self.indentation(of: (self.bytes[..<offset].lastIndex(of: .lineFeed).map { $0 + 1 } ?? 0)..<offset)
    }

    /// The white space at the start of a line of which at least the range is there.
    func indentation(of line: Range<Int>) -> [UInt8] {
        Array(self.bytes[line].prefix { $0 == .space || $0 == .tab })
    }

    /// One step of indentation: that of the first indented line.
    private var indentUnit: [UInt8] {
        var lines = self.bytes[self.root.range].split(separator: .lineFeed).dropFirst().lazy.map { line in
            Array(line.prefix { $0 == .space || $0 == .tab })
        }.makeIterator()
        while let indentation = lines.next() { if !indentation.isEmpty { return indentation } }
        return Array("  ".utf8)
    }
}

extension JSONNode {
    /// The value as text.
    ///
    /// - Parameter lineBreak: What stands between two lines of it; without, it takes one line.
    func text(lineBreak: [UInt8]?) -> [UInt8] {
        guard let lineBreak else { return self.serialized(.compact) }
        // Strings have no line breaks in them, so each one is the writer's.
        let lines = self.serialized(.indented).split(separator: .lineFeed, omittingEmptySubsequences: false)
        return Array(lines.joined(separator: lineBreak))
    }
}
