// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Turns the tree into instructions: resolves block parameters and tells helpers from values, as the compiler of
/// handlebars.js does. Blocks wait on a stack of its own.
struct Compiler {
    /// What a program is for: where to note its place once it is known.
    private enum Role {
        case template
        case program(block: Int, inverse: Program?)
        case inverse(block: Int)
        case partialBlock(partial: Int)
        case inline
    }

    /// A program whose statements are being emitted.
    private struct Work {
        var program: Program
        var role: Role
        var next = 0
        /// The inline partials that it defines, emitted behind its end, and how many of them have been.
        var inlines: [Program?] = []
        var emittedInlines = 0
        /// The instruction that defines them.
        var slot = 0
    }

    private var code = Code()
    private var scope: BlockParamScope
    private var stack: [Work] = []

    static func compile(_ program: Program, dialect: Dialect) throws(Fault) -> Code {
        var compiler = Compiler(scope: BlockParamScope(dialect: dialect))
        try compiler.begin(program, .template)
        while let work = compiler.stack.last {
            let last = compiler.stack.count - 1
            if work.next < work.program.body.count {
                compiler.stack[last].next += 1
                try compiler.emit(work.program.body[work.next])
            } else if work.emittedInlines < work.inlines.count {
                compiler.stack[last].emittedInlines += 1
                try compiler.emitInline(of: work)
            } else {
                try compiler.end(work)
            }
        }
        return compiler.code
    }

    private init(scope: BlockParamScope) {
        self.scope = scope
    }

    private mutating func begin(_ program: Program, _ role: Role) throws(Fault) {
        self.scope.enter(program)
        var work = Work(program: program, role: role)
        work.slot = self.code.instructions.count
        if let (code, bodies) = try self.inlines(of: program) {
            work.inlines = bodies
            self.code.instructions.append(.inlines(self.code.inlines.count))
            self.code.inlines.append(code)
        }
        if !program.blockParams.isEmpty { self.code.hasBlockParams = true }
        self.stack.append(work)
    }

    private mutating func end(_ work: Work) throws(Fault) {
        if work.inlines.isEmpty { self.code.instructions.append(.end) }
        self.scope.leave()
        self.stack.removeLast()
        switch work.role {
        case .template, .inline: break
        case .program(let block, let inverse):
            guard let inverse else {
                self.code.blocks[block].next = self.code.instructions.count
                return
            }
            self.code.blocks[block].inverse = self.code.instructions.count
            try self.begin(inverse, .inverse(block: block))
        case .inverse(let block): self.code.blocks[block].next = self.code.instructions.count
        case .partialBlock(let partial): self.code.partials[partial].next = self.code.instructions.count
        }
    }

    private mutating func emit(_ statement: Statement) throws(Fault) {
        switch statement {
        case .content(let content):
            if !content.value.isEmpty { self.code.instructions.append(self.code.content(content.value)) }
        case .comment, .decorator, .decoratorBlock:
            break
        case .mustache(let mustache):
            let invocation = try self.scope.invocation(mustache.call, offset: mustache.range.lowerBound)
            self.code.instructions.append(self.code.output(invocation, isEscaped: mustache.isEscaped))
        case .block(let block):
            try self.emit(block)
        case .partial(let partial):
            try self.emit(partial: partial.call, indent: partial.indent, range: partial.range, block: nil)
        case .partialBlock(let partial):
            try self.emit(partial: partial.call, indent: nil, range: partial.range, block: partial.program)
        }
    }

    private mutating func emit(_ block: Block) throws(Fault) {
        let invocation = try self.scope.blockInvocation(block.call, offset: block.range.lowerBound)
        let body = self.code.instructions.count + 1
        let position = self.code.blocks.count
        var code = BlockCode(call: self.code.call(invocation), next: body)
        if let program = block.program {
            code.program = body
            code.blockParams = program.blockParams.count
        } else if block.inverse != nil {
            code.inverse = body
        }
        self.code.instructions.append(.block(position))
        self.code.blocks.append(code)
        if let program = block.program {
            try self.begin(program, .program(block: position, inverse: block.inverse))
        } else if let inverse = block.inverse {
            try self.begin(inverse, .inverse(block: position))
        }
    }
}

// MARK: - Partials

extension Compiler {
    private mutating func emit(
        partial call: Call, indent: Range<Int>?, range: Range<Int>, block: Program?
    ) throws(Fault) {
        let offset = range.lowerBound
        let options = self.scope.dialect.options
        guard call.params.count <= 1 else {
            throw Fault(
                .partialArguments, "a partial takes at most one context, not \(call.params.count)", at: offset,
                mend: "pass the others as NAME=VALUE")
        }
        var name: PartialCode.Name
        if case .call(let computed) = call.head {
            let invocation = try self.scope.invocation(computed, offset: offset, isSubexpression: true)
            name = .computed(self.code.call(invocation))
        } else {
            let text = call.head.original.text
            name = text.hasSameBytes(as: "@partial-block") ? .partialBlock : .fixed(self.code.name(text))
        }
        let context: OperandCode
        if let param = call.params.first {
            context = self.code.operand(try self.scope.operand(param, offset: offset))
        } else if options.explicitPartialContext, case .computed(let computed) = name {
            // 4.7.7 pushes the missing context before the name, and then takes each for the other.
            name = .fixed(self.code.name("undefined"))
            context = .call(self.code.position(of: computed))
        } else if options.explicitPartialContext {
            context = self.code.operand(.literal(nil))
        } else {
            let this = Reference(base: .context(depth: 0), parts: [], written: "this", offset: offset)
            context = .path(self.code.path(this))
        }
        let hash = self.code.hash(try self.scope.hash(call.hash, offset: offset))
        if options.preventIndent, let indent { self.code.instructions.append(self.code.content(indent)) }
        let body = self.code.instructions.count + 1
        let position = self.code.partials.count
        self.code.instructions.append(.partial(position))
        self.code.partials.append(
            PartialCode(
                name: name, context: context, hash: hash, indent: options.preventIndent ? nil : indent,
                program: block == nil ? nil : body, next: body, offset: offset))
        if let block { try self.begin(block, .partialBlock(partial: position)) }
    }

    /// What defines the inline partials of a program, and their bodies.
    private mutating func inlines(of program: Program) throws(Fault) -> (code: InlineCode, bodies: [Program?])? {
        var code = InlineCode(partials: [], names: [:], offset: 0)
        var bodies: [Program?] = []
        for statement in program.body {
            let call: Call
            let offset: Int
            switch statement {
            case .decorator(let decorator):
                call = decorator.call
                offset = decorator.range.lowerBound
                bodies.append(nil)
            case .decoratorBlock(let block):
                call = block.call
                offset = block.range.lowerBound
                bodies.append(block.program)
            default: continue
            }
            let decorator = call.head.original.text
            guard decorator.hasSameBytes(as: "inline") else {
                throw Fault(
                    .decoratorUnavailable, "there is no decorator `\(decorator)`", at: offset,
                    mend: "the only decorator is inline: {{#*inline \"NAME\"}}")
            }
            var arguments: [Operand] = []
            for param in call.params { arguments.append(try self.scope.operand(param, offset: offset)) }
            let name = arguments.first ?? .literal(nil)
            for pair in call.hash { arguments.append(try self.scope.operand(pair.value, offset: offset)) }
            if case .literal(let value) = name {
                code.names?[Name(value?.javaScriptText ?? "undefined")] = code.partials.count
            } else {
                code.names = nil
            }
            if code.partials.isEmpty { code.offset = offset }
            code.partials.append(
                InlineCode.Partial(
                    name: self.code.operand(name), others: arguments.dropFirst().map { self.code.operand($0) }))
        }
        return bodies.isEmpty ? nil : (code, bodies)
    }

    /// Emits the next inline partial of a program whose own statements are done.
    private mutating func emitInline(of work: Work) throws(Fault) {
        if work.emittedInlines == 0 { self.code.instructions.append(.end) }
        guard let body = work.inlines[work.emittedInlines], case .inlines(let code) = self.code.instructions[work.slot]
        else { return }
        self.code.inlines[code].partials[work.emittedInlines].program = self.code.instructions.count
        try self.begin(body, .inline)
    }
}
