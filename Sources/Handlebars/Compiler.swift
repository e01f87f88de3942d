// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Turns the tree into instructions: resolves block parameters and tells helpers from values, as the compiler of
/// handlebars.js does. Blocks wait on a stack of its own.
struct Compiler {
    /// A program whose statements are being emitted, and the block that it belongs to.
    private struct Work {
        var program: Program
        var next = 0
        /// The position of the block's instruction; none for the template itself.
        var block: Int?
        /// What to emit after the program.
        var inverse: Program?
    }

    private var instructions: [Instruction] = []
    private var scope = BlockParamScope()
    private var stack: [Work] = []

    static func compile(_ program: Program) throws(Fault) -> Code {
        var compiler = Compiler()
        compiler.begin(Work(program: program))
        while let work = compiler.stack.last {
            if work.next < work.program.body.count {
                compiler.stack[compiler.stack.count - 1].next += 1
                try compiler.emit(work.program.body[work.next])
            } else {
                compiler.end(work)
            }
        }
        return Code(instructions: compiler.instructions)
    }

    private mutating func begin(_ work: Work) {
        self.scope.enter(work.program)
        self.stack.append(work)
    }

    private mutating func end(_ work: Work) {
        self.instructions.append(.end)
        self.scope.leave()
        self.stack.removeLast()
        guard let position = work.block, case .block(var code) = self.instructions[position] else { return }
        if let inverse = work.inverse {
            code.inverse = self.instructions.count
            self.begin(Work(program: inverse, block: position))
        } else {
            code.next = self.instructions.count
        }
        self.instructions[position] = .block(code)
    }

    private mutating func emit(_ statement: Statement) throws(Fault) {
        switch statement {
        case .content(let content):
            if !content.value.isEmpty { self.instructions.append(.content(content.value)) }
        case .comment:
            break
        case .mustache(let mustache):
            let invocation = self.scope.invocation(mustache.call, offset: mustache.range.lowerBound)
            self.instructions.append(.output(Output(invocation: invocation, isEscaped: mustache.isEscaped)))
        case .block(let block):
            self.emit(block)
        case .partial(let partial):
            try self.emit(partial: partial.call, range: partial.range)
        case .partialBlock(let partial):
            try self.emit(partial: partial.call, range: partial.range)
        case .decorator(let decorator):
            throw Self.decoratorUnavailable(decorator.call, decorator.range)
        case .decoratorBlock(let decorator):
            throw Self.decoratorUnavailable(decorator.call, decorator.range)
        }
    }

    private mutating func emit(_ block: Block) {
        let invocation = self.scope.invocation(block.call, offset: block.range.lowerBound)
        let position = self.instructions.count
        var code = BlockCode(invocation: invocation, program: nil, inverse: nil, next: position + 1)
        if let program = block.program {
            code.program = position + 1
            self.begin(Work(program: program, block: position, inverse: block.inverse))
        } else if let inverse = block.inverse {
            code.inverse = position + 1
            self.begin(Work(program: inverse, block: position))
        }
        self.instructions.append(.block(code))
    }

    private mutating func emit(partial call: Call, range: Range<Int>) throws(Fault) {
        let offset = range.lowerBound
        guard call.params.count <= 1 else {
            throw Fault(
                .partialArguments, "a partial takes at most one context, not \(call.params.count)", at: offset,
                mend: "pass the others as NAME=VALUE")
        }
        let name: PartialCode.Name
        if case .call(let computed) = call.head {
            name = .computed(self.scope.invocation(computed, offset: offset, isSubexpression: true))
        } else {
            name = .fixed(call.head.original.text)
        }
        self.instructions.append(.partial(PartialCode(name: name, offset: offset)))
    }

    private static func decoratorUnavailable(_ call: Call, _ range: Range<Int>) -> Fault {
        Fault(
            .decoratorUnavailable, "the decorator `\(call.head.original.text)`: decorators are not available",
            at: range.lowerBound, mend: "remove it")
    }
}

/// The block parameters in sight: those of each program from the template down to the one at hand.
struct BlockParamScope {
    /// The index of each name, by its bytes. Of repeated names the first counts.
    private var indices: [[[UInt8]: Int]] = []

    mutating func enter(_ program: Program) {
        let names = program.blockParams.enumerated().map { (Array($1.utf8), $0) }
        self.indices.append(Dictionary(names) { first, _ in first })
    }

    mutating func leave() {
        self.indices.removeLast()
    }

    /// How many programs up that parameter is, and which of theirs.
    func find(_ name: String) -> (depth: Int, index: Int)? {
        for (depth, indices) in self.indices.reversed().enumerated() where !indices.isEmpty {
            if let index = indices[Array(name.utf8)] { return (depth, index) }
        }
        return nil
    }

    /// What a path starts from. A block parameter goes before an `@` variable of its name, as in handlebars.js.
    func reference(_ path: Path, offset: Int) -> Reference {
        let base: Reference.Base
        var parts = path.parts
        if let first = parts.first {
            if path.depth == 0, !path.isScoped, let (depth, index) = self.find(first) {
                base = .blockParam(depth: depth, index: index, name: first)
                parts.removeFirst()
            } else if first.isEmpty {
                // handlebars.js takes the empty name for none at all, and with it all that follows.
                base = .context(depth: path.depth)
                parts = []
            } else {
                base = path.isData ? .data(depth: path.depth) : .context(depth: path.depth)
            }
        } else {
            base = .context(depth: path.depth)
        }
        return Reference(base: base, parts: parts, written: path.original, offset: offset)
    }

    /// `classifySexpr` of handlebars.js.
    func invocation(_ call: Call, offset: Int, isSubexpression: Bool = false) -> Invocation {
        let path = call.path
        let reference = self.reference(path, offset: offset)
        let isBlockParam = path.isSimple && path.parts.first.flatMap { self.find($0) } != nil
        let hasArguments = isSubexpression || !call.params.isEmpty || !call.hash.isEmpty
        let callee: Invocation.Callee
        if isBlockParam || !(hasArguments || path.isSimple) {
            callee = .value(reference)
        } else if let helper = path.parts.first.flatMap(Helper.init(name:)) {
            callee = .helper(helper)
        } else {
            callee = hasArguments ? .unknown(reference) : .value(reference)
        }
        return Invocation(
            callee: callee, arguments: call.params.map { self.operand($0, offset: offset) },
            hash: call.hash.map { HashArgument(key: $0.key, value: self.operand($0.value, offset: offset)) },
            name: path.original, offset: offset)
    }

    func operand(_ expression: Expression, offset: Int) -> Operand {
        switch expression {
        case .path(let path): .reference(self.reference(path, offset: offset))
        case .call(let call): .call(self.invocation(call, offset: offset, isSubexpression: true))
        case .string(let text): .literal(.string(text))
        case .number(let number): .literal(.number(number))
        case .boolean(let flag): .literal(.bool(flag))
        case .null: .literal(.some(.null))
        case .undefined: .literal(nil)
        }
    }
}
