// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

// MARK: - Calls that give a value

extension Renderer {
    /// What a call gives whose arguments have been evaluated.
    mutating func finish(_ invocation: Invocation, _ arguments: Arguments) throws(Fault) -> Located {
        switch invocation.callee {
        case .value(let reference): return try self.resolve(reference)
        case .unknown(let reference): return try self.callUnknown(reference, invocation, arguments)
        case .custom(let helper): return try self.callCustom(helper, invocation, arguments).located
        case .valueOrHook(let reference, let hook):
            let value = try self.resolve(reference)
            return value.isNullOrUndefined ? try self.callCustom(hook, invocation, arguments).located : value
        case .helper(let helper):
            switch helper {
            case .lookup: return try self.lookup(invocation, arguments.values)
            case .log: return .undefined
            case .helperMissing, .blockHelperMissing: throw Self.notCallable(invocation)
            case .if, .unless, .with, .each:
                if helper == .each, invocation.arguments.isEmpty { throw Self.missingIterator(invocation) }
                if helper != .each, invocation.arguments.count != 1 { throw Self.oneArgument(helper, invocation) }
                throw Fault(
                    .missingBlock, "`\(invocation.name)` works on a block only", at: invocation.offset,
                    mend: "write {{#\(invocation.name) ...}}...{{/\(invocation.name)}}")
            }
        }
    }

    /// A name with arguments that is no helper: an error, unless it has no positional argument and no value.
    private mutating func callUnknown(
        _ reference: Reference, _ invocation: Invocation, _ arguments: Arguments
    ) throws(Fault) -> Located {
        let value = try self.resolve(reference)
        if !value.isTruthy, !self.library.dialect.options.strict, let hook = self.library.dialect.helperMissing {
            return try self.callCustom(hook, invocation, arguments).located
        }
        if value.isTruthy {
            throw Fault(
                .notAHelper, "`\(invocation.name)` is a value of the data, not a helper", at: invocation.offset,
                mend: "remove its arguments")
        }
        guard invocation.arguments.isEmpty, !self.library.dialect.options.strict else {
            throw Fault(
                .missingHelper, "Missing helper: \"\(invocation.name)\"", at: invocation.offset,
                mend: self.knownHelpers)
        }
        return Located(nil, at: value.path)
    }

    private var knownHelpers: String {
        let names = ["if", "unless", "each", "with", "lookup", "log"] + self.library.helpers.map(\.name)
        return "the helpers are \(names.joined(separator: ", "))"
    }

    private mutating func lookup(_ invocation: Invocation, _ arguments: [Located]) throws(Fault) -> Located {
        guard let container = arguments.first else { throw Self.twoArguments(invocation) }
        guard let value = container.value, value.isTruthy else { return container }
        guard arguments.count == 2 else { throw Self.twoArguments(invocation) }
        let name = arguments[1].value?.javaScriptText ?? "undefined"
        // Making text of an array costs its length.
        try self.charge(name.utf8.count / 64, at: invocation.offset)
        return Located(value.property(name), at: container.path?.appending([name]))
    }
}

// MARK: - Blocks

extension Renderer {
    /// Begins a block and gives the instruction to go on with.
    mutating func open(_ block: BlockCode) throws(Fault) -> Int {
        let invocation = block.invocation
        switch invocation.callee {
        case .value(let reference):
            return try self.openSection(block, value: try self.resolve(reference))
        case .helper(.if):
            return try self.openBranch(block, isTaken: try self.condition(.if, invocation))
        case .helper(.unless):
            return try self.openBranch(block, isTaken: !(try self.condition(.unless, invocation)))
        case .helper(.with):
            guard invocation.arguments.count == 1 else { throw Self.oneArgument(.with, invocation) }
            let value = try self.evaluate(invocation.arguments[0])
            if value.isEmpty { return try self.openBranch(block, isTaken: false) }
            guard let program = block.program else { return block.next }
            return try self.enter(program, context: value, blockParams: .values([value]), returnsTo: block.next)
        case .helper(.each):
            return try self.openLoop(block)
        case .custom(let helper):
            try self.writeCustom(helper, invocation, block: block, isEscaped: false)
            return block.next
        case .valueOrHook:
            return try self.openSection(block, value: try self.call(invocation))
        case .helper(.lookup), .helper(.log), .helper(.helperMissing), .helper(.blockHelperMissing), .unknown:
            // A helper that does not call its block: its result stands in the block's place, never escaped.
            try self.write(Output(invocation: invocation, isEscaped: false))
            return block.next
        }
    }

    private mutating func condition(_ helper: Helper, _ invocation: Invocation) throws(Fault) -> Bool {
        guard invocation.arguments.count == 1 else { throw Self.oneArgument(helper, invocation) }
        let value = try self.evaluate(invocation.arguments[0])
        if invocation.hash.isEmpty { return value.isTruthy && !value.isEmpty }
        var includesZero = false
        // Of repeated keys the first one counts.
        for argument in invocation.hash.reversed() {
            let flag = try self.evaluate(argument.value)
            if argument.key.utf8.elementsEqual("includeZero".utf8) { includesZero = flag.isTruthy }
        }
        return (includesZero || value.isTruthy) && !value.isEmpty
    }

    /// Renders the program or the inverse in the context at hand.
    private mutating func openBranch(_ block: BlockCode, isTaken: Bool) throws(Fault) -> Int {
        guard let program = isTaken ? block.program : block.inverse else { return block.next }
        let context = self.context.isNullOrUndefined ? Located(.object(Self.nullContext)) : self.context
        return try self.enter(program, context: context, returnsTo: block.next)
    }

    private mutating func openLoop(_ block: BlockCode) throws(Fault) -> Int {
        let invocation = block.invocation
        var arguments: [Located] = []
        for argument in invocation.arguments { arguments.append(try self.evaluate(argument)) }
        guard let collection = arguments.first else { throw Self.missingIterator(invocation) }
        guard arguments.count == 1 else { throw Self.oneArgument(.each, invocation) }
        guard var iteration = Iteration(over: collection, offset: invocation.offset) else {
            return try self.openBranch(block, isTaken: false)
        }
        guard let program = block.program else { return block.next }
        return try self.enterNextPass(program, &iteration, returnsTo: block.next) ?? block.next
    }

    /// `blockHelperMissing`: a value used as a block.
    private mutating func openSection(_ block: BlockCode, value: Located) throws(Fault) -> Int {
        switch value.value {
        case .bool(true)?:
            guard let program = block.program else { return block.next }
            return try self.enter(program, context: self.context, returnsTo: block.next)
        case nil, .null?, .bool(false)?:
            return try self.openSectionInverse(block)
        case .array?:
            guard var iteration = Iteration(over: value, offset: block.invocation.offset) else {
                return try self.openSectionInverse(block)
            }
            guard let program = block.program else { return block.next }
            return try self.enterNextPass(program, &iteration, returnsTo: block.next) ?? block.next
        case .number?, .string?, .object?:
            guard let program = block.program else { return block.next }
            return try self.enter(
                program, context: value, blockParams: .enclosing(self.blockParams), returnsTo: block.next)
        }
    }

    private mutating func openSectionInverse(_ block: BlockCode) throws(Fault) -> Int {
        guard let inverse = block.inverse else { return block.next }
        return try self.enter(inverse, context: self.context, returnsTo: block.next)
    }
}

// MARK: - Errors

extension Renderer {
    private static func oneArgument(_ helper: Helper, _ invocation: Invocation) -> Fault {
        Fault(
            .argumentCount, "#\(helper.rawValue) requires exactly one argument", at: invocation.offset,
            mend: "write {{#\(helper.rawValue) VALUE}}")
    }

    private static func missingIterator(_ invocation: Invocation) -> Fault {
        Fault(.argumentCount, "Must pass iterator to #each", at: invocation.offset, mend: "write {{#each VALUE}}")
    }

    private static func twoArguments(_ invocation: Invocation) -> Fault {
        Fault(
            .argumentCount, "lookup requires exactly two arguments", at: invocation.offset,
            mend: "write lookup VALUE NAME")
    }

    private static func notCallable(_ invocation: Invocation) -> Fault {
        Fault(
            .missingHelper, "`\(invocation.name)` cannot be called from a template", at: invocation.offset,
            mend: "remove it")
    }
}
