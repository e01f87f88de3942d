// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import JSONText

/// Something that two exports of a tenant say differently.
public struct TenantDifference: Sendable {
    /// The document.
    public var kind: TenantDocument.Kind
    /// The path from the document to the value; empty where the whole document is in one export only.
    public var field: [String]
    /// The value in the first export; `nil` where it has none.
    public var old: JSONNode?
    /// The value in the second export; `nil` where it has none.
    public var new: JSONNode?

    /// The locale, where the field is the text of one.
    public var locale: String? {
        guard case .template = self.kind, self.field.count == 2 else { return nil }
        return self.field[1]
    }

    /// Compares what two exports say, however they lie on disk.
    ///
    /// - Returns: The differences by document and field, in the order of their names.
    public static func between(
        _ old: TenantFiles, in oldFiles: any FileSource, and new: TenantFiles, in newFiles: any FileSource
    ) throws(Problem) -> [TenantDifference] {
        let left = try Self.contents(old, in: oldFiles)
        let right = try Self.contents(new, in: newFiles)
        let ids = Set(left.keys).union(right.keys).sorted { $0.lexicographicallyPrecedes($1) }
        return ids.flatMap { id -> [TenantDifference] in
            guard let kind = left[id]?.kind ?? right[id]?.kind else { return [] }
            guard let before = left[id], let after = right[id] else {
                return [TenantDifference(kind: kind, field: [], old: left[id]?.content, new: right[id]?.content)]
            }
            return Self.differences(kind, [], before.content, after.content)
        }
    }

    private static func contents(
        _ tenant: TenantFiles, in files: any FileSource
    ) throws(Problem) -> [[UInt8]: (kind: TenantDocument.Kind, content: JSONNode)] {
        let (documents, duplicates) = tenant.distinct(from: files)
        if let duplicate = duplicates.first { throw duplicate.problem }
        var contents: [[UInt8]: (kind: TenantDocument.Kind, content: JSONNode)] = [:]
        for document in documents {
            contents[Array(document.kind.id.utf8)] = (document.kind, try document.content(from: files))
        }
        return contents
    }

    private static func differences(
        _ kind: TenantDocument.Kind, _ field: [String], _ old: JSONNode?, _ new: JSONNode?
    ) -> [TenantDifference] {
        if let old, let new, old.isSameValue(as: new) { return [] }
        guard Self.hasFields(kind, field, old), Self.hasFields(kind, field, new) else {
            return [TenantDifference(kind: kind, field: field, old: old, new: new)]
        }
        let (before, after) = (old?.valuesByName ?? [:], new?.valuesByName ?? [:])
        let names = Set(before.keys).union(after.keys).sorted { $0.lexicographicallyPrecedes($1) }
        let found = names.flatMap { name in
            Self.differences(kind, field + [String(decoding: name, as: UTF8.self)], before[name], after[name])
        }
        // Where only a repeated name differs, no single field does.
        return found.isEmpty ? [TenantDifference(kind: kind, field: field, old: old, new: new)] : found
    }

    /// Whether a value is compared member by member: texts for each locale, and the groups of provider properties.
    private static func hasFields(_ kind: TenantDocument.Kind, _ field: [String], _ node: JSONNode?) -> Bool {
        guard let node else { return !field.isEmpty }
        guard let members = node.members else { return false }
        if field.isEmpty { return true }
        switch kind {
        case .template:
            return field.count == 1 && TenantDocument.localizedKeys.contains(where: field[0].hasSameBytes)
        case .provider:
            // `$int`, `$crypto` and the like are values.
            return !members.contains { $0.name.utf8.first == .ascii("$") }
        }
    }
}
