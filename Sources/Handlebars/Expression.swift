// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What stands inside a tag: a head with its arguments.
struct Call: Sendable {
    /// A path or literal; a subexpression only as the name of a partial.
    var head: Expression
    var params: [Expression] = []
    var hash: [HashPair] = []
    var range: Range<Int>

    /// The head as a path: a literal that is called or shown is a name to look up.
    var path: Path {
        switch self.head {
        case .path(let path): path
        case .call(let call): call.path
        default: Path(name: self.head.original.text, range: self.range)
        }
    }
}

struct HashPair: Sendable {
    var key: String
    var value: Expression
}

/// An argument.
indirect enum Expression: Sendable {
    case path(Path)
    case call(Call)
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
    var range: Range<Int>

    init(isData: Bool, depth: Int, parts: [String], original: String, range: Range<Int>) {
        self.isData = isData
        self.depth = depth
        self.parts = parts
        self.original = original
        self.range = range
    }

    /// The path of one name.
    init(name: String, range: Range<Int>) {
        self.init(isData: false, depth: 0, parts: [name], original: name, range: range)
    }

    /// Whether it says outright that it starts at a context: `/^\.|this\b/`, which also finds `xthis`.
    var isScoped: Bool {
        let bytes = Array(self.original.utf8)
        if bytes.first == UInt8(ascii: ".") { return true }
        let this = Array("this".utf8)
        guard bytes.count >= this.count else { return false }
        return (0...(bytes.count - this.count)).contains { start in
            guard bytes[start..<(start + this.count)].elementsEqual(this) else { return false }
            guard start + this.count < bytes.count else { return true }
            let following = bytes[start + this.count]
            return !(following.isAlphanumeric || following == UInt8(ascii: "_"))
        }
    }

    /// Whether it is a bare name, which could be a helper's.
    var isSimple: Bool {
        self.parts.count == 1 && self.depth == 0 && !self.isScoped
    }
}
