// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText

extension TenantDocument {
    /// One problem for every name that an object of the document has more than once.
    ///
    /// Locales are names whose case does not count.
    ///
    /// - Parameter localized: The members whose names are locales.
    public func repeatedKeys(localized: Set<String> = []) -> [Problem] {
        var problems: [Problem] = []
        var pending: [(node: JSONNode, path: [String])] = [(self.root, [])]
        while let (node, path) = pending.popLast() {
            let ignoresCase = path.count == 1 && localized.contains(path[0])
            var seen: Set<[UInt8]> = []
            for member in node.members ?? [] {
                let name = Array(member.name.utf8)
                if !seen.insert(ignoresCase ? name.map(\.asciiLowercased) : name).inserted {
                    let pointer = JSONPointer(self.pointer.tokens + path + [member.name])
                    problems.append(
                        Problem(
                            .repeatedKey, "“\(member.name)” stands here for the second time; the last one counts",
                            at: self.file.location(of: member.nameRange.lowerBound, pointer: pointer),
                            fix: "keep one of them"))
                }
                pending.append((member.value, path + [member.name]))
            }
            for (index, element) in (node.elements ?? []).enumerated() {
                pending.append((element, path + [String(index)]))
            }
        }
        return problems
    }
}
