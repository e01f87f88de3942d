// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Turns the tree into instructions: resolves block parameters and tells helpers from values, as the compiler of
/// handlebars.js does. Blocks wait on a stack of its own.
struct Compiler {
    /// What a program is for: where to note its place once it is known.
    private enum Role {
        case template
        case program(block: Int, inverse: Body?)
        case inverse(block: Int)
        case partialBlock(partial: Int)
        case inline
    }

    /// A program whose statements are being emitted.
    private struct Work {
        var body: Body
        var role: Role
        /// The statement to emit next.
        var next: Int
        /// The inline partials that it defines, emitted behind its end, and how many of them have been.
        var inlines: [Body?] = []
        var emittedInlines = 0
        /// The instruction that defines them.
        var slot = 0
    }

    private var code = Code()
    private var scope: BlockParamScope
    private var stack: [Work] = []

    static func compile(_ tree: Program, dialect: Dialect) throws(Fault) -> Code {
        var compiler = Compiler(scope: BlockParamScope(tree, dialect: dialect))
        try compiler.begin(tree.body, .template)
        // Most statements become one instruction.
        compiler.code.instructions.reserveCapacity(tree.statements.count + 1)
        while let last = compiler.stack.indices.last {
            let next = compiler.stack[last].next
            if next < compiler.stack[last].body.statements.upperBound {
                compiler.stack[last].next += 1
                try compiler.emit(tree.statements[next])
            } else if compiler.stack[last].emittedInlines < compiler.stack[last].inlines.count {
                let work = compiler.stack[last]
                compiler.stack[last].emittedInlines += 1
                try compiler.emitInline(of: work)
            } else {
                try compiler.end(compiler.stack.removeLast())
            }
        }
        return compiler.code
    }

    private init(scope: BlockParamScope) {
        self.scope = scope
    }

    private var tree: Program { self.scope.tree }

    private mutating func begin(_ body: Body, _ role: Role) throws(Fault) {
        self.scope.enter(body)
        var work = Work(body: body, role: role, next: body.statements.lowerBound)
        work.slot = self.code.instructions.count
        if let (code, bodies) = try self.inlines(of: body) {
            work.inlines = bodies
            self.code.instructions.append(.inlines(self.code.inlines.count))
            self.code.inlines.append(code)
        }
        if !body.blockParams.isEmpty { self.code.hasBlockParams = true }
        self.stack.append(work)
    }

    private mutating func end(_ work: Work) throws(Fault) {
        if work.inlines.isEmpty { self.code.instructions.append(.end) }
        self.scope.leave()
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
        case .content(let id):
            let content = self.tree[id]
            if !content.value.isEmpty { self.code.instructions.append(self.code.content(content.value)) }
        case .comment, .decorator, .decoratorBlock:
            break
        case .mustache(let id):
            let mustache = self.tree[id]
            let invocation = try self.scope.invocation(mustache.call, offset: mustache.range.lowerBound)
            self.code.instructions.append(self.code.output(invocation, isEscaped: mustache.isEscaped))
        case .block(let id):
            try self.emit(self.tree[id])
        case .partial(let id):
            let partial = self.tree[id]
            try self.emit(partial: partial.call, indent: partial.indent, range: partial.range, block: nil)
        case .partialBlock(let id):
            let block = self.tree[id]
            try self.emit(partial: block.call, indent: nil, range: block.range, block: block.program)
        }
    }

    private mutating func emit(_ block: Block) throws(Fault) {
        let invocation = try self.scope.blockInvocation(block.call, offset: block.range.lowerBound)
        let body = self.code.instructions.count + 1
        let position = self.code.blocks.count
        var code = self.code.block(invocation, next: body)
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
        partial call: Call, indent: Range<Int>?, range: Range<Int>, block: Body?
    ) throws(Fault) {
        let offset = range.lowerBound
        let options = self.scope.dialect.options
        guard call.params.count <= 1 else {
            throw Fault(
                .partialArguments, "a partial takes at most one context, not \(call.params.count)", at: offset,
                mend: "pass the others as NAME=VALUE")
        }
        var name: PartialCode.Name
        if case .call(let id) = call.head {
            let invocation = try self.scope.invocation(self.tree[id], offset: offset, isSubexpression: true)
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
    private mutating func inlines(of body: Body) throws(Fault) -> (code: InlineCode, bodies: [Body?])? {
        var code = InlineCode(partials: [], names: [:], offset: 0)
        var bodies: [Body?] = []
        for statement in self.tree.statements[body.statements] {
            let call: Call
            let offset: Int
            switch statement {
            case .decorator(let id):
                let decorator = self.tree[id]
                call = decorator.call
                offset = decorator.range.lowerBound
                bodies.append(nil)
            case .decoratorBlock(let id):
                let block = self.tree[id]
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
