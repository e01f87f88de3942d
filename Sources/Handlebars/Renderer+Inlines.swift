// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

// MARK: - Inline partials

extension Renderer {
    /// Defines the inline partials of a program that is about to be entered.
    mutating func define(_ code: InlineCode) throws(Fault) {
        self.preparePartials()
        let inlines = try self.addInlines(code)
        let container = self.partials.container
        let outer = self.partials.containers[container].environment
        self.partials.containers[container].environment = self.partials.add(inlines, to: outer)
    }

    /// Forgets the inline partials that were defined last.
    mutating func undefine() {
        guard let environment = self.partials.environments.popLast() else { return }
        self.partials.containers[self.partials.container].environment = environment.parent
        guard let inlines = self.partials.inlines.popLast() else { return }
        self.partials.closures.removeLast(self.partials.closures.count - inlines.first)
    }

    mutating func addInlines(_ code: InlineCode) throws(Fault) -> Int {
        try self.charge(code.partials.count, at: code.offset)
        var names = code.names ?? [:]
        for (index, partial) in code.partials.enumerated() {
            for other in partial.others { _ = try self.evaluate(other) }
            guard code.names == nil else { continue }
            names[Name(try self.text(of: try self.evaluate(partial.name), at: code.offset))] = index
        }
        let first = self.partials.closures.count
        for partial in code.partials {
            self.partials.closures.append(
                Closure(
                    container: self.partials.container, program: partial.program,
                    contexts: self.contexts.view, blockParams: self.blockParams.view))
        }
        self.partials.inlines.append(InlineScope(names: names, first: first))
        return self.partials.inlines.count - 1
    }
}

// MARK: - @partial-block as a value

extension Renderer {
    /// The value of a path that is shown or opened as a section: handlebars.js calls `@partial-block` then as it calls
    /// helpers, whose options are the only argument.
    mutating func resolve(head path: Int) throws(Fault) -> Located {
        let code = self.unit.code.paths[path]
        guard self.isPartialBlock(code),
            let text = try self.partialBlockText(at: code.offset, context: Located(Self.partialBlockOptions))
        else { return try self.resolve(path) }
        return text
    }

    private static let partialBlockOptions: Value = ["name": "partial-block", "hash": [:]]

    /// What handlebars.js makes of `{{#if @partial-block}}`: the block's text, rendered without any data.
    ///
    /// On its own, so that other look-ups do not pay for it with stack.
    @inline(never)
    mutating func partialBlockText(at offset: Int, context: Located = .undefined) throws(Fault) -> Located? {
        guard let block = self.frames.last?.partialBlock else { return nil }
        let frames = self.frames
        let root = self.root
        self.frames = []
        self.root = .undefined
        let text = try self.capture(at: offset) { renderer throws(Fault) in
            try renderer.enter(closure: block, renderer.call(at: offset), context: context, returnsTo: -1)
        }
        self.frames = frames
        self.root = root
        return Located(.string(text))
    }
}
