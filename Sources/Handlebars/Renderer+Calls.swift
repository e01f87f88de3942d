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
        let invocation: Invocation
        var arguments = Arguments()

        /// The next argument, if one is left.
        var next: Operand? {
            let position = self.arguments.values.count
            if position < self.invocation.arguments.count { return self.invocation.arguments[position] }
            let hashPosition = self.arguments.hash.count
            if hashPosition < self.invocation.hash.count { return self.invocation.hash[hashPosition].value }
            return nil
        }

        mutating func take(_ value: Located) {
            if self.arguments.values.count < self.invocation.arguments.count {
                self.arguments.values.append(value)
            } else {
                self.arguments.hash.append(value)
            }
        }
    }

    mutating func evaluate(_ operand: Operand) throws(Fault) -> Located {
        switch operand {
        case .literal(let value): Located(value)
        case .reference(let reference): try self.resolve(reference)
        case .call(let invocation): try self.call(invocation)
        }
    }

    /// The value of a mustache or subexpression.
    ///
    /// Calls wait for their arguments on a stack of its own: subexpressions would take too much of the thread's.
    mutating func call(_ invocation: Invocation) throws(Fault) -> Located {
        if case .value(let reference) = invocation.callee { return try self.resolve(reference) }
        var calls = [PendingCall(invocation: invocation)]
        while let last = calls.indices.last {
            let value: Located
            switch calls[last].next {
            case .literal(let literal)?: value = Located(literal)
            case .reference(let reference)?: value = try self.resolve(reference)
            case .call(let inner)?:
                if case .value(let reference) = inner.callee {
                    value = try self.resolve(reference)
                } else {
                    calls.append(PendingCall(invocation: inner))
                    continue
                }
            case nil:
                let call = calls.removeLast()
                value = try self.finish(call.invocation, call.arguments)
                if calls.isEmpty { return value }
                calls[last - 1].take(value)
                continue
            }
            calls[last].take(value)
        }
        return .undefined
    }

    /// Evaluates the arguments of a call that is made in place of a block or tag.
    mutating func arguments(of invocation: Invocation) throws(Fault) -> Arguments {
        var arguments = Arguments()
        for argument in invocation.arguments { arguments.values.append(try self.evaluate(argument)) }
        for argument in invocation.hash { arguments.hash.append(try self.evaluate(argument.value)) }
        return arguments
    }
}
