// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The machine that runs the instructions. Its stacks are arrays, so that no template can exhaust the thread's.
struct Renderer {
    let library: Library
    let escaping: Escaping
    let limits: Limits
    let outputStart: Int
    var root: Located

    var output: [UInt8]
    var trace: Tracer?
    private var stepsLeft: Int

    /// The text at hand: the template or a partial.
    var unit: Unit
    var partials = PartialScope()
    /// How deep blocks of registered helpers are nested.
    var helperDepth = 0
    /// The fault that ended a block of a registered helper: the rendering ends with it, whatever the helper does.
    var pendingFault: Fault?

    /// `this`.
    var context: Located
    /// The contexts that `../` leads through, the innermost last.
    var contexts: [Located]
    /// What each program was given for its block parameters, the innermost last.
    var blockParams: [BlockParams] = []
    /// The `@` variables of each loop, the innermost last.
    var frames: [DataFrame] = []
    var activations: [Activation] = []

    /// The context that handlebars.js gives helpers in place of null: an empty object.
    static let nullContext = Value.Members()

    init(
        unit: Unit, library: Library, data: Value, escaping: Escaping, limits: Limits, output: [UInt8],
        trace: Tracer? = nil
    ) {
        self.unit = unit
        self.library = library
        self.escaping = escaping
        self.limits = limits
        self.output = output
        self.outputStart = output.count
        self.trace = trace
        self.stepsLeft = limits.steps
        self.root = Located(data, at: trace == nil ? nil : DataPath())
        self.context = self.root
        self.contexts = [self.root]
    }

    mutating func run() throws(Fault) {
        var start = 0
        if case .inlines(let code)? = self.unit.code.instructions.first {
            // What a template defines outside of blocks sees no context further out.
            self.contexts = []
            self.context = .undefined
            try self.define(code)
            self.contexts = [self.root]
            self.context = self.root
            start = 1
        }
        try self.run(from: start)
    }

    /// Runs until the program that was entered last to return to nowhere (-1) ends, or the template.
    mutating func run(from start: Int) throws(Fault) {
        var position = start
        while position >= 0, position < self.unit.code.instructions.count {
            switch self.unit.code.instructions[position] {
            case .content(let range):
                try self.charge(1, at: range.lowerBound)
                self.trace?.writesText(at: self.output.count - self.outputStart, source: range.lowerBound)
                self.output.append(contentsOf: self.unit.source[range])
                try self.checkOutput(at: range.lowerBound)
                position += 1
            case .output(let output):
                try self.charge(1, at: output.invocation.offset)
                try self.write(output)
                position += 1
            case .block(let block):
                try self.charge(1, at: block.invocation.offset)
                position = try self.open(block)
            case .partial(let partial):
                try self.charge(1, at: partial.offset)
                position = try self.open(partial)
            case .inlines:
                position += 1
            case .end:
                guard let next = try self.endProgram() else { return }
                position = next
            }
        }
    }

    /// Takes `steps` off the limit.
    mutating func charge(_ steps: Int, at offset: Int) throws(Fault) {
        self.stepsLeft -= steps
        if self.stepsLeft < 0 {
            throw Fault(
                .tooManySteps, "rendering takes more than \(self.limits.steps) steps", at: offset,
                mend: "give it less data or fewer nested loops")
        }
    }

    func checkOutput(at offset: Int) throws(Fault) {
        if self.output.count - self.outputStart > self.limits.outputBytes { throw self.outputTooLarge(at: offset) }
    }

    func outputTooLarge(at offset: Int) -> Fault {
        Fault(
            .outputTooLarge, "the output has more than \(self.limits.outputBytes) bytes", at: offset,
            mend: "give it less data or fewer nested loops")
    }
}

// MARK: - Programs

extension Renderer {
    /// Enters a program in `context` and gives the instruction to go on with.
    ///
    /// A context that is the same as the one around it opens no new level for `../` to leave.
    mutating func enter(
        _ program: Int, context: Located, blockParams: BlockParams = .none, iteration: Iteration? = nil,
        returnsTo next: Int
    ) throws(Fault) -> Int {
        var start = program
        var kind = Activation.Kind.block
        if case .inlines(let code) = self.unit.code.instructions[program] {
            try self.define(code)
            start += 1
            kind = .definingBlock
        }
        let isPushed = self.isNewLevel(context)
        self.activations.append(
            Activation(
                kind: kind, program: program, returnsTo: next, outerContext: self.context, isContextPushed: isPushed,
                iteration: iteration))
        if isPushed { self.contexts.append(context) }
        self.context = context
        self.blockParams.append(blockParams)
        return start
    }

    func isNewLevel(_ context: Located) -> Bool {
        guard let outer = self.contexts.last else { return !context.isNullOrUndefined }
        if case .null? = outer.value, case .object(let members)? = context.value,
            members.isSameObject(as: Self.nullContext)
        {
            return false
        }
        return !context.looselyEquals(outer)
    }

    /// Leaves the innermost program: for the next pass of its loop, or for the instruction after its block.
    private mutating func endProgram() throws(Fault) -> Int? {
        guard let activation = self.activations.popLast() else { return nil }
        switch activation.kind {
        case .block: break
        case .definingBlock: self.undefine()
        case .partial:
            try self.endPartial()
            self.context = activation.outerContext
            return activation.returnsTo
        }
        self.blockParams.removeLast()
        if activation.isContextPushed { self.contexts.removeLast() }
        self.context = activation.outerContext
        guard var iteration = activation.iteration else { return activation.returnsTo }
        self.frames.removeLast()
        return try self.enterNextPass(activation.program, &iteration, returnsTo: activation.returnsTo)
            ?? activation.returnsTo
    }

    /// Begins the next pass of a loop, if one is left.
    mutating func enterNextPass(
        _ program: Int, _ iteration: inout Iteration, returnsTo next: Int
    ) throws(Fault) -> Int? {
        guard let (element, pass) = iteration.advance() else { return nil }
        var frame = pass
        try self.charge(1, at: iteration.offset)
        if let outer = self.frames.last { frame.inherit(from: outer) }
        self.frames.append(frame)
        return try self.enter(
            program, context: element, blockParams: .values([element, Located(frame.key)]), iteration: iteration,
            returnsTo: next)
    }
}
