// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

// MARK: - Calling

extension Renderer {
    private enum Target {
        case unit(Unit)
        case closure(Int)
    }

    /// Begins a partial and gives the instruction to go on with.
    mutating func open(_ partial: Int) throws(Fault) -> Int {
        let partial = self.unit.code.partials[partial]
        try self.charge(1, at: partial.offset)
        self.preparePartials()
        let (name, found) = try self.find(partial)
        var context = try self.evaluate(partial.context)
        if !partial.hash.isEmpty { context = Located(.object(try self.extending(context, with: partial))) }
        var call = self.call(at: partial.offset)
        call.indent = partial.indent
        var environment = self.partials.containers[call.container].environment
        var target = found
        if let program = partial.program {
            let block = try self.addBlock(program, &environment)
            target = target ?? .closure(block)
        }
        guard let target else {
            throw Fault(
                .missingPartial, "The partial \(name.text) could not be found", at: partial.offset,
                mend: "define it, as with {{#*inline \"\(name.text)\"}}, or give the tag a block to fall back on")
        }
        switch target {
        case .closure(let position):
            return try self.enter(closure: position, call, context: context, returnsTo: partial.next)
        case .unit(let unit):
            return try self.enter(unit, call, environment, context: context, returnsTo: partial.next)
        }
    }

    /// The partial that a name stands for, if there is one.
    private mutating func find(_ partial: PartialCode) throws(Fault) -> (name: Name, target: Target?) {
        let name: Name
        switch partial.name {
        case .fixed(let position): name = self.unit.code.names[position]
        case .computed(let call):
            let value = try self.call(call)
            name = Name(try self.text(of: value.isTruthy ? value : .undefined, at: partial.offset))
        case .partialBlock:
            let scope = self.partials.containers[self.partials.container]
            let name = Name("@partial-block")
            if scope.environment != nil, let inline = try self.inline(name, at: partial.offset) {
                return (name, inline)
            }
            return (name, self.frames.last?.partialBlock.map { .closure($0) })
        }
        if self.partials.containers[self.partials.container].environment != nil,
            let inline = try self.inline(name, at: partial.offset)
        {
            return (name, inline)
        }
        return (name, self.library.partials[name].map { .unit($0) })
    }

    /// The inline partial of that name; a target of none where the name is defined as nothing.
    private mutating func inline(_ name: Name, at offset: Int) throws(Fault) -> Target?? {
        var next = self.partials.containers[self.partials.container].environment
        while let position = next {
            try self.charge(1, at: offset)
            let environment = self.partials.environments[position]
            let inlines = self.partials.inlines[environment.inlines]
            if let index = inlines.names[name] {
                let closure = inlines.first + index
                return .some(self.partials.closures[closure].program == nil ? nil : .closure(closure))
            }
            next = environment.parent
        }
        return nil
    }

    mutating func preparePartials() {
        if self.partials.containers.isEmpty { self.partials.containers.append(Container(unit: self.unit)) }
    }

    func call(at offset: Int) -> PartialCall {
        PartialCall(
            mark: self.partials.mark, container: self.partials.container, contexts: self.contexts.mark,
            blockParams: self.blockParams.mark, frames: self.frames.count, outputStart: self.output.count,
            offset: offset,
            origin: self.trace?.origin ?? Tracer.Origin())
    }

    /// The block of a partial as a closure, which `@partial-block` then is.
    private mutating func addBlock(_ program: Int, _ environment: inout Int?) throws(Fault) -> Int {
        var closure = Closure(
            container: self.partials.container, program: program, contexts: self.contexts.view,
            blockParams: self.blockParams.view, isBlock: true, outerBlock: self.frames.last?.partialBlock)
        if case .inlines(let code) = self.unit.code.instructions[program] {
            // The partial sees what its block defines.
            let inlines = try self.addInlines(self.unit.code.inlines[code])
            environment = self.partials.add(inlines, to: environment)
            closure.inlines = inlines
            closure.program = program + 1
        }
        self.partials.closures.append(closure)
        let position = self.partials.closures.count - 1
        var frame = self.frames.last ?? DataFrame()
        frame.partialBlock = position
        self.frames.append(frame)
        return position
    }

    private mutating func begin(_ call: PartialCall, in container: Int, returnsTo next: Int) throws(Fault) {
        guard self.partials.calls.count < self.limits.partials else {
            throw Fault(
                .recursionTooDeep, "partials are nested more than \(self.limits.partials) deep", at: call.offset,
                mend: "let the partial that calls itself end")
        }
        self.partials.callCount += 1
        guard self.partials.callCount <= self.limits.partialCalls else {
            throw Fault(
                .tooManySteps, "rendering takes more than \(self.limits.partialCalls) calls of partials",
                at: call.offset, mend: "give it less data, or let the partial that calls itself end sooner")
        }
        self.partials.calls.append(call)
        self.partials.container = container
        self.unit = self.partials.containers[container].unit
        self.activations.append(
            Activation(kind: .partial, returnsTo: next, outerContext: self.context))
        guard self.trace != nil else { return }
        let isTemplate = container == 0 && call.indent == nil
        if isTemplate, !call.origin.isFixed {
            self.trace?.origin.tag = nil
        } else {
            self.trace?.origin.tag = call.origin.tag ?? call.offset
            if call.indent != nil { self.trace?.origin.isFixed = true }
        }
    }

    private mutating func enter(
        _ unit: Unit, _ call: PartialCall, _ environment: Int?, context: Located, returnsTo next: Int
    ) throws(Fault) -> Int {
        var call = call
        self.partials.containers.append(Container(unit: unit, environment: environment))
        call.target = self.partials.containers.count - 1
        call.targetEnvironment = environment
        try self.begin(call, in: call.target, returnsTo: next)
        // Only with `compat` does a partial see the contexts of the tag that calls it.
        if !self.library.dialect.options.compat { self.contexts.hide() }
        self.blockParams.hide()
        var start = 0
        if case .inlines(let code)? = unit.code.instructions.first {
            self.context = self.contexts.last ?? .undefined
            try self.define(unit.code.inlines[code])
            start = 1
        }
        let isSame = try self.contexts.last.map { outer throws(Fault) in
            try self.areSame(context, outer, at: call.offset)
        }
        if isSame != true { self.contexts.append(context) }
        self.context = context
        return start
    }

    /// Calls an inline partial or the block of a partial.
    mutating func enter(
        closure position: Int, _ call: PartialCall, context: Located, returnsTo next: Int
    ) throws(Fault) -> Int {
        let closure = self.partials.closures[position]
        var call = call
        call.target = closure.container
        call.targetEnvironment = self.partials.containers[closure.container].environment
        let enclosing = try self.enclosingBlockParams(at: call.offset)
        try self.begin(call, in: closure.container, returnsTo: next)
        self.contexts.show(closure.contexts)
        self.blockParams.show(closure.blockParams)
        self.context = self.contexts.last ?? .undefined
        if closure.isBlock {
            var frame = self.frames.last ?? DataFrame()
            frame.partialBlock = closure.outerBlock
            self.frames.append(frame)
            if let inlines = closure.inlines {
                let environment = self.partials.add(inlines, to: call.targetEnvironment)
                self.partials.containers[closure.container].environment = environment
            }
        }
        var start = closure.program ?? 0
        if case .inlines(let code) = self.unit.code.instructions[start] {
            try self.define(self.unit.code.inlines[code])
            start += 1
        }
        if try self.isNew(context, at: call.offset) { self.contexts.append(context) }
        self.context = context
        self.blockParams.append(enclosing)
        return start
    }

    /// Leaves the innermost partial.
    mutating func endPartial() throws(Fault) {
        guard let call = self.partials.calls.popLast() else { return }
        self.partials.containers[call.target].environment = call.targetEnvironment
        self.partials.goBack(to: call.mark)
        self.partials.container = call.container
        self.unit = self.partials.containers[call.container].unit
        self.contexts.goBack(to: call.contexts)
        self.blockParams.goBack(to: call.blockParams)
        self.frames.removeLast(self.frames.count - call.frames)
        self.trace?.origin = call.origin
        if let indent = call.indent { try self.indent(with: indent, call) }
    }
}

// MARK: - What a partial gets and gives

extension Renderer {
    /// The context of a partial with its hash arguments: a new object, even of an array or a string.
    private mutating func extending(_ context: Located, with partial: PartialCode) throws(Fault) -> Value.Members {
        var members: [(String, Value?)] = []
        switch context.value {
        case .object(let own)?: members = own.withUndefined.map { ($0.name, $0.value) }
        case .array(let elements)?: members = elements.enumerated().map { (String($0.offset), $0.element) }
        case .string(let text)?:
            members = text.utf16.enumerated().map { index, unit in
                (String(index), .string(String(decoding: CollectionOfOne(unit), as: UTF16.self)))
            }
        case nil, .null?, .bool?, .number?: break
        }
        try self.charge(members.count, at: partial.offset)
        var values: [Located] = []
        for argument in self.unit.code.hashes[partial.hash] { values.append(try self.evaluate(argument.value)) }
        return Value.Members(
            optional: members + self.members(of: partial.hash, values).withUndefined.map { ($0.name, $0.value) })
    }

    /// Hash arguments in the order in which handlebars.js has them: the last one first. Of repeated keys the first
    /// one counts. A literal `undefined` is left out; another undefined value is a member without a value.
    func members(of hash: Range<Int>, _ values: [Located]) -> Value.Members {
        if hash.isEmpty { return Value.Members() }
        let code = self.unit.code
        var members: [(String, Value?)] = []
        for (argument, value) in zip(code.hashes[hash], values).reversed() {
            let key = code.names[argument.key].text
            if case .literal(let literal) = argument.value, code.literals[literal] == nil {
                members.removeAll { $0.0.hasSameBytes(as: key) }
            } else {
                members.append((key, value.value))
            }
        }
        return Value.Members(optional: members)
    }

    /// Puts the indentation before each line that a partial has written.
    private mutating func indent(with indent: Range<Int>, _ call: PartialCall) throws(Fault) {
        let lines = self.output.bytes(from: call.outputStart)
        guard let last = lines.indices.last else { return }
        let count = 1 + lines[..<last].count { $0 == .lineFeed }
        let total = lines.count + count * indent.count
        try self.charge(total / 64, at: call.offset)
        guard call.outputStart + total <= self.limits.outputBytes else {
            throw Self.outputTooLarge(limit: self.limits.outputBytes, at: call.offset)
        }
        var indented: [UInt8] = []
        indented.reserveCapacity(total)
        indented.append(contentsOf: self.unit.source[indent])
        for (index, byte) in zip(lines.indices, lines) {
            indented.append(byte)
            if byte == .lineFeed, index < last { indented.append(contentsOf: self.unit.source[indent]) }
        }
        self.output.truncate(to: call.outputStart)
        self.output.append(indented, indented.indices)
    }
}
