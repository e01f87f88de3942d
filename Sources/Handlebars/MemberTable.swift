// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What an object holds, made ready to be searched and written.
///
/// The contents never change after creation; the instance is what tells two equal objects apart, as in JavaScript, where
/// `{{#with}}` of the current context opens no new one for `../` to leave.
final class MemberTable: Sendable {
    /// What is needed of a member to find and write it: no reference to anything, so that it costs nothing to read.
    private struct Entry {
        enum Kind: UInt8 {
            /// A string whose bytes are among those of the table.
            case text
            /// Null, or nothing at all.
            case nothing
            case other
        }

        let hash: UInt64
        let kind: Kind
        var start: Int32 = 0
        var end: Int32 = 0
    }

    let names: [Name]
    let values: [Value]
    private let entries: [Entry]
    /// The short strings among the values, side by side.
    private let bytes: [UInt8]
    /// The positions in the order of the names, kept only where a linear search would be slow.
    private let order: [Int]
    /// The positions of members that handlebars.js makes without a value; their value here is null.
    let undefined: Set<Int>

    static let linearSearchLimit = 24
    private static let shortText = 512

    /// Creates a table of names none of which is there twice.
    init(names: [Name], values: [Value], undefined: Set<Int> = []) {
        self.names = names
        self.values = values
        self.undefined = undefined
        self.order = names.count > Self.linearSearchLimit ? Name.order(of: names) : []
        var entries: [Entry] = []
        var bytes: [UInt8] = []
        entries.reserveCapacity(names.count)
        for (name, value) in zip(names, values) {
            switch value {
            case .null: entries.append(Entry(hash: name.hash, kind: .nothing))
            case .string(let text) where text.utf8.count <= Self.shortText && bytes.count <= Int32.max / 2:
                let start = Int32(bytes.count)
                bytes.append(contentsOf: text.utf8)
                entries.append(Entry(hash: name.hash, kind: .text, start: start, end: Int32(bytes.count)))
            default: entries.append(Entry(hash: name.hash, kind: .other))
            }
        }
        self.entries = entries
        self.bytes = bytes
    }

    func position(of name: Name) -> Int? {
        guard self.entries.count > Self.linearSearchLimit else {
            for position in self.entries.indices
            where self.entries[position].hash == name.hash && self.names[position] == name {
                return position
            }
            return nil
        }
        var low = 0
        var high = self.order.count
        while low < high {
            let middle = (low + high) / 2
            if self.names[self.order[middle]] < name { low = middle + 1 } else { high = middle }
        }
        guard low < self.order.count, self.names[self.order[low]] == name else { return nil }
        return self.order[low]
    }

    /// Appends the text of the value at the end of a path of at least one name; nothing for undefined and null.
    ///
    /// It goes from object to object by calling itself, which takes no copy of any.
    func appendText(at path: Range<Int>, of names: [Name], isEscaped: Bool, to output: inout [UInt8]) {
        guard let position = self.position(of: names[path.lowerBound]) else { return }
        if path.count > 1 {
            let path = path.dropFirst()
            if case .object(let members) = self.values[position] {
                members.table.appendText(at: path, of: names, isEscaped: isEscaped, to: &output)
            } else {
                self.values[position].appendText(at: path, of: names, isEscaped: isEscaped, to: &output)
            }
            return
        }
        let entry = self.entries[position]
        switch entry.kind {
        case .text: output.append(self.bytes, Int(entry.start)..<Int(entry.end), isEscaped: isEscaped)
        case .nothing: break
        case .other: self.values[position].appendText(isEscaped: isEscaped, to: &output)
        }
    }
}
