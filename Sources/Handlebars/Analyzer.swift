// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Walks the tree with what is known of each context. Programs wait on a stack of its own.
struct Analyzer {
    /// What is known where a statement stands.
    private struct Surroundings {
        var scope = BlockParamScope()
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
    private var here = Surroundings()
    private var stack: [Work] = []

    init(_ source: [UInt8]) {
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
            let invocation = self.here.scope.invocation(mustache.call, offset: mustache.range.lowerBound)
            self.record(invocation, Use(isEscaped: mustache.isEscaped))
        case .block(let block): self.visit(block)
        case .partial(let partial): self.visit(partial: partial.call, offset: partial.range.lowerBound)
        case .partialBlock(let partial):
            self.visit(partial: partial.call, offset: partial.range.lowerBound)
            self.push(partial.program)
        // A template with decorators does not compile.
        case .decorator, .decoratorBlock: break
        }
    }

    private mutating func visit(partial call: Call, offset: Int) {
        if case .call(let name) = call.head {
            self.record(self.here.scope.invocation(name, offset: offset, isSubexpression: true), Use())
        } else {
            let position = self.position(offset)
            self.analysis.partials.append(Analysis.Use(name: call.head.original.text, position: position))
        }
        let arguments = call.params + call.hash.map(\.value)
        for argument in arguments { self.record(self.here.scope.operand(argument, offset: offset), Use()) }
    }
}

// MARK: - Blocks

extension Analyzer {
    private mutating func visit(_ block: Block) {
        let invocation = self.here.scope.invocation(block.call, offset: block.range.lowerBound)
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
        case .value:
            // What the body's context is depends on the value: `true` opens no level, an array one for each element.
            self.push(block.inverse)
            self.push(
                block.program, contexts: Array(repeating: nil, count: contexts.count + 1), guardedBy: subject)
        case .helper, .unknown:
            self.push(block.inverse)
            self.push(block.program, guardedBy: subject)
        }
    }

    private func isSection(_ invocation: Invocation) -> Bool {
        if case .value = invocation.callee { true } else { false }
    }

    /// The value that a block depends on, if its place is known.
    private func subject(of invocation: Invocation) -> DataPath? {
        switch invocation.callee {
        case .value(let reference):
            return self.absolutePath(of: reference)
        case .helper(.if), .helper(.unless), .helper(.with), .helper(.each):
            guard case .reference(let reference)? = invocation.arguments.first else { return nil }
            return self.absolutePath(of: reference)
        case .helper, .unknown:
            return nil
        }
    }
}

// MARK: - Paths

extension Analyzer {
    private mutating func record(_ invocation: Invocation, _ use: Use) {
        var use = use
        switch invocation.callee {
        case .value(let reference):
            self.record(reference, use)
        case .helper(let helper):
            let position = self.position(invocation.offset)
            self.analysis.helpers.append(Analysis.Use(name: helper.rawValue, position: position))
            if [.if, .unless, .with, .each].contains(helper) { use = Use(isCondition: true) }
        case .unknown:
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
        case .blockParam(let depth, let index, _):
            let params = self.here.blockParams[self.here.blockParams.count - 1 - depth]
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
