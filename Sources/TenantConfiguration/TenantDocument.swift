// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import JSONText

/// A configuration document of a tenant: one template, or the provider.
public struct TenantDocument: Sendable {
    /// What a document configures.
    public enum Kind: Hashable, Sendable {
        /// `emailTemplate/NAME`.
        case template(name: String)
        /// `external.email`, or `external.emailDefault` where `isDefault` is set.
        case provider(isDefault: Bool)

        /// The identifier of the document in IDM's configuration, which `_id` repeats.
        public var id: String {
            switch self {
            case .template(let name): "emailTemplate/" + name
            case .provider(let isDefault): isDefault ? "external.emailDefault" : "external.email"
            }
        }

        /// The kind of the document with an identifier; `nil` where it is no email document.
        init?(id: String) {
            if id.hasSameBytes(as: "external.email") {
                self = .provider(isDefault: false)
            } else if id.hasSameBytes(as: "external.emailDefault") {
                self = .provider(isDefault: true)
            } else if let name = id.removingPrefix("emailTemplate/") {
                self = .template(name: name)
            } else {
                return nil
            }
        }

        /// Whether both have the same identifier, byte for byte.
        public static func == (lhs: Self, rhs: Self) -> Bool { lhs.id.hasSameBytes(as: rhs.id) }

        /// Adds what `==` compares.
        public func hash(into hasher: inout Hasher) { hasher.combine(Array(self.id.utf8)) }
    }

    /// How documents lie on disk.
    public enum Layout: String, Hashable, Sendable {
        /// The bare document, as in IDM's `conf/`.
        case idm
        /// The document with its `_id`, as REST and raw exports give it.
        case raw
        /// frodo's envelopes.
        case frodo
        /// fr-config-manager's folders, with texts in files of their own.
        case frConfigManager = "fr-config-manager"
    }

    /// What the document configures.
    public let kind: Kind
    /// How it lies on disk.
    public let layout: Layout
    /// The file that it is in.
    public let file: SourceFile
    /// Where in the file it stands.
    public let pointer: JSONPointer
    /// The document, an object.
    public let root: JSONNode
    let json: JSONDocument

    init(
        kind: Kind, layout: Layout, file: SourceFile, pointer: JSONPointer, root: JSONNode, json: JSONDocument
    ) {
        self.kind = kind
        self.layout = layout
        self.file = file
        self.pointer = pointer
        self.root = root
        self.json = json
    }

    /// The place of a value of the document.
    ///
    /// - Parameter tokens: The path from the document to the value.
    public func location(of node: JSONNode? = nil, _ tokens: String...) -> SourceLocation {
        self.location(of: node, at: tokens)
    }

    /// The place of a value of the document, with its path from the document.
    public func location(of node: JSONNode?, at tokens: [String]) -> SourceLocation {
        let pointer = JSONPointer(self.pointer.tokens + tokens)
        return self.file.location(of: (node ?? self.root).range.lowerBound, pointer: pointer)
    }

    /// A string of the document with the way back to the file, or `nil` where the value is no string.
    public func text(_ node: JSONNode, at tokens: [String]) -> SourceText? {
        guard let string = node.string else { return nil }
        return SourceText(
            bytes: Array(string.utf8), file: self.file, map: self.json.sourceMap(ofString: node),
            pointer: JSONPointer(self.pointer.tokens + tokens))
    }

    /// The folder that the file is in, with a final slash, or an empty text for the current one.
    public var folder: String {
        Path.folder(of: self.file.path)
    }
}

/// Paths as texts, with `/` between their components.
package enum Path {
    package static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(path[...slash])
    }

    package static func lastComponent(_ path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    /// Whether a path is one name in the same folder: no slash, no `..`, nothing that cannot be seen.
    package static func isPlainName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && name.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: false
                default: scalar != "/" && scalar != "\\"
                }
            }
    }
}
