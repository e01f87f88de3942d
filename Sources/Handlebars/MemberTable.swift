// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What an object holds, made ready to be searched and written.
///
/// The contents never change after creation; the instance is what tells two equal objects apart, as in JavaScript, where
/// `{{#with}}` of the current context opens no new one for `../` to leave.
final class MemberTable: Sendable {
    /// What is needed of a member to find and write it: nothing that is counted, so that it costs nothing to read.
    private struct Entry {
        enum Kind: UInt8 {
            /// A string whose bytes are among those of the table.
            case text
            /// Null, or nothing at all.
            case nothing
            case object
            case other
        }

        let hash: UInt64
        let kind: Kind
        var start: Int32 = 0
        var end: Int32 = 0
        /// The members of an object, which the value keeps alive.
        var object: Unmanaged<MemberTable>?
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
            case .object(let members):
                entries.append(
                    Entry(hash: name.hash, kind: .object, object: Unmanaged.passUnretained(members.table)))
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

    /// What `{{#if}}` asks of the value at the end of a path of at least one name.
    func isTruthy(at path: Range<Int>, of names: [Name]) -> Bool {
        guard let position = self.position(of: names[path.lowerBound]) else { return false }
        let entry = self.entries[position]
        if path.count > 1, let object = entry.object {
            return object._withUnsafeGuaranteedRef { $0.isTruthy(at: path.dropFirst(), of: names) }
        }
        switch entry.kind {
        case .text where path.count == 1: return entry.start < entry.end
        case .object where path.count == 1: return true
        case .nothing: return false
        default: return self.values[position].isTruthy(at: path.dropFirst(), of: names)
        }
    }

    /// Appends the text of the value at the end of a path of at least one name; nothing for undefined and null.
    ///
    /// It goes from object to object by calling itself, which takes no copy of any.
    func appendText(at path: Range<Int>, of names: [Name], isEscaped: Bool, to output: inout OutputBuffer) {
        guard let position = self.position(of: names[path.lowerBound]) else { return }
        let entry = self.entries[position]
        if path.count > 1, let object = entry.object {
            object._withUnsafeGuaranteedRef {
                $0.appendText(at: path.dropFirst(), of: names, isEscaped: isEscaped, to: &output)
            }
            return
        }
        switch entry.kind {
        case .text where path.count == 1:
            output.append(self.bytes, Int(entry.start)..<Int(entry.end), isEscaped: isEscaped)
        case .nothing: break
        default:
            self.values[position].appendText(at: path.dropFirst(), of: names, isEscaped: isEscaped, to: &output)
        }
    }
}
