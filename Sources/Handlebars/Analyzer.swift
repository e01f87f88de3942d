// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Walks the tree with what is known of each context. Programs wait on a stack of its own.
struct Analyzer {
    /// What is known where a statement stands.
    private struct Surroundings {
        var scope: BlockParamScope
        /// The contexts that `../` leads through, the innermost last; no path where the context is not known.
        var contexts: [DataPath?] = [DataPath()]
        /// What is known of the block parameters of each program, the innermost last.
        var blockParams: [[DataPath?]] = []
        /// The values that must be there for the statement to be rendered.
        var guards: [DataPath] = []
    }

    /// A program that is being visited or waits for it.
    private struct Work {
        var program: Program
        var next = 0
        var surroundings: Surroundings
    }

    private(set) var analysis = Analysis()
    private let source: [UInt8]
    private let lines: LineIndex
    private var here: Surroundings
    private var stack: [Work] = []

    init(_ source: [UInt8], dialect: Dialect) {
        self.here = Surroundings(scope: BlockParamScope(dialect: dialect))
        self.source = source
        self.lines = LineIndex(source)
    }

    /// How the value of a call is used.
    private struct Use {
        var isEscaped = true
        var isCondition = false
    }

    mutating func visit(_ template: Program) {
        self.push(template)
        while let work = self.stack.last {
            guard work.next < work.program.body.count else {
                self.stack.removeLast()
                continue
            }
            self.stack[self.stack.count - 1].next += 1
            self.here = work.surroundings
            self.visit(work.program.body[work.next])
        }
    }

    /// Puts a program on the stack: it is visited before all that is there already.
    private mutating func push(
        _ program: Program?, contexts: [DataPath?]? = nil, guardedBy subject: DataPath? = nil,
        blockParams: [DataPath?] = []
    ) {
        guard let program else { return }
        var surroundings = self.here
        surroundings.scope.enter(program)
        surroundings.blockParams.append(blockParams)
        if let contexts { surroundings.contexts = contexts }
        if let subject { surroundings.guards.append(subject) }
        self.stack.append(Work(program: program, surroundings: surroundings))
    }

    private mutating func visit(_ statement: Statement) {
        switch statement {
        case .content, .comment: break
        case .mustache(let mustache):
            // What does not resolve does not compile, so there always is an invocation.
            guard let invocation = try? self.here.scope.invocation(mustache.call, offset: mustache.range.lowerBound)
            else { return }
            self.record(invocation, Use(isEscaped: mustache.isEscaped))
        case .block(let block): self.visit(block)
        case .partial(let partial): self.visit(partial: partial.call, offset: partial.range.lowerBound)
        case .partialBlock(let partial):
            self.visit(partial: partial.call, offset: partial.range.lowerBound)
            // The block is rendered where the partial says, or in the partial's place if there is none.
            let isSameContext = partial.call.params.isEmpty && partial.call.hash.isEmpty
            self.push(partial.program, contexts: isSameContext ? nil : self.unknownContexts)
        case .decorator(let decorator):
            self.visit(arguments: decorator.call, offset: decorator.range.lowerBound)
        case .decoratorBlock(let block):
            self.visit(arguments: block.call, offset: block.range.lowerBound)
            self.push(block.program, contexts: self.unknownContexts)
        }
    }

    /// Contexts for what is rendered wherever it is called.
    private var unknownContexts: [DataPath?] {
        Array(repeating: nil, count: self.here.contexts.count + 1)
    }

    private mutating func visit(partial call: Call, offset: Int) {
        if case .call(let name) = call.head {
            self.record(.call(name), offset)
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
        guard let operand = try? self.here.scope.operand(expression, offset: offset) else { return }
        self.record(operand, Use())
    }
}

// MARK: - Blocks

extension Analyzer {
    private mutating func visit(_ block: Block) {
        guard let invocation = try? self.here.scope.invocation(block.call, offset: block.range.lowerBound) else {
            return
        }
        self.record(invocation, Use(isEscaped: self.isSection(invocation), isCondition: self.isSection(invocation)))
        let subject = self.subject(of: invocation)
        let contexts = self.here.contexts
        // The inverse goes on the stack first: it comes last.
        switch invocation.callee {
        case .helper(.unless):
            self.push(block.inverse, guardedBy: subject)
            self.push(block.program)
        case .helper(.with):
            let isSameContext = subject != nil && subject == contexts.last
            self.push(block.inverse)
            self.push(
                block.program, contexts: isSameContext ? contexts : contexts + [subject], guardedBy: subject,
                blockParams: [subject])
        case .helper(.each):
            let element = subject?.appending(.element)
            self.push(block.inverse)
            self.push(
                block.program, contexts: contexts + [element], guardedBy: subject, blockParams: [element, nil])
        case .value, .valueOrHook:
            // What the body's context is depends on the value: `true` opens no level, an array one for each element.
            self.push(block.inverse)
            self.push(
                block.program, contexts: Array(repeating: nil, count: contexts.count + 1), guardedBy: subject)
        case .custom:
            // What the body's context is depends on the helper.
            self.push(block.inverse, contexts: self.unknownContexts)
            self.push(block.program, contexts: self.unknownContexts)
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
        var use = use
        switch invocation.callee {
        case .value(let reference), .valueOrHook(let reference, _):
            self.record(reference, use)
        case .helper(let helper):
            let position = self.position(invocation.offset)
            self.analysis.helpers.append(Analysis.Use(name: helper.rawValue, position: position))
            if [.if, .unless, .with, .each].contains(helper) { use = Use(isCondition: true) }
        case .custom, .unknown:
            let position = self.position(invocation.offset)
            self.analysis.helpers.append(Analysis.Use(name: invocation.name, position: position))
        }
        for argument in invocation.arguments { self.record(argument, use) }
        for argument in invocation.hash { self.record(argument.value, use) }
    }

    private mutating func record(_ operand: Operand, _ use: Use) {
        switch operand {
        case .reference(let reference): self.record(reference, use)
        case .call(let invocation): self.record(invocation, use)
        case .literal: break
        }
    }

    private mutating func record(_ reference: Reference, _ use: Use) {
        let path = self.absolutePath(of: reference)
        let isGuarded = path.map { path in self.here.guards.contains { $0.contains(path) } } ?? false
        let position = self.position(reference.offset)
        self.analysis.variables.append(
            Analysis.Variable(
                path: reference.written, absolutePath: path, position: position,
                isEscaped: use.isEscaped, isCondition: use.isCondition, isGuarded: isGuarded))
    }

    private func absolutePath(of reference: Reference) -> DataPath? {
        switch reference.base {
        case .context(let depth):
            guard depth < self.here.contexts.count else { return nil }
            return self.here.contexts[self.here.contexts.count - 1 - depth]?.appending(reference.parts)
        case .anyContext(let name):
            // Only outside of all blocks is there one context alone.
            guard self.here.contexts.count == 1 else { return nil }
            let parts = reference.access == .lenient ? [name] + reference.parts : reference.parts
            return self.here.contexts[0]?.appending(parts)
        case .blockParam(let depth, let index, _):
            let level = self.here.blockParams.count - 1 - depth
            guard level >= 0 else { return nil }
            let params = self.here.blockParams[level]
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
