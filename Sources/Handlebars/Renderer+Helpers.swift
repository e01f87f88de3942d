// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

// MARK: - Calls that give a value

extension Renderer {
    /// What a call gives whose arguments have been evaluated.
    mutating func finish(_ call: CallCode, _ arguments: Arguments) throws(Fault) -> Located {
        switch call.callee {
        case .value(let path): return try self.resolve(path)
        case .unknown(let path): return try self.callUnknown(path, call, arguments)
        case .custom(let helper): return try self.callCustom(helper, call, arguments).located
        case .valueOrHook(let path, let hook):
            let value = try self.resolve(path)
            return value.isNullOrUndefined ? try self.callCustom(hook, call, arguments).located : value
        case .helper(let helper):
            switch helper {
            case .lookup: return try self.lookup(call, arguments.values)
            case .log: return .undefined
            case .helperMissing, .blockHelperMissing: throw self.notCallable(call)
            case .if, .unless, .with, .each:
                if helper == .each, call.arguments.isEmpty { throw Self.missingIterator(call) }
                if helper != .each, call.arguments.count != 1 { throw Self.oneArgument(helper, call) }
                throw Fault(
                    .missingBlock, "`\(self.name(of: call))` works on a block only", at: call.offset,
                    mend: "write {{#\(self.name(of: call)) ...}}...{{/\(self.name(of: call))}}")
            }
        }
    }

    /// A name with arguments that is no helper: an error, unless it has no positional argument and no value.
    private mutating func callUnknown(
        _ path: Int, _ call: CallCode, _ arguments: Arguments
    ) throws(Fault) -> Located {
        let value = try self.resolve(path)
        if !value.isTruthy, !self.library.dialect.options.strict, let hook = self.library.dialect.helperMissing {
            return try self.callCustom(hook, call, arguments).located
        }
        if value.isTruthy {
            throw Fault(
                .notAHelper, "`\(self.name(of: call))` is a value of the data, not a helper", at: call.offset,
                mend: "remove its arguments")
        }
        guard call.arguments.isEmpty, !self.library.dialect.options.strict else {
            throw Fault(
                .missingHelper, "Missing helper: \"\(self.name(of: call))\"", at: call.offset,
                mend: self.knownHelpers)
        }
        return Located(nil, at: value.path)
    }

    private var knownHelpers: String {
        let names = ["if", "unless", "each", "with", "lookup", "log"] + self.library.helpers.map(\.name)
        return "the helpers are \(names.joined(separator: ", "))"
    }

    private mutating func lookup(_ call: CallCode, _ arguments: [Located]) throws(Fault) -> Located {
        guard let container = arguments.first else { throw Self.twoArguments(call) }
        guard let value = container.value, value.isTruthy else { return container }
        guard arguments.count == 2 else { throw Self.twoArguments(call) }
        let name = try self.text(of: arguments[1], at: call.offset)
        return Located(value.property(Name(name)), at: container.path?.appending([name]))
    }
}

// MARK: - Blocks

extension Renderer {
    /// Begins the block at that place in the code and gives the instruction to go on with.
    mutating func open(_ position: Int, _ names: [Name]) throws(Fault) -> Int {
        let block = self.unit.code.blocks[position]
        try self.charge(1, at: block.call.offset)
        // On its own, because its block is rendered from within: what stands here is on the stack all the while.
        if case .custom(let helper) = block.call.callee {
            try self.writeCustom(helper, block.call, block: block, isEscaped: false)
            return block.next
        }
        guard let condition = block.condition else { return try self.open(block) }
        let isTruthy = try self.isTruthy(condition, names)
        return try self.openBranch(isTruthy ? block.program : block.inverse, block)
    }

    private mutating func open(_ block: BlockCode) throws(Fault) -> Int {
        let call = block.call
        switch call.callee {
        case .value(let path):
            return try self.openSection(block, value: try self.resolve(head: path))
        case .helper(.if):
            let isTaken = try self.condition(.if, call)
            return try self.openBranch(isTaken ? block.program : block.inverse, block)
        case .helper(.unless):
            let isTaken = try self.condition(.unless, call)
            return try self.openBranch(isTaken ? block.inverse : block.program, block)
        case .helper(.with):
            guard call.arguments.count == 1 else { throw Self.oneArgument(.with, call) }
            let value = try self.evaluate(self.unit.code.operands[call.arguments.lowerBound])
            if value.isEmpty { return try self.openBranch(block.inverse, block) }
            guard let program = block.program else { return block.next }
            return try self.enter(
                program, context: value, blockParams: self.keepsBlockParams ? .giving([value]) : .none,
                returnsTo: block.next, at: call.offset)
        case .helper(.each):
            return try self.openLoop(block)
        case .valueOrHook:
            return try self.openSection(block, value: try self.call(call))
        case .helper(.lookup), .helper(.log), .helper(.helperMissing), .helper(.blockHelperMissing), .unknown, .custom:
            // A helper that does not call its block: its result stands in the block's place, never escaped.
            try self.write(call, isEscaped: false)
            return block.next
        }
    }

    private mutating func condition(_ helper: Helper, _ call: CallCode) throws(Fault) -> Bool {
        guard call.arguments.count == 1 else { throw Self.oneArgument(helper, call) }
        let value = try self.evaluate(self.unit.code.operands[call.arguments.lowerBound])
        if call.hash.isEmpty { return value.isTruthy && !value.isEmpty }
        var includesZero = false
        // Of repeated keys the first one counts.
        for argument in self.unit.code.hashes[call.hash].reversed() {
            let flag = try self.evaluate(argument.value)
            if self.unit.code.names[argument.key].text.hasSameBytes(as: "includeZero") { includesZero = flag.isTruthy }
        }
        return (includesZero || value.isTruthy) && !value.isEmpty
    }

    /// Renders one of the programs of a block, if there is one, in the context at hand.
    private mutating func openBranch(_ program: Int?, _ block: BlockCode) throws(Fault) -> Int {
        guard let program else { return block.next }
        return try self.enterBranch(program, returnsTo: block.next, at: block.call.offset)
    }

    private mutating func openLoop(_ block: BlockCode) throws(Fault) -> Int {
        let call = block.call
        var arguments: [Located] = []
        for argument in self.unit.code.operands[call.arguments] { arguments.append(try self.evaluate(argument)) }
        guard let collection = arguments.first else { throw Self.missingIterator(call) }
        guard arguments.count == 1 else { throw Self.oneArgument(.each, call) }
        guard let iteration = Iteration(over: collection, offset: call.offset) else {
            return try self.openBranch(block.inverse, block)
        }
        guard let program = block.program else { return block.next }
        return try self.enterLoop(program, iteration, returnsTo: block.next)
    }

    /// `blockHelperMissing`: a value used as a block.
    private mutating func openSection(_ block: BlockCode, value: Located) throws(Fault) -> Int {
        switch value.value {
        case .bool(true)?:
            guard let program = block.program else { return block.next }
            return try self.enter(program, context: self.context, returnsTo: block.next, at: block.call.offset)
        case nil, .null?, .bool(false)?:
            return try self.openSectionInverse(block)
        case .array?:
            guard let iteration = Iteration(over: value, offset: block.call.offset) else {
                return try self.openSectionInverse(block)
            }
            guard let program = block.program else { return block.next }
            return try self.enterLoop(program, iteration, returnsTo: block.next)
        case .number?, .string?, .object?:
            guard let program = block.program else { return block.next }
            let blockParams = try self.enclosingBlockParams(at: block.call.offset)
            return try self.enter(
                program, context: value, blockParams: blockParams, returnsTo: block.next, at: block.call.offset)
        }
    }

    mutating func enclosingBlockParams(at offset: Int) throws(Fault) -> BlockParams {
        guard self.keepsBlockParams else { return .none }
        let params = BlockParams.enclosing(self.blockParams.visible)
        if case .values(let values, _) = params { try self.charge(values.count, at: offset) }
        return params
    }

    private mutating func openSectionInverse(_ block: BlockCode) throws(Fault) -> Int {
        guard let inverse = block.inverse else { return block.next }
        return try self.enter(inverse, context: self.context, returnsTo: block.next, at: block.call.offset)
    }
}

// MARK: - Errors

extension Renderer {
    private static func oneArgument(_ helper: Helper, _ call: CallCode) -> Fault {
        Fault(
            .argumentCount, "#\(helper.rawValue) requires exactly one argument", at: call.offset,
            mend: "write {{#\(helper.rawValue) VALUE}}")
    }

    private static func missingIterator(_ call: CallCode) -> Fault {
        Fault(.argumentCount, "Must pass iterator to #each", at: call.offset, mend: "write {{#each VALUE}}")
    }

    private static func twoArguments(_ call: CallCode) -> Fault {
        Fault(
            .argumentCount, "lookup requires exactly two arguments", at: call.offset,
            mend: "write lookup VALUE NAME")
    }

    private func notCallable(_ call: CallCode) -> Fault {
        Fault(
            .missingHelper, "`\(self.name(of: call))` cannot be called from a template", at: call.offset,
            mend: "remove it")
    }
}
