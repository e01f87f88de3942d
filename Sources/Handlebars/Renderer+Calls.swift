// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What the arguments of a call have given.
struct Arguments: Sendable {
    var values: [Located] = []
    /// The values of the hash arguments, in the order in which they are written.
    var hash: [Located] = []
}

// MARK: - Calls within calls

extension Renderer {
    /// A call of which arguments are still to be evaluated.
    private struct PendingCall {
        let call: CallCode
        var arguments = Arguments()

        /// The next argument, if one is left.
        func next(in code: Code) -> OperandCode? {
            let position = self.arguments.values.count
            if position < self.call.arguments.count {
                return code.operands[self.call.arguments.lowerBound + position]
            }
            let hashPosition = self.arguments.hash.count
            if hashPosition < self.call.hash.count {
                return code.hashes[self.call.hash.lowerBound + hashPosition].value
            }
            return nil
        }

        mutating func take(_ value: Located) {
            if self.arguments.values.count < self.call.arguments.count {
                self.arguments.values.append(value)
            } else {
                self.arguments.hash.append(value)
            }
        }
    }

    mutating func evaluate(_ operand: OperandCode) throws(Fault) -> Located {
        switch operand {
        case .literal(let position): Located(self.unit.code.literals[position])
        case .path(let path): try self.resolve(path)
        case .call(let position): try self.call(self.unit.code.calls[position])
        }
    }

    /// The value of a mustache or subexpression.
    ///
    /// Calls wait for their arguments on a stack of its own: subexpressions would take too much of the thread's.
    mutating func call(_ call: CallCode) throws(Fault) -> Located {
        if case .value(let path) = call.callee { return try self.resolve(path) }
        // Calling a helper may move the renderer, but never to another text.
        let code = self.unit.code
        var calls = [PendingCall(call: call)]
        while let last = calls.indices.last {
            let value: Located
            switch calls[last].next(in: code) {
            case .literal(let position)?: value = Located(code.literals[position])
            case .path(let path)?: value = try self.resolve(path)
            case .call(let position)?:
                if case .value(let path) = code.calls[position].callee {
                    value = try self.resolve(path)
                } else {
                    calls.append(PendingCall(call: code.calls[position]))
                    continue
                }
            case nil:
                let call = calls.removeLast()
                value = try self.finish(call.call, call.arguments)
                if calls.isEmpty { return value }
                calls[last - 1].take(value)
                continue
            }
            calls[last].take(value)
        }
        return .undefined
    }

    /// Evaluates the arguments of a call that is made in place of a block or tag.
    mutating func arguments(of call: CallCode) throws(Fault) -> Arguments {
        let code = self.unit.code
        var arguments = Arguments()
        for argument in code.operands[call.arguments] { arguments.values.append(try self.evaluate(argument)) }
        for argument in code.hashes[call.hash] { arguments.hash.append(try self.evaluate(argument.value)) }
        return arguments
    }
}
