// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Walks the tree with what is known of each context. Bodies wait on a stack of its own.
struct Analyzer {
    /// What `this` is in a body.
    enum Context {
        /// What it is around the body.
        case same
        /// The value at that place, if it is known.
        case inner(DataPath?)
        /// The value at that place, if it is known, while nothing is known of what `../` leads to.
        case detached(DataPath?)
    }

    /// A body that is being visited or waits for it.
    private struct Work {
        var body: Body
        var context = Context.same
        /// The value that must be there for the body to be rendered.
        var subject: DataPath?
        /// What is known of its block parameters.
        var blockParams: [DataPath?] = []
        /// The statement to visit next; none before the body is entered.
        var next: Int?
        /// What to go back to behind it.
        var outside = (contexts: 0, firstKnown: 0)
        var guarded: Int?
        /// How many inline partials it defines.
        var inlines = 0
        var isInline = false
        /// Whether it is the block of a partial, which can call what it defines.
        var isPartialBlock = false
    }

    /// The steps that a context or guard may be away from the root. Every path in a context repeats them, so that
    /// without a limit a template of n bytes could have paths of n * n bytes.
    private static let longestContext = 32

    var analysis = Analysis()
    let tree: Program
    let source: [UInt8]
    let lines: LineIndex
    var scope: BlockParamScope
    private var stack: [Work] = []
    /// The contexts that `../` leads through, the innermost last; no path where the context is not known.
    var contexts: [DataPath?] = [DataPath()]
    /// The outermost of them that can be told.
    var firstKnown = 0
    /// What is known of the block parameters of each program, the innermost last.
    var blockParams: [[DataPath?]] = []
    var guards = GuardedPaths()
    /// What an earlier walk has found.
    private let knownInlines: InlineContexts
    private var inlines = InlineContexts()
    /// In how many inline partials the body at hand stands.
    private var inlineDepth = 0

    static func analyze(_ tree: Program, source: [UInt8], dialect: Dialect) -> Analysis {
        var inlines = InlineContexts()
        if tree.hasInlines {
            var survey = Analyzer(tree, source: source, dialect: dialect, inlines: inlines)
            survey.run()
            inlines = survey.inlines
        }
        var analyzer = Analyzer(tree, source: source, dialect: dialect, inlines: inlines)
        analyzer.run()
        return analyzer.analysis
    }

    private init(_ tree: Program, source: [UInt8], dialect: Dialect, inlines: InlineContexts) {
        self.tree = tree
        self.scope = BlockParamScope(tree, dialect: dialect)
        self.source = source
        self.lines = LineIndex(source)
        self.knownInlines = inlines
    }

    /// How the value of a call is used.
    struct Use {
        var isEscaped = true
        var isCondition = false
    }

    private mutating func run() {
        self.stack.append(Work(body: self.tree.body))
        while let work = self.stack.last {
            let last = self.stack.count - 1
            guard let next = work.next else {
                self.enter(work)
                continue
            }
            if next < work.body.statements.upperBound {
                self.stack[last].next = next + 1
                self.visit(self.tree.statements[next])
            } else {
                self.leave()
            }
        }
    }

    /// Puts a body on the stack: it is visited before all that is there already.
    mutating func push(
        _ body: Body?, in context: Context = .same, guardedBy subject: DataPath? = nil, blockParams: [DataPath?] = []
    ) {
        guard let body else { return }
        self.stack.append(Work(body: body, context: context, subject: subject, blockParams: blockParams))
    }

    private mutating func enter(_ work: Work) {
        let last = self.stack.count - 1
        self.stack[last].next = work.body.statements.lowerBound
        self.stack[last].outside = (self.contexts.count, self.firstKnown)
        self.stack[last].guarded = Self.limited(work.subject).map { self.guards.add($0) }
        self.scope.enter(work.body)
        self.blockParams.append(work.blockParams.map(Self.limited))
        if work.isInline { self.inlineDepth += 1 }
        let inlines = self.inlines(of: work.body)
        self.stack[last].inlines = inlines.count
        self.inlines.enter(inlines, areExposed: work.isPartialBlock)
        switch work.context {
        case .same: break
        case .inner(let path): self.contexts.append(Self.limited(path))
        case .detached(let path):
            self.firstKnown = self.contexts.count
            self.contexts.append(Self.limited(path))
        }
    }

    private mutating func leave() {
        let work = self.stack.removeLast()
        self.contexts.removeLast(self.contexts.count - work.outside.contexts)
        self.firstKnown = work.outside.firstKnown
        if let guarded = work.guarded { self.guards.remove(guarded) }
        self.scope.leave()
        self.blockParams.removeLast()
        if work.isInline { self.inlineDepth -= 1 }
        self.inlines.leave(work.inlines)
    }

    /// The names of the inline partials that a body defines.
    private mutating func inlines(of body: Body) -> [Name] {
        var names: [Name] = []
        for statement in self.tree.statements[body.statements] {
            switch statement {
            case .decoratorBlock(let id):
                if let name = self.tree[id].call.inlineName {
                    names.append(name)
                } else {
                    self.inlines.exposeAll()
                }
            case .decorator: self.inlines.exposeAll()
            default: break
            }
        }
        return names
    }

    private static func limited(_ context: DataPath?) -> DataPath? {
        context.flatMap { $0.segments.count <= Self.longestContext ? $0 : nil }
    }

    private mutating func visit(_ statement: Statement) {
        switch statement {
        case .content, .comment: break
        case .mustache(let id):
            let mustache = self.tree[id]
            // What does not resolve does not compile, so there always is an invocation.
            guard let invocation = try? self.scope.invocation(mustache.call, offset: mustache.range.lowerBound)
            else { return }
            self.record(invocation, Use(isEscaped: mustache.isEscaped))
        case .block(let id): self.visit(self.tree[id])
        case .partial(let id):
            let partial = self.tree[id]
            self.visit(partial: partial.call, offset: partial.range.lowerBound)
        case .partialBlock(let id):
            let block = self.tree[id]
            self.visit(partial: block.call, offset: block.range.lowerBound)
            // The block is rendered where the partial says, or in the partial's place if there is none.
            let isSameContext = block.call.params.isEmpty && block.call.hash.isEmpty
            guard let body = block.program else { return }
            let context = isSameContext ? Context.same : .detached(nil)
            self.stack.append(Work(body: body, context: context, isPartialBlock: true))
        case .decorator(let id):
            let decorator = self.tree[id]
            self.visit(arguments: decorator.call, offset: decorator.range.lowerBound)
        case .decoratorBlock(let id):
            let block = self.tree[id]
            self.visit(arguments: block.call, offset: block.range.lowerBound)
            guard let body = block.program else { return }
            let context = block.call.inlineName.flatMap { self.knownInlines[$0] }
            self.stack.append(Work(body: body, context: .detached(context), isInline: true))
        }
    }

    private mutating func visit(partial call: Call, offset: Int) {
        var name: String?
        if case .call = call.head {
            self.record(call.head, offset)
        } else {
            name = call.head.original.text
        }
        self.analysis.partials.append(Analysis.Partial(name: name, position: self.position(offset)))
        self.visit(arguments: call, offset: offset)
        self.inlines.call(
            call.partialName, in: self.context(ofPartial: call, offset: offset), isInInline: self.inlineDepth > 0)
    }

    /// The place of the value that a partial is called with, if it is known.
    private func context(ofPartial call: Call, offset: Int) -> DataPath? {
        // With hash arguments it is a new object.
        guard call.hash.isEmpty else { return nil }
        guard let param = call.params.first else {
            if self.scope.dialect.options.explicitPartialContext { return nil }
            return self.contexts.last.flatMap { $0 }
        }
        guard let operand = try? self.scope.operand(param, offset: offset) else { return nil }
        return Self.limited(self.absolutePath(of: operand))
    }

    private mutating func visit(arguments call: Call, offset: Int) {
        for argument in call.params + call.hash.map(\.value) { self.record(argument, offset) }
    }

    private mutating func record(_ expression: Expression, _ offset: Int) {
        guard let operand = try? self.scope.operand(expression, offset: offset) else { return }
        self.record(operand, Use())
    }
}

extension Call {
    /// The name that is written out in the tag of an inline partial.
    fileprivate var inlineName: Name? {
        if case .string(let name)? = self.params.first { Name(name) } else { nil }
    }

    /// The name that is written out in the tag of a partial.
    fileprivate var partialName: Name? {
        if case .call = self.head { return nil }
        let name = self.head.original.text
        return name.hasSameBytes(as: "@partial-block") ? nil : Name(name)
    }
}

extension Program {
    fileprivate var hasInlines: Bool {
        self.statements.contains { if case .decoratorBlock = $0 { true } else { false } }
    }
}
