// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The machine that runs the instructions. Its stacks are arrays, so that no template can exhaust the thread's.
struct Renderer {
    let code: Code
    let source: [UInt8]
    let escaping: Escaping
    let limits: Limits
    let outputStart: Int
    let root: Located

    var output: [UInt8]
    var trace: Tracer?
    private var stepsLeft: Int

    /// `this`.
    var context: Located
    /// The contexts that `../` leads through, the innermost last.
    var contexts: [Located]
    /// What each program was given for its block parameters, the innermost last.
    var blockParams: [BlockParams] = []
    /// The `@` variables of each loop, the innermost last.
    var frames: [DataFrame] = []
    private var activations: [Activation] = []

    /// The context that handlebars.js gives helpers in place of null: an empty object.
    static let nullContext = Value.Members()

    init(
        code: Code, source: [UInt8], data: Value, escaping: Escaping, limits: Limits, output: [UInt8],
        trace: Tracer? = nil
    ) {
        self.code = code
        self.source = source
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
        var position = 0
        while position < self.code.instructions.count {
            switch self.code.instructions[position] {
            case .content(let range):
                try self.charge(1, at: range.lowerBound)
                self.trace?.map.appendVerbatim(output: self.output.count - self.outputStart, source: range.lowerBound)
                self.output.append(contentsOf: self.source[range])
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
                throw try self.missingPartial(partial)
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
        if self.output.count - self.outputStart > self.limits.outputBytes {
            throw Fault(
                .outputTooLarge, "the output has more than \(self.limits.outputBytes) bytes", at: offset,
                mend: "give it less data or fewer nested loops")
        }
    }

    private mutating func missingPartial(_ partial: PartialCode) throws(Fault) -> Fault {
        let name: String
        switch partial.name {
        case .fixed(let fixed): name = fixed
        case .computed(let invocation): name = (try self.call(invocation).value)?.javaScriptText ?? "undefined"
        }
        return Fault(
            .missingPartial, "The partial \(name) could not be found", at: partial.offset,
            mend: "write its text in place of the tag")
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
    ) -> Int {
        let isPushed = self.isNewLevel(context)
        self.activations.append(
            Activation(
                program: program, returnsTo: next, outerContext: self.context, isContextPushed: isPushed,
                iteration: iteration))
        if isPushed { self.contexts.append(context) }
        self.context = context
        self.blockParams.append(blockParams)
        return program
    }

    private func isNewLevel(_ context: Located) -> Bool {
        guard let outer = self.contexts.last else { return true }
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
        guard let (element, frame) = iteration.advance() else { return nil }
        try self.charge(1, at: iteration.offset)
        self.frames.append(frame)
        return self.enter(
            program, context: element, blockParams: .values([element, Located(frame.key)]), iteration: iteration,
            returnsTo: next)
    }
}

/// What a trace gathers.
struct Tracer {
    var map = SourceMap()
    var missing: [(path: String, absolutePath: DataPath?, offset: Int)] = []
    var conversions: [(path: String, absolutePath: DataPath?, offset: Int, kind: RenderTrace.Conversion.Kind)] = []
}
