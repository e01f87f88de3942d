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
        try self.requireUnique()
        let isIdentifier = { (member: JSONMember) in member.name.hasSameBytes(as: "_id") }
        let kept = (self.root.members ?? []).filter(isIdentifier)
        do throws(JSONEditError) {
            let json = try self.json.replacingMembers(
                of: self.pointer, with: kept + members.filter { !isIdentifier($0) })
            return json.bytes == self.json.bytes ? nil : FileContent(path: self.file.path, bytes: json.bytes)
        } catch {
            throw Problem(error, at: self.location())
        }
    }

    /// Refuses a document that no change would reach: of two of one name in one file, the pointer leads to the last.
    func requireUnique() throws(Problem) {
        guard self.pointer.resolve(in: self.json.root)?.range == self.root.range else {
            throw Problem(
                .repeatedKey, "the document stands in the file twice, and the other one counts", at: self.location(),
                fix: "keep one of them")
        }
    }
}
