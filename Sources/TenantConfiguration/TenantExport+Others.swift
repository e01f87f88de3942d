// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText

/// What an export holds besides email documents: nothing of it goes without a word.
extension TenantExport {
    /// How files come from their folder in the source to that in the export: another beginning of the path.
    struct Move: Hashable {
        private let old: String
        private let new: String

        /// What is left of two paths without the components that both end with; `nil` where they have no such ones.
        init?(from source: String, to target: String) {
            let old = source.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            let new = target.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            let count = zip(old.reversed(), new.reversed()).prefix { $0.elementsEqual($1) }.count
            guard count > 0 else { return nil }
            func folder(_ components: some Collection<Substring.UTF8View>) -> String {
                components.map { String(decoding: $0, as: UTF8.self) + "/" }.joined()
            }
            self.old = folder(old.dropLast(count))
            self.new = folder(new.dropLast(count))
        }

        /// The path in the export; `nil` for a file in another folder.
        func callAsFunction(_ path: String) -> String? {
            guard path.utf8.starts(with: self.old.utf8) else { return nil }
            return self.new + String(decoding: path.utf8.dropFirst(self.old.utf8.count), as: UTF8.self)
        }
    }

    /// Takes over the files that are neither documents nor texts of them, or names those that have no place.
    ///
    /// - Parameters:
    ///   - documents: The documents of the source, in all their files.
    ///   - source: Where the files are.
    ///   - move: Where they go; `nil` where the export has another layout than the source.
    mutating func takeOtherFiles(beside documents: [TenantDocument], from source: any FileSource, by move: Move?) {
        var known: Set<[UInt8]> = []
        for document in documents {
            known.insert(Array(document.file.path.utf8))
            for (node, _) in document.textsInFiles {
                known.insert(Array((document.folder + (node["file"]?.string ?? "")).utf8))
            }
        }
        // Some file systems take no notice of case.
        var taken = Set(self.files.map { $0.path.utf8.map(\.asciiLowercased) })
        for path in source.listAll().paths where !known.contains(Array(path.utf8)) {
            guard let target = move?(path), taken.insert(target.utf8.map(\.asciiLowercased)).inserted else {
                self.leaveOut(path)
                continue
            }
            do throws(FileError) {
                self.files.append(FileContent(path: target, bytes: try source.read(path)))
            } catch {
                self.leaveOut(path, because: ": it cannot be read, \(error.message)")
            }
        }
    }

    private mutating func leaveOut(_ path: String, because reason: String = "") {
        self.omissions.append(
            Omission(
                message: "the file is no email document, and left out" + reason, location: SourceLocation(file: path)))
    }

    /// Names what stands around a document in its file and is no email document.
    mutating func reportOthers(around document: TenantDocument) {
        let (root, file) = (document.json.root, document.file)
        guard let outermost = document.pointer.tokens.first else { return }
        if outermost.hasSameBytes(as: "result") {
            let known = Self.queryReply(of: []).map(\.name)
            self.report(root.others { !known.contains(where: $0.hasSameBytes) }, of: file)
            return self.report(root["result"]?.otherElements ?? [], of: file)
        }
        let scopes = [root] + (root["global"].map { [$0] } ?? [])
        for scope in scopes {
            let known = ["emailTemplate", "idm"] + (scope.range == root.range ? ["global"] : [])
            self.report(
                scope.others { name in
                    !known.contains { name.hasSameBytes(as: $0) && scope[$0]?.members != nil }
                }, of: file)
        }
        for scope in scopes {
            self.report(scope["idm"]?.others { TenantDocument.Kind(id: $0) == nil } ?? [], of: file)
        }
    }

    private mutating func report(_ others: [(name: String, offset: Int)], of file: SourceFile) {
        guard let first = others.first else { return }
        let more =
            others.count > 1
            ? " and \(others.count - 1) more are no email documents, and" : " is no email document, and"
        self.omissions.append(
            Omission(message: "“\(first.name)”\(more) left out", location: file.location(of: first.offset)))
    }
}

extension JSONNode {
    /// The members with a name that fits, by their places.
    fileprivate func others(where isOther: (String) -> Bool) -> [(name: String, offset: Int)] {
        (self.members ?? []).filter { isOther($0.name) }.map { ($0.name, $0.nameRange.lowerBound) }
    }

    /// The elements of a query's result that are no email documents.
    fileprivate var otherElements: [(name: String, offset: Int)] {
        (self.elements ?? []).enumerated().compactMap { index, node in
            let id = node["_id"]?.string
            guard id.flatMap(TenantDocument.Kind.init(id:)) == nil else { return nil }
            return (id ?? "result[\(index)]", node.range.lowerBound)
        }
    }
}
