// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Many changes at the cost of a few passes over the text.
extension JSONDocument {
    /// The text with other members in an object. Every byte of those that stay is kept, and new ones follow in the given
    /// order, written as their surroundings are.
    ///
    /// - Parameters:
    ///   - pointer: The object.
    ///   - members: The members that it is to have; of repeated names the last counts. Of a name that the object repeats,
    ///     its last value changes.
    ///   - limits: What the new text may cost.
    public func replacingMembers(
        of pointer: JSONPointer, with members: [JSONMember], limits: Limits = Limits()
    ) throws(JSONEditError) -> JSONDocument {
        let object = try self.node(at: pointer)
        guard let present = object.members else {
            throw JSONEditError(
                code: .notAContainer, message: "this is \(object.kind), which has no members", pointer: pointer)
        }
        var wanted = JSONNode(.object(members)).valuesByName
        let known = Set(present.map { Array($0.name.utf8) })
        let document = try self.removingMembers(of: pointer, limits) { wanted[Array($0.name.utf8)] == nil }
            .replacingValues(of: pointer, with: wanted, limits)
        // Each name is taken once, for the last of its values, at the place of the first.
        let added = members.compactMap { member -> JSONMember? in
            let name = Array(member.name.utf8)
            guard !known.contains(name) else { return nil }
            return wanted.removeValue(forKey: name).map { JSONMember(name: member.name, value: $0) }
        }
        return try document.appendingMembers(added, to: pointer, limits)
    }

    /// The text with other strings in place of some of its own. Those that say the same already keep their spelling.
    ///
    /// - Parameters:
    ///   - strings: Strings of this document with what they are to say; of one that is there twice the last counts.
    ///   - limits: What the new text may cost.
    package func replacing(
        strings: [(node: JSONNode, text: String)], limits: Limits = Limits()
    ) throws(JSONEditError) -> JSONDocument {
        let places = Dictionary(strings.map { ($0.node.range.lowerBound, $0) }, uniquingKeysWith: { $1 })
        let changes = places.values.sorted { $0.node.range.lowerBound < $1.node.range.lowerBound }.compactMap {
            node, text in
            node.string.map(text.hasSameBytes) == false
                ? (range: node.range, text: JSONNode(.string(text)).serialized(.compact)) : nil
        }
        return changes.isEmpty ? self : try self.splicing(changes, .root, limits)
    }

    private func removingMembers(
        of pointer: JSONPointer, _ limits: Limits, where isRemoved: (JSONMember) -> Bool
    ) throws(JSONEditError) -> JSONDocument {
        let object = try self.node(at: pointer)
        let members = object.members ?? []
        let places = members.map(\.place)
        guard let kept = members.firstIndex(where: { !isRemoved($0) }) else {
            guard !members.isEmpty else { return self }
            let inside = object.range.lowerBound + 1..<object.range.upperBound - 1
            return try self.splicing([(inside, [])], pointer, limits)
        }
        // A comma goes along: the one before, or those of the first ones the one after.
        var changes: [(range: Range<Int>, text: [UInt8])] = []
        if kept > 0 { changes.append((places[0].lowerBound..<places[kept].lowerBound, [])) }
        for index in members.indices where index > kept && isRemoved(members[index]) {
            changes.append((places[index - 1].upperBound..<places[index].upperBound, []))
        }
        return changes.isEmpty ? self : try self.splicing(changes, pointer, limits)
    }

    private func replacingValues(
        of pointer: JSONPointer, with values: [[UInt8]: JSONNode], _ limits: Limits
    ) throws(JSONEditError) -> JSONDocument {
        let object = try self.node(at: pointer)
        let lineEnd = self.isMultiline(object.range) ? self.lineEnd : nil
        // The start of the line is looked for from the value before on: each byte is looked at once.
        var (lineStart, looked) = (0, 0)
        var changes: [(range: Range<Int>, text: [UInt8])] = []
        let present = object.valuesByName.sorted { $0.value.range.lowerBound < $1.value.range.lowerBound }
        for (name, old) in present {
            guard let new = values[name], !old.isSameValue(as: new) else { continue }
            let start = old.range.lowerBound
            if let feed = self.bytes[looked..<start].lastIndex(of: .lineFeed) { lineStart = feed + 1 }
            looked = start
            let lineBreak = lineEnd.map { $0 + self.indentation(of: lineStart..<start) }
            changes.append((old.range, new.text(lineBreak: lineBreak)))
        }
        return changes.isEmpty ? self : try self.splicing(changes, pointer, limits)
    }

    private func appendingMembers(
        _ members: [JSONMember], to pointer: JSONPointer, _ limits: Limits
    ) throws(JSONEditError) -> JSONDocument {
        guard let first = members.first else { return self }
        let object = try self.node(at: pointer)
        guard let last = object.members?.last else {
            return try self.inserting(first.value, at: pointer.appending(first.name), limits: limits)
                .appendingMembers(Array(members.dropFirst()), to: pointer, limits)
        }
        let places = (object.members ?? []).map(\.place)
        let lineBreak =
            self.isMultiline(object.range) ? self.lineEnd + self.indentation(at: last.place.lowerBound) : nil
        let gap = [.ascii(",")] + self.gap(before: places.count, among: places, in: object)
        let colon = self.colon(in: last)
        let text = members.flatMap { member in
            gap + JSONNode(.string(member.name)).serialized(.compact) + colon + member.value.text(lineBreak: lineBreak)
        }
        return try self.splicing([(last.place.upperBound..<last.place.upperBound, text)], pointer, limits)
    }
}

extension JSONMember {
    /// The bytes that it takes, from its name to the end of its value.
    var place: Range<Int> { self.nameRange.lowerBound..<self.value.range.upperBound }
}
