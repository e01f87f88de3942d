// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The machine that runs the instructions. Its stacks are arrays, so that no template can exhaust the thread's.
struct Renderer: ~Copyable {
    let library: Library
    let escaping: Escaping
    let limits: Limits
    var root: Located

    var output: OutputBuffer
    var trace: Tracer?
    /// Whether there is a trace: to ask that itself costs more than most instructions.
    let isTracing: Bool
    /// Two of the limits, on their own because to reach into a larger value costs a copy of it at each instruction.
    private let outputLimit: Int
    private let stepLimit: Int
    private var stepsLeft: Int

    /// The text at hand: the template or a partial.
    var unit: Unit
    var partials = PartialScope()
    /// How deep blocks of registered helpers are nested.
    var helperDepth = 0
    /// The fault that ended a block of a registered helper: the rendering ends with it, whatever the helper does.
    var pendingFault: Fault?

    /// `this`.
    var context: Located {
        didSet { self.members = self.context.members.map { Unmanaged.passUnretained($0) } }
    }
    /// The members of `this`, if it is an object, which keeps them alive: counting a reference for each tag would cost
    /// more than all else that the tag costs.
    private(set) var members: Unmanaged<MemberTable>?
    /// The contexts that `../` leads through, the innermost last.
    var contexts = Levels<Located>()
    /// What each program was given for its block parameters, the innermost last.
    var blockParams = Levels<BlockParams>()
    /// Whether any program names block parameters: if not, their values are not kept.
    let keepsBlockParams: Bool
    /// The `@` variables of each loop, the innermost last.
    var frames: [DataFrame] = []
    var loops: [Iteration] = []
    var activations: [Activation] = []

    /// The context that handlebars.js gives helpers in place of null: an empty object.
    static let nullContext = Value.Members()

    init(
        unit: Unit, library: Library, data: Value, escaping: Escaping, limits: Limits, output: consuming [UInt8],
        trace: Tracer? = nil
    ) {
        self.unit = unit
        self.library = library
        self.escaping = escaping
        self.limits = limits
        self.output = OutputBuffer(behind: output)
        self.trace = trace
        self.isTracing = trace != nil
        self.outputLimit = limits.outputBytes
        self.stepLimit = limits.steps
        self.stepsLeft = limits.steps
        self.root = Located(data, at: trace == nil ? nil : DataPath())
        self.context = self.root
        self.members = self.root.members.map { Unmanaged.passUnretained($0) }
        self.keepsBlockParams = unit.code.hasBlockParams || library.hasBlockParams
    }

    mutating func run() throws(Fault) {
        var start = 0
        if case .inlines(let position)? = self.unit.code.instructions.first {
            // What a template defines outside of blocks sees no context further out.
            self.context = .undefined
            try self.define(self.unit.code.inlines[position])
            self.context = self.root
            start = 1
        }
        self.contexts.append(self.root)
        try self.run(from: start)
    }

    /// Runs until the program that was entered last to return to nowhere (-1) ends, or the template.
    mutating func run(from start: Int) throws(Fault) {
        var unit = self.unit
        var source = unit.source
        var names = unit.code.names
        var position = start
        while position >= 0, position < unit.code.instructions.count {
            switch unit.code.instructions[position] {
            case .content(let start, let end):
                try self.charge(1, at: Int(start))
                if self.isTracing {
                    self.trace?.writesText(at: self.output.count, source: Int(start))
                }
                self.output.append(source, Int(start)..<Int(end))
                try self.checkOutput(at: Int(start))
                position += 1
            case .variable(let variable):
                if self.isTracing {
                    try self.charge(1, at: Int(variable.offset))
                    try self.write(Int(variable.path), isEscaped: variable.isEscaped)
                } else {
                    try self.charge(1 + Int(variable.nameCount), at: Int(variable.offset))
                    self.write(variable, names)
                    try self.checkOutput(at: Int(variable.offset))
                }
                position += 1
            case .path(let path, let isEscaped):
                try self.charge(1, at: unit.code.paths[path].offset)
                try self.write(path, isEscaped: isEscaped)
                position += 1
            case .output(let call, let isEscaped):
                try self.writeCall(call, isEscaped: isEscaped)
                position += 1
            case .block(let block):
                position = try self.open(block, names)
            case .partial(let partial):
                position = try self.open(partial)
                unit = self.unit
                source = unit.source
                names = unit.code.names
            case .inlines:
                position += 1
            case .end:
                guard let kind = self.activations.last?.kind else { return }
                position = try self.endProgram(kind)
                if kind == .partial {
                    unit = self.unit
                    source = unit.source
                    names = unit.code.names
                }
            }
        }
    }

    /// Takes `steps` off the limit.
    mutating func charge(_ steps: Int, at offset: Int) throws(Fault) {
        self.stepsLeft -= steps
        if self.stepsLeft < 0 { throw Self.tooManySteps(limit: self.stepLimit, at: offset) }
    }

    @inline(__always)
    func checkOutput(at offset: Int) throws(Fault) {
        if self.output.count > self.outputLimit { throw Self.outputTooLarge(limit: self.outputLimit, at: offset) }
    }

    private static func tooManySteps(limit: Int, at offset: Int) -> Fault {
        Fault(
            .tooManySteps, "rendering takes more than \(limit) steps", at: offset,
            mend: "give it less data or fewer nested loops")
    }

    static func outputTooLarge(limit: Int, at offset: Int) -> Fault {
        Fault(
            .outputTooLarge, "the output has more than \(limit) bytes", at: offset,
            mend: "give it less data or fewer nested loops")
    }
}

// MARK: - Programs

extension Renderer {
    /// Enters a program in `context` and gives the instruction to go on with.
    ///
    /// A context that is the same as the one around it opens no new level for `../` to leave.
    mutating func enter(
        _ program: Int, context: Located, blockParams: BlockParams = .none, returnsTo next: Int, at offset: Int
    ) throws(Fault) -> Int {
        var activation = Activation(kind: .block, program: program, returnsTo: next, outerContext: self.context)
        let start: Int
        (start, activation.definesInlines) = try self.begin(program)
        activation.isContextPushed = try self.push(context, at: offset)
        self.activations.append(activation)
        self.blockParams.append(blockParams)
        return start
    }

    /// Enters a program in the context at hand.
    mutating func enterBranch(_ program: Int, returnsTo next: Int, at offset: Int) throws(Fault) -> Int {
        // An object that is the context is that of the innermost level too.
        guard self.members != nil else {
            let context = self.context.isNullOrUndefined ? Located(.object(Self.nullContext)) : self.context
            return try self.enter(program, context: context, returnsTo: next, at: offset)
        }
        var activation = Activation(kind: .branch, returnsTo: next)
        let start: Int
        (start, activation.definesInlines) = try self.begin(program)
        self.activations.append(activation)
        self.blockParams.append(.none)
        return start
    }

    /// Defines the inline partials of a program, if it has any, and gives its first instruction of another kind.
    private mutating func begin(_ program: Int) throws(Fault) -> (start: Int, definesInlines: Bool) {
        guard case .inlines(let position) = self.unit.code.instructions[program] else { return (program, false) }
        try self.define(self.unit.code.inlines[position])
        return (program + 1, true)
    }

    private mutating func push(_ context: Located, at offset: Int) throws(Fault) -> Bool {
        let isPushed = try self.isNew(context, at: offset)
        if isPushed { self.contexts.append(context) }
        self.context = context
        return isPushed
    }

    /// Leaves the innermost program, of that kind: for the next pass of its loop, or for the instruction after its
    /// block.
    private mutating func endProgram(_ kind: Activation.Kind) throws(Fault) -> Int {
        if kind == .pass { return try self.endPass() }
        guard let activation = self.activations.popLast() else { return -1 }
        if activation.definesInlines { self.undefine() }
        switch kind {
        case .partial: try self.endPartial()
        case .branch, .block, .pass: self.blockParams.removeLast()
        }
        if activation.isContextPushed { self.contexts.removeLast() }
        if kind != .branch { self.context = activation.outerContext }
        return activation.returnsTo
    }
}

// MARK: - Loops

extension Renderer {
    /// Begins the first pass of a loop.
    mutating func enterLoop(_ program: Int, _ iteration: Iteration, returnsTo next: Int) throws(Fault) -> Int {
        self.loops.append(iteration)
        self.frames.append(.loop(inside: self.frames.last))
        self.activations.append(
            Activation(kind: .pass, program: program, returnsTo: next, outerContext: self.context))
        return try self.enterPass()
    }

    private mutating func endPass() throws(Fault) -> Int {
        let last = self.activations.count - 1
        self.blockParams.removeLast()
        if self.activations[last].isContextPushed { self.contexts.removeLast() }
        if self.activations[last].definesInlines {
            self.undefine()
            // What the next pass defines is evaluated in the context around the loop.
            self.context = self.activations[last].outerContext
        }
        return try self.enterPass()
    }

    /// Begins the next pass of the innermost loop; if none is left, leaves the loop.
    private mutating func enterPass() throws(Fault) -> Int {
        let last = self.activations.count - 1
        let loop = self.loops.count - 1
        let frame = self.frames.count - 1
        guard let element = self.loops[loop].advance(&self.frames[frame]) else {
            self.loops.removeLast()
            self.frames.removeLast()
            let activation = self.activations.removeLast()
            self.context = activation.outerContext
            return activation.returnsTo
        }
        try self.charge(1, at: self.loops[loop].offset)
        let (start, definesInlines) = try self.begin(self.activations[last].program)
        self.activations[last].definesInlines = definesInlines
        self.activations[last].isContextPushed = try self.push(element, at: self.loops[loop].offset)
        self.blockParams.append(
            self.keepsBlockParams ? .giving([element, Located(self.frames[frame].key)]) : .none)
        return start
    }
}
