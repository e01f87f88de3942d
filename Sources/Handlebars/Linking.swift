// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Turns what names and arguments mean into positions in the code.
extension Code {
    mutating func name(_ name: String) -> Int {
        self.names.append(Name(name))
        return self.names.count - 1
    }

    mutating func path(_ reference: Reference) -> Int {
        let base: PathCode.Base
        switch reference.base {
        case .context(let depth): base = .context(depth: depth)
        case .blockParam(let depth, let index, let name):
            base = .blockParam(depth: depth, index: index, name: self.name(name))
        case .data(let depth): base = .data(depth: depth)
        case .anyContext(let name): base = .anyContext(name: self.name(name))
        }
        let written = self.name(reference.written)
        let start = self.names.count
        for part in reference.parts { self.names.append(Name(part)) }
        self.paths.append(
            PathCode(
                base: base, names: start..<self.names.count, access: reference.access, written: written,
                offset: reference.offset))
        return self.paths.count - 1
    }

    mutating func operand(_ operand: Operand) -> OperandCode {
        switch operand {
        case .reference(let reference):
            return .path(self.path(reference))
        case .literal(let value):
            self.literals.append(value)
            return .literal(self.literals.count - 1)
        case .call(let invocation):
            return .call(self.position(of: self.call(invocation)))
        }
    }

    mutating func position(of call: CallCode) -> Int {
        self.calls.append(call)
        return self.calls.count - 1
    }

    mutating func call(_ invocation: Invocation) -> CallCode {
        let callee: CallCode.Callee
        switch invocation.callee {
        case .value(let reference): callee = .value(path: self.path(reference))
        case .helper(let helper): callee = .helper(helper)
        case .custom(let position): callee = .custom(position)
        case .valueOrHook(let reference, let hook): callee = .valueOrHook(path: self.path(reference), hook: hook)
        case .unknown(let reference): callee = .unknown(path: self.path(reference))
        }
        let arguments = invocation.arguments.map { argument in
            if case .reference(let reference) = argument, reference.isPartialBlock, case .helper(let helper) = callee,
                helper == .lookup || helper == .log
            {
                // A function, in which nothing is found.
                return self.operand(.literal(nil))
            }
            return self.operand(argument)
        }
        let start = self.operands.count
        self.operands += arguments
        return CallCode(
            callee: callee, arguments: start..<self.operands.count, hash: self.hash(invocation.hash),
            name: self.name(invocation.name), offset: invocation.offset)
    }

    mutating func hash(_ arguments: [HashArgument]) -> Range<Int> {
        let hash = arguments.map { HashCode(key: self.name($0.key), value: self.operand($0.value)) }
        let start = self.hashes.count
        self.hashes += hash
        return start..<self.hashes.count
    }

    /// What writes a part of the source.
    func content(_ range: Range<Int>) -> Instruction {
        // Nothing longer is compiled.
        .content(start: Int32(range.lowerBound), end: Int32(range.upperBound))
    }

    /// What writes a value, as directly as can be.
    mutating func output(_ invocation: Invocation, isEscaped: Bool) -> Instruction {
        guard case .value(let reference) = invocation.callee else {
            return .output(call: self.position(of: self.call(invocation)), isEscaped: isEscaped)
        }
        let path = self.path(reference)
        if let variable = self.variable(path, isEscaped: isEscaped) { return .variable(variable) }
        return .path(path, isEscaped: isEscaped)
    }

    /// A block without its programs.
    mutating func block(_ invocation: Invocation, next: Int) -> BlockCode {
        let call = self.call(invocation)
        var block = BlockCode(call: call, next: next)
        if case .helper(.if) = call.callee, call.arguments.count == 1, call.hash.isEmpty,
            case .path(let path) = self.operands[call.arguments.lowerBound]
        {
            block.condition = self.variable(path, isEscaped: false)
        }
        return block
    }

    /// The path at that place as a variable, if it is one.
    private func variable(_ position: Int, isEscaped: Bool) -> VariableCode? {
        let path = self.paths[position]
        guard path.access == .lenient, case .context(let depth) = path.base, let depth = UInt8(exactly: depth),
            path.names.count <= Value.longestDirectPath
        else { return nil }
        return VariableCode(
            path: Int32(position), firstName: Int32(path.names.lowerBound), offset: Int32(path.offset),
            nameCount: UInt8(path.names.count), depth: depth, isEscaped: isEscaped)
    }
}
