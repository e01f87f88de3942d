// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Walks the tree with what is known of each context. Bodies wait on a stack of its own.
struct Analyzer {
    /// What `this` is in a body.
    private enum Context {
        /// What it is around the body.
        case same
        /// The value at that place, if it is known.
        case inner(DataPath?)
        /// Unknown, and with it all that `../` leads to.
        case unknown
    }

    /// A body that is being visited or waits for it.
    private struct Work {
        var body: Body
        var context: Context
        /// The value that must be there for the body to be rendered.
        var subject: DataPath?
        /// What is known of its block parameters.
        var blockParams: [DataPath?]
        /// The statement to visit next; none before the body is entered.
        var next: Int?
        /// What to go back to behind it.
        var outside = (contexts: 0, firstKnown: 0)
        var guarded: Int?
    }

    /// The steps that a context may be away from the root. Every path in it repeats them, so that without a limit
    /// a template of n bytes could have paths of n * n bytes.
    private static let longestContext = 32

    private(set) var analysis = Analysis()
    private let tree: Program
    private let source: [UInt8]
    private let lines: LineIndex
    private var scope: BlockParamScope
    private var stack: [Work] = []
    /// The contexts that `../` leads through, the innermost last; no path where the context is not known.
    private var contexts: [DataPath?] = [DataPath()]
    /// The outermost of them that can be told.
    private var firstKnown = 0
    /// What is known of the block parameters of each program, the innermost last.
    private var blockParams: [[DataPath?]] = []
    private var guards = GuardedPaths()

    init(_ tree: Program, source: [UInt8], dialect: Dialect) {
        self.tree = tree
        self.scope = BlockParamScope(tree, dialect: dialect)
        self.source = source
        self.lines = LineIndex(source)
    }

    /// How the value of a call is used.
    private struct Use {
        var isEscaped = true
        var isCondition = false
    }

    mutating func run() {
        self.push(self.tree.body)
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
    private mutating func push(
        _ body: Body?, in context: Context = .same, guardedBy subject: DataPath? = nil, blockParams: [DataPath?] = []
    ) {
        guard let body else { return }
        self.stack.append(Work(body: body, context: context, subject: subject, blockParams: blockParams))
    }

    private mutating func enter(_ work: Work) {
        let last = self.stack.count - 1
        self.stack[last].next = work.body.statements.lowerBound
        self.stack[last].outside = (self.contexts.count, self.firstKnown)
        self.stack[last].guarded = work.subject.map { self.guards.add($0) }
        self.scope.enter(work.body)
        self.blockParams.append(work.blockParams.map(Self.limited))
        switch work.context {
        case .same: break
        case .inner(let path): self.contexts.append(Self.limited(path))
        case .unknown:
            self.contexts.append(nil)
            self.firstKnown = self.contexts.count
        }
    }

    private mutating func leave() {
        let work = self.stack.removeLast()
        self.contexts.removeLast(self.contexts.count - work.outside.contexts)
        self.firstKnown = work.outside.firstKnown
        if let guarded = work.guarded { self.guards.remove(guarded) }
        self.scope.leave()
        self.blockParams.removeLast()
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
            self.push(block.program, in: isSameContext ? .same : .unknown)
        case .decorator(let id):
            let decorator = self.tree[id]
            self.visit(arguments: decorator.call, offset: decorator.range.lowerBound)
        case .decoratorBlock(let id):
            let block = self.tree[id]
            self.visit(arguments: block.call, offset: block.range.lowerBound)
            self.push(block.program, in: .unknown)
        }
    }

    private mutating func visit(partial call: Call, offset: Int) {
        if case .call = call.head {
            self.record(call.head, offset)
        } else {
            let position = self.position(offset)
            self.analysis.partials.append(Analysis.Use(name: call.head.original.text, position: position))
        }
        self.visit(arguments: call, offset: offset)
    }

    private mutating func visit(arguments call: Call, offset: Int) {
        for argument in call.params + call.hash.map(\.value) { self.record(argument, offset) }
    }

    private mutating func record(_ expression: Expression, _ offset: Int) {
        guard let operand = try? self.scope.operand(expression, offset: offset) else { return }
        self.record(operand, Use())
    }
}

// MARK: - Blocks

extension Analyzer {
    private mutating func visit(_ block: Block) {
        guard let invocation = try? self.scope.invocation(block.call, offset: block.range.lowerBound) else {
            return
        }
        self.record(invocation, Use(isEscaped: self.isSection(invocation), isCondition: self.isSection(invocation)))
        let subject = self.subject(of: invocation)
        // The inverse goes on the stack first: it comes last.
        switch invocation.callee {
        case .helper(.unless):
            self.push(block.inverse, guardedBy: subject)
            self.push(block.program)
        case .helper(.with):
            let isSameContext = subject != nil && subject == self.contexts.last
            self.push(block.inverse)
            self.push(
                block.program, in: isSameContext ? .same : .inner(subject), guardedBy: subject, blockParams: [subject])
        case .helper(.each):
            let element = subject?.appending(.element)
            self.push(block.inverse)
            self.push(block.program, in: .inner(element), guardedBy: subject, blockParams: [element, nil])
        case .value, .valueOrHook:
            // What the body's context is depends on the value: `true` opens no level, an array one for each element.
            self.push(block.inverse)
            self.push(block.program, in: .unknown, guardedBy: subject)
        case .custom:
            // What the body's context is depends on the helper.
            self.push(block.inverse, in: .unknown)
            self.push(block.program, in: .unknown)
        case .helper, .unknown:
            self.push(block.inverse)
            self.push(block.program, guardedBy: subject)
        }
    }

    private func isSection(_ invocation: Invocation) -> Bool {
        switch invocation.callee {
        case .value, .valueOrHook: true
        case .helper, .custom, .unknown: false
        }
    }

    /// The value that a block depends on, if its place is known.
    private func subject(of invocation: Invocation) -> DataPath? {
        switch invocation.callee {
        case .value(let reference), .valueOrHook(let reference, _):
            return self.absolutePath(of: reference)
        case .helper(.if), .helper(.unless), .helper(.with), .helper(.each):
            guard case .reference(let reference)? = invocation.arguments.first else { return nil }
            return self.absolutePath(of: reference)
        case .helper, .custom, .unknown:
            return nil
        }
    }
}

// MARK: - Paths

extension Analyzer {
    private mutating func record(_ invocation: Invocation, _ use: Use) {
        self.record(.call(invocation), use)
    }

    private mutating func record(_ operand: Operand, _ use: Use) {
        var pending = [(operand, use)]
        while let (operand, use) = pending.popLast() {
            switch operand {
            case .reference(let reference): self.record(reference, use)
            case .literal: break
            case .call(let invocation):
                let use = self.record(calleeOf: invocation, use)
                let arguments = invocation.arguments + invocation.hash.map(\.value)
                pending += arguments.reversed().map { ($0, use) }
            }
        }
    }

    /// Returns how the arguments are used.
    private mutating func record(calleeOf invocation: Invocation, _ use: Use) -> Use {
        switch invocation.callee {
        case .value(let reference), .valueOrHook(let reference, _):
            self.record(reference, use)
        case .helper(let helper):
            let position = self.position(invocation.offset)
            self.analysis.helpers.append(Analysis.Use(name: helper.rawValue, position: position))
            if [.if, .unless, .with, .each].contains(helper) { return Use(isCondition: true) }
        case .custom, .unknown:
            let position = self.position(invocation.offset)
            self.analysis.helpers.append(Analysis.Use(name: invocation.name, position: position))
        }
        return use
    }

    private mutating func record(_ reference: Reference, _ use: Use) {
        let path = self.absolutePath(of: reference)
        let isGuarded = path.map { self.guards.cover($0) } ?? false
        let position = self.position(reference.offset)
        self.analysis.variables.append(
            Analysis.Variable(
                path: reference.written, absolutePath: path, position: position,
                isEscaped: use.isEscaped, isCondition: use.isCondition, isGuarded: isGuarded))
    }

    private func absolutePath(of reference: Reference) -> DataPath? {
        switch reference.base {
        case .context(let depth):
            let level = self.contexts.count - 1 - depth
            guard level >= self.firstKnown else { return nil }
            return self.contexts[level]?.appending(reference.parts)
        case .anyContext(let name):
            // Only outside of all blocks is there one context alone.
            guard self.contexts.count == 1 else { return nil }
            let parts = reference.access == .lenient ? [name] + reference.parts : reference.parts
            return self.contexts[0]?.appending(parts)
        case .blockParam(let depth, let index, _):
            let level = self.blockParams.count - 1 - depth
            guard level >= 0 else { return nil }
            let params = self.blockParams[level]
            return index < params.count ? params[index]?.appending(reference.parts) : nil
        case .data:
            guard let first = reference.parts.first, first.hasSameBytes(as: "root") else { return nil }
            return DataPath().appending(Array(reference.parts.dropFirst()))
        }
    }

    private func position(_ offset: Int) -> SourcePosition {
        self.lines.position(of: offset, in: self.source)
    }
}
