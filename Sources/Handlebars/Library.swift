// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A parsed and compiled text: a template, or a partial with its name.
struct Unit: Sendable {
    var name: String?
    let source: [UInt8]
    let program: Program
    var code: Code
}

/// A name, compared byte for byte: `String` holds canonically equivalent names for the same.
struct Name: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (lhs: Name, rhs: Name) -> Bool {
        lhs.text.utf8.elementsEqual(rhs.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        // Equal bytes make equal strings, so the hash agrees with `==`.
        hasher.combine(self.text)
    }
}

/// The helpers by name and the options: all that decides how a name in a template is understood.
struct Dialect: Sendable {
    var options: Options
    /// The positions of the registered helpers.
    var helpers: [Name: Int] = [:]

    init(options: Options = Options()) {
        self.options = options
    }

    func position(of name: String) -> Int? {
        self.helpers.isEmpty ? nil : self.helpers[Name(name)]
    }

    /// Called for names that are neither a helper nor in the data.
    var helperMissing: Int? { self.position(of: Helper.helperMissing.rawValue) }

    /// Called for values that are used as a block.
    var blockHelperMissing: Int? { self.position(of: Helper.blockHelperMissing.rawValue) }

    /// Whether the name is a helper's at all events, whatever the data has.
    func isKnown(_ name: String) -> Bool {
        if Helper(name: name) != nil { return true }
        guard !self.options.knownHelpers.isEmpty else { return false }
        return self.options.knownHelpers.contains { $0.hasSameBytes(as: name) }
    }
}

/// What templates of a set share.
struct Library: Sendable {
    var dialect = Dialect()
    var helpers: [RegisteredHelper] = []
    var partials: [Name: Unit] = [:]
}

struct RegisteredHelper: Sendable {
    var name: String
    var body: @Sendable ([Value], HelperOptions) throws -> HelperResult
}

enum HelperResult: Sendable {
    case value(Value)
    case safe(String)
}
