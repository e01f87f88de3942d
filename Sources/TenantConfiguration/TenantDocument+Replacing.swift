// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import JSONText

extension TenantDocument {
    /// The document's file with other members in the document. Every byte of members that stay is kept.
    ///
    /// - Parameter members: All the members that the document is to have, except `_id`, which stays.
    /// - Returns: The file; `nil` where nothing changes.
    public func replacing(members: [JSONMember]) throws(Problem) -> FileContent? {
        // Of two documents of one name in one file, the pointer leads to the last.
        guard self.pointer.resolve(in: self.json.root)?.range == self.root.range else {
            throw Problem(
                .repeatedKey, "the document stands in the file twice, and the other one counts", at: self.location(),
                fix: "keep one of them")
        }
        do throws(JSONEditError) {
            var json = self.json
            for member in self.root.members ?? [] where !member.name.hasSameBytes(as: "_id") {
                let pointer = JSONPointer(self.pointer.tokens + [member.name])
                guard let new = members.last(where: { $0.name.hasSameBytes(as: member.name) }) else {
                    json = try json.removing(pointer)
                    continue
                }
                guard let old = pointer.resolve(in: json.root), !old.isSameValue(as: new.value) else { continue }
                json = try json.replacing(pointer, with: new.value)
            }
            for member in members where self.root.member(member.name) == nil {
                json = try json.inserting(member.value, at: JSONPointer(self.pointer.tokens + [member.name]))
            }
            return json.bytes == self.json.bytes ? nil : FileContent(path: self.file.path, bytes: json.bytes)
        } catch {
            throw Problem(.outOfRange, error.message, at: self.location())
        }
    }
}
