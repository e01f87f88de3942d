// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A parsed and compiled text: a template, or a partial with its name.
///
/// A class, so that entering a partial takes no copy of it.
final class Unit: Sendable {
    let name: String?
    let source: [UInt8]
    let program: Program
    let code: Code

    init(name: String? = nil, source: [UInt8], program: Program, code: Code) {
        self.name = name
        self.source = source
        self.program = program
        self.code = code
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
    private(set) var partials: [Name: Unit] = [:]
    /// Whether any block of a partial names parameters.
    private(set) var hasBlockParams = false

    mutating func add(_ unit: Unit, named name: Name) {
        self.partials[name] = unit
        if unit.code.hasBlockParams { self.hasBlockParams = true }
    }
}

struct RegisteredHelper: Sendable {
    var name: String
    var body: @Sendable ([Value], HelperOptions) throws -> HelperResult
}

enum HelperResult: Sendable {
    case value(Value)
    case safe(String)
}
