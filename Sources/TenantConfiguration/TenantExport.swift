// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText

/// The documents of a tenant as files of a layout.
///
/// Files that have the layout already are taken over byte for byte, with whatever else is in them. Where all have it, so
/// are the other files around them.
public struct TenantExport: Sendable {
    /// The files, by paths below the folder of the export.
    public internal(set) var files: [FileContent] = []
    /// What the layout cannot carry.
    public internal(set) var omissions: [Omission] = []

    /// Something that the source has and the export has not.
    public struct Omission: Hashable, Sendable, CustomStringConvertible {
        /// What it is, in a sentence without a full stop.
        public var message: String
        /// Where it stands in the source.
        public var location: SourceLocation

        /// The message with its place.
        public var description: String { "\(self.location): \(self.message)" }
    }

    private struct Item {
        var document: TenantDocument
        var content: JSONNode
        var place: ExportLayout.Place
    }

    /// Lays out documents.
    ///
    /// - Parameters:
    ///   - tenant: The documents, of every kind.
    ///   - source: Where they were read from.
    ///   - layout: The layout to write.
    /// - Throws: ``Problem`` where a document is there twice with different content, or a text of it cannot be read.
    public init(_ tenant: TenantFiles, from source: any FileSource, to layout: ExportLayout) throws(Problem) {
        let (documents, duplicates) = tenant.distinct(from: source)
        if let duplicate = duplicates.first { throw duplicate.problem }
        var items: [Item] = []
        for document in documents {
            items.append(
                Item(
                    document: document, content: try document.content(from: source),
                    place: layout.place(of: document.kind)))
        }
        let counts = Dictionary(tenant.documents.map { (Array($0.file.path.utf8), 1) }, uniquingKeysWith: +)
        var moves: [Move?] = []
        for group in Self.groups(items) {
            let sources = Set(group.map { Array($0.document.file.path.utf8) })
            let isWhole = sources.count == 1 && sources.first.flatMap { counts[$0] } == group.count
            if isWhole, group.allSatisfy({ Self.isThere($0, layout) }) {
                self.files.append(FileContent(path: group[0].place.path, bytes: group[0].document.file.bytes))
                for item in group { try self.takeTextFiles(of: item, from: source) }
                moves.append(Move(from: group[0].document.file.path, to: group[0].place.path))
            } else {
                self.write(group, layout)
                moves.append(nil)
            }
        }
        self.check(items, layout)
        let first = moves.first ?? nil
        self.takeOtherFiles(beside: tenant.documents, from: source, by: moves.allSatisfy { $0 == first } ? first : nil)
    }

    /// The items by file, in the order of their first ones.
    private static func groups(_ items: [Item]) -> [[Item]] {
        var indices: [[UInt8]: Int] = [:]
        var groups: [[Item]] = []
        for item in items {
            let path = Array(item.place.path.utf8)
            if let index = indices[path] {
                groups[index].append(item)
            } else {
                indices[path] = groups.count
                groups.append([item])
            }
        }
        return groups
    }

    /// Whether the file of a document has the form that the layout gives it.
    private static func isThere(_ item: Item, _ layout: ExportLayout) -> Bool {
        let document = item.document
        guard document.pointer.tokens.dropLast().elementsEqual(item.place.envelope) else { return false }
        if !item.place.envelope.isEmpty { return true }
        guard document.pointer.tokens.isEmpty, (document.root["_id"] != nil) == item.place.hasID else { return false }
        let hasTextFiles = document.layout == .frConfigManager
        guard layout == .frConfigManager, case .template = document.kind else { return !hasTextFiles }
        return hasTextFiles || FRConfigManagerForm(item.content, of: document.kind).files.isEmpty
    }

    private mutating func takeTextFiles(of item: Item, from source: any FileSource) throws(Problem) {
        let folder = Path.folder(of: item.place.path)
        // Two texts may be one file.
        var names: Set<[UInt8]> = []
        for (node, tokens) in item.document.textsInFiles {
            let file = try item.document.textFile(node, at: tokens, from: source)
            let name = Path.lastComponent(file.path)
            guard names.insert(Array(name.utf8)).inserted else { continue }
            self.files.append(FileContent(path: folder + name, bytes: file.bytes))
        }
    }

    private mutating func write(_ group: [Item], _ layout: ExportLayout) {
        var entries: [(place: ExportLayout.Place, node: JSONNode)] = []
        var files: Set<[UInt8]> = []
        for item in group {
            let document = item.document
            if let id = document.root["_id"], id.string.map({ !$0.hasSameBytes(as: document.kind.id) }) ?? true {
                self.omissions.append(
                    Omission(
                        message: "the _id is not \(document.kind.id), which the document is taken for; it is replaced",
                        location: document.location(of: id, "_id")))
            }
            if files.insert(Array(document.file.path.utf8)).inserted { self.reportOthers(around: document) }
            var content = item.content
            if layout == .frConfigManager {
                let form = FRConfigManagerForm(content, of: item.document.kind)
                let folder = Path.folder(of: item.place.path)
                self.files += form.files.map { FileContent(path: folder + $0.name, bytes: $0.bytes) }
                content = form.root
            }
            let id: JSONNode = JSONNode(.string(item.document.kind.id))
            let members = (item.place.hasID ? [JSONMember(name: "_id", value: id)] : []) + (content.members ?? [])
            entries.append((item.place, JSONNode(.object(members))))
        }
        var root = Self.tree(entries)
        if layout == .frConfigManager { root = root.sorted }
        self.files.append(FileContent(path: group[0].place.path, bytes: root.serialized() + [.lineFeed]))
    }

    /// The members of every query reply of ForgeRock's common REST.
    static func queryReply(of documents: [JSONNode]) -> [JSONMember] {
        [
            JSONMember(name: "result", value: JSONNode(.array(documents))),
            JSONMember(name: "resultCount", value: JSONNode(integerLiteral: documents.count)),
            JSONMember(name: "pagedResultsCookie", value: JSONNode(.null)),
            JSONMember(name: "totalPagedResultsPolicy", value: "NONE"),
            JSONMember(name: "totalPagedResults", value: -1),
            JSONMember(name: "remainingPagedResults", value: -1),
        ]
    }

    private static func tree(_ entries: [(place: ExportLayout.Place, node: JSONNode)]) -> JSONNode {
        guard let envelope = entries.first?.place.envelope, let outermost = envelope.first else {
            return entries.first?.node ?? [:]
        }
        if outermost.hasSameBytes(as: "result") {
            return JSONNode(.object(Self.queryReply(of: entries.map(\.node))))
        }
        var names: [String] = []
        for entry in entries where !names.contains(where: entry.place.innermost.hasSameBytes) {
            names.append(entry.place.innermost)
        }
        let containers = names.map { name in
            let members = entries.filter { $0.place.innermost.hasSameBytes(as: name) }
            return JSONMember(
                name: name,
                value: JSONNode(.object(members.map { JSONMember(name: $0.place.key, value: $0.node) })))
        }
        let tree = JSONNode(.object(containers))
        return envelope.count > 1 ? JSONNode(.object([JSONMember(name: outermost, value: tree)])) : tree
    }

    /// Reads the export as any tool would, and names the documents that do not come out of it as they went in.
    private mutating func check(_ items: [Item], _ layout: ExportLayout) {
        let files = MemoryFiles(self.files)
        var contents: [[UInt8]: JSONNode] = [:]
        for document in TenantReader.read(files, for: .all).documents {
            contents[Array(document.kind.id.utf8)] = try? document.content(from: files)
        }
        for item in items {
            if let content = contents[Array(item.document.kind.id.utf8)], content.isSameValue(as: item.content) {
                continue
            }
            self.omissions.append(
                Omission(
                    message: "\(layout.rawValue) cannot carry \(item.document.kind.id) as it is",
                    location: item.document.location()))
        }
    }
}

extension ExportLayout.Place {
    /// The name of the object that the document is a member of.
    fileprivate var innermost: String { self.envelope.last ?? "" }
}

/// A template as fr-config-manager lays it out: bodies and styles in files of their own.
private struct FRConfigManagerForm {
    var root: JSONNode
    var files: [(name: String, bytes: [UInt8])] = []
    /// The names in use, in lower case: some file systems take no notice of case.
    private var names: Set<[UInt8]> = []

    init(_ content: JSONNode, of kind: TenantDocument.Kind) {
        self.root = content
        guard case .template(let name) = kind, var members = content.members else { return }
        for (index, member) in members.enumerated() {
            if member.name.hasSameBytes(as: "styles") {
                members[index].value = self.moved(member.value, to: "\(name).css")
                continue
            }
            // The sent copy is HTML, whatever its files are called.
            let keys = [("message", "md"), ("html", "html")]
            guard let (_, suffix) = keys.first(where: { member.name.hasSameBytes(as: $0.0) }),
                var texts = member.value.members
            else { continue }
            for (place, text) in texts.enumerated() {
                texts[place].value = self.moved(text.value, to: "\(name).\(text.name).\(suffix)")
            }
            members[index].value = JSONNode(.object(texts))
        }
        self.root = JSONNode(.object(members))
    }

    /// The reference to a file with the text; the text itself where no file can have that name.
    private mutating func moved(_ node: JSONNode, to name: String) -> JSONNode {
        guard let text = node.string, Path.isPlainName(name),
            self.names.insert(name.utf8.map(\.asciiLowercased)).inserted
        else { return node }
        self.files.append((name, Array(text.utf8)))
        return ["file": JSONNode(.string(name))]
    }
}

extension TenantDocument {
    /// The texts `{"file": NAME}` of a template, with their paths from the document.
    var textsInFiles: [(node: JSONNode, tokens: [String])] {
        guard case .template = self.kind else { return [] }
        let localized = Self.localizedKeys.flatMap { key in
            (self.root[key]?.members ?? []).map { (node: $0.value, tokens: [key, $0.name]) }
        }
        let styles = self.root["styles"].map { [(node: $0, tokens: ["styles"])] } ?? []
        return (localized + styles).filter { $0.node["file"]?.string != nil }
    }
}
