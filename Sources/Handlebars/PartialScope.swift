// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What the partials of one rendering need; empty while there are none.
struct PartialScope: Sendable {
    /// The texts that are being rendered: the template, and each partial that has been called and has not ended.
    var containers: [Container] = []
    /// The one at hand.
    var container = 0
    var closures: [Closure] = []
    var inlines: [InlineScope] = []
    var environments: [Environment] = []
    var calls: [PartialCall] = []
    /// How many calls there have been, those that have ended included.
    var callCount = 0

    /// How many of each there are, to go back to.
    struct Mark: Sendable {
        var containers: Int
        var closures: Int
        var inlines: Int
        var environments: Int
    }

    var mark: Mark {
        Mark(
            containers: self.containers.count, closures: self.closures.count, inlines: self.inlines.count,
            environments: self.environments.count)
    }

    mutating func goBack(to mark: Mark) {
        self.containers.removeLast(self.containers.count - mark.containers)
        self.closures.removeLast(self.closures.count - mark.closures)
        self.inlines.removeLast(self.inlines.count - mark.inlines)
        self.environments.removeLast(self.environments.count - mark.environments)
    }

    /// Puts the partials of a scope before those that the container at hand has.
    mutating func add(_ inlines: Int, to parent: Int?) -> Int {
        self.environments.append(Environment(inlines: inlines, parent: parent))
        return self.environments.count - 1
    }
}

/// A text that is being rendered.
struct Container: Sendable {
    var unit: Unit
    /// The inline partials in sight.
    var environment: Int?
}

/// A part of a text that can be called from elsewhere, with all that its paths start from.
struct Closure: Sendable {
    var container: Int
    /// The first instruction; none for an inline partial without a body.
    var program: Int?
    var contexts: Levels<Located>.View
    var blockParams: Levels<BlockParams>.View
    /// Whether it is the block of a partial, rather than an inline partial.
    var isBlock = false
    /// The `@partial-block` inside of the block.
    var outerBlock: Int?
    /// The inline partials that the block defines.
    var inlines: Int?
}

/// The inline partials of one program.
struct InlineScope: Sendable {
    var names: [Name: Int]
    /// The closure of the first.
    var first: Int
}

/// Inline partials in sight, and those further out.
struct Environment: Sendable {
    var inlines: Int
    var parent: Int?
}

/// A partial that is being rendered: what to restore when it ends.
struct PartialCall: Sendable {
    var mark: PartialScope.Mark
    var container: Int
    var contexts: Levels<Located>.Mark
    var blockParams: Levels<BlockParams>.Mark
    var frames: Int
    /// The container that is being rendered, and its environment before.
    var target = 0
    var targetEnvironment: Int?
    /// What to put before each line of the output from there on.
    var indent: Range<Int>?
    var outputStart: Int
    var offset: Int
    var origin: Tracer.Origin
}
