// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What stands inside a tag: a head with its arguments.
struct Call: Sendable {
    /// A path or literal; a subexpression only as the name of a partial.
    var head: Expression
    var params: [Expression] = []
    var hash: [HashPair] = []

    /// The head as a path: a literal that is called or shown is a name to look up.
    var path: Path {
        if case .path(let path) = self.head { return path }
        return Path(name: self.head.original.text)
    }
}

struct HashPair: Sendable {
    var key: String
    var value: Expression
}

/// An argument.
enum Expression: Sendable {
    case path(Path)
    case call(NodeID<Call>)
    case string(String)
    case number(Double)
    case boolean(Bool)
    case undefined
    case null

    /// What handlebars.js compares when a tag closes a block.
    var original: Original {
        switch self {
        case .path(let path): .string(path.original)
        case .string(let text): .string(text)
        case .number(let number): .number(number)
        case .boolean(let flag): .boolean(flag)
        case .null: .null
        case .undefined, .call: .undefined
        }
    }
}

/// A name or literal in the spelling that closing tags must repeat.
enum Original {
    case string(String)
    case number(Double)
    case boolean(Bool)
    case null
    case undefined

    var text: String {
        switch self {
        case .string(let text): text
        case .number(let number): NumberText.text(of: number)
        case .boolean(let flag): flag ? "true" : "false"
        case .null: "null"
        case .undefined: "undefined"
        }
    }

    func matches(_ other: Original) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.number(let left), .number(let right)): left == right
        case (.boolean(let left), .boolean(let right)): left == right
        case (.null, .null), (.undefined, .undefined): true
        default: false
        }
    }
}

/// A path: `../a.b`, `@index`, `this`.
struct Path: Sendable {
    /// Whether it begins with `@`.
    var isData = false
    /// How many `..` it begins with.
    var depth = 0
    /// The names, without `this`, `.` and `..`.
    var parts: [String]
    /// The path without the brackets of segment literals.
    var original: String
    /// Where it stands; none of a literal that is taken for a path.
    var offset: Int?

    init(isData: Bool = false, depth: Int = 0, parts: [String] = [], original: String, offset: Int? = nil) {
        self.isData = isData
        self.depth = depth
        self.parts = parts
        self.original = original
        self.offset = offset
    }

    /// The path of one name.
    init(name: String) {
        self.init(parts: [name], original: name)
    }

    /// Whether it says outright that it starts at a context: `/^\.|this\b/`, which also finds `xthis`.
    var isScoped: Bool {
        if self.original.utf8.first == .ascii(".") { return true }
        // The bytes read last, the latest lowest.
        var window: UInt32 = 0
        let this: UInt32 = 0x7468_6973
        for byte in self.original.utf8 {
            if window == this, !(byte.isAlphanumeric || byte == .ascii("_")) { return true }
            window = window << 8 | UInt32(byte)
        }
        return window == this
    }

    /// Whether it is a bare name, which could be a helper's.
    var isSimple: Bool {
        self.parts.count == 1 && self.depth == 0 && !self.isScoped
    }
}
