// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

// MARK: - Blocks

extension Analyzer {
    mutating func visit(_ block: Block) {
        guard let invocation = try? self.scope.invocation(block.call, offset: block.range.lowerBound) else {
            return
        }
        self.record(invocation, Use(isEscaped: self.isSection(invocation), isCondition: self.isSection(invocation)))
        let subject = self.subject(of: invocation)
        // The inverse goes on the stack first: it comes last.
        switch invocation.callee {
        case .helper(.unless):
            self.push(block.inverse, guardedBy: subject)
            self.push(block.program)
        case .helper(.with):
            let isSameContext = subject != nil && subject == self.contexts.last
            self.push(block.inverse)
            self.push(
                block.program, in: isSameContext ? .same : .inner(subject), guardedBy: subject, blockParams: [subject])
        case .helper(.each):
            let element = subject?.appending(.element)
            self.push(block.inverse)
            self.push(block.program, in: .inner(element), guardedBy: subject, blockParams: [element, nil])
        case .value, .valueOrHook:
            // What the body's context is depends on the value: `true` opens no level, an array one for each element.
            self.push(block.inverse)
            self.push(block.program, in: .detached(nil), guardedBy: subject)
        case .custom:
            // What the body's context is depends on the helper.
            self.push(block.inverse, in: .detached(nil))
            self.push(block.program, in: .detached(nil))
        case .helper, .unknown:
            self.push(block.inverse)
            self.push(block.program, guardedBy: subject)
        }
    }

    private func isSection(_ invocation: Invocation) -> Bool {
        switch invocation.callee {
        case .value, .valueOrHook: true
        case .helper, .custom, .unknown: false
        }
    }

    /// The value that a block depends on, if its place is known.
    private func subject(of invocation: Invocation) -> DataPath? {
        switch invocation.callee {
        case .value(let reference), .valueOrHook(let reference, _):
            return self.absolutePath(of: reference)
        case .helper(.if), .helper(.unless), .helper(.with), .helper(.each):
            return invocation.arguments.first.flatMap { self.absolutePath(of: $0) }
        case .helper, .custom, .unknown:
            return nil
        }
    }
}

// MARK: - Paths

extension Analyzer {
    mutating func record(_ invocation: Invocation, _ use: Use) {
        self.record(.call(invocation), use)
    }

    mutating func record(_ operand: Operand, _ use: Use) {
        var pending = [(operand, use)]
        while let (operand, use) = pending.popLast() {
            switch operand {
            case .reference(let reference): self.record(reference, use)
            case .literal: break
            case .call(let invocation):
                if let reference = operand.lookedUp {
                    self.record(lookupsIn: invocation)
                    self.record(reference, use)
                    continue
                }
                let use = self.record(calleeOf: invocation, use)
                let arguments = invocation.arguments + invocation.hash.map(\.value)
                pending += arguments.reversed().map { ($0, use) }
            }
        }
    }

    /// Returns how the arguments are used.
    private mutating func record(calleeOf invocation: Invocation, _ use: Use) -> Use {
        switch invocation.callee {
        case .value(let reference), .valueOrHook(let reference, _):
            self.record(reference, use)
        case .helper(let helper):
            let position = self.position(invocation.offset)
            self.analysis.helpers.append(Analysis.Use(name: helper.rawValue, position: position))
            if [.if, .unless, .with, .each].contains(helper) { return Use(isCondition: true) }
        case .custom, .unknown:
            let position = self.position(invocation.offset)
            self.analysis.helpers.append(Analysis.Use(name: invocation.name, position: position))
        }
        return use
    }

    /// Records the calls of `lookup` that stand for a path, the outermost first.
    private mutating func record(lookupsIn invocation: Invocation) {
        var next = Operand.call(invocation)
        while case .call(let invocation) = next, let inner = invocation.arguments.first {
            _ = self.record(calleeOf: invocation, Use())
            next = inner
        }
    }

    private mutating func record(_ reference: Reference, _ use: Use) {
        let path = self.absolutePath(of: reference)
        let isGuarded = path.map { self.guards.cover($0) } ?? false
        let position = self.position(reference.offset)
        self.analysis.variables.append(
            Analysis.Variable(
                path: reference.written, absolutePath: path, position: position,
                pathPosition: reference.pathOffset.map { self.position($0) } ?? position,
                isEscaped: use.isEscaped, isCondition: use.isCondition, isGuarded: isGuarded))
    }

    func absolutePath(of operand: Operand) -> DataPath? {
        if case .reference(let reference) = operand { return self.absolutePath(of: reference) }
        return operand.lookedUp.flatMap { self.absolutePath(of: $0) }
    }

    func absolutePath(of reference: Reference) -> DataPath? {
        switch reference.base {
        case .context(let depth):
            let level = self.contexts.count - 1 - depth
            guard level >= self.firstKnown else { return nil }
            return self.contexts[level]?.appending(reference.parts)
        case .anyContext(let name):
            // Only outside of all blocks is there one context alone.
            guard self.contexts.count == 1 else { return nil }
            let parts = reference.access == .lenient ? [name] + reference.parts : reference.parts
            return self.contexts[0]?.appending(parts)
        case .blockParam(let depth, let index, _):
            let level = self.blockParams.count - 1 - depth
            guard level >= 0 else { return nil }
            let params = self.blockParams[level]
            return index < params.count ? params[index]?.appending(reference.parts) : nil
        case .data:
            guard let first = reference.parts.first, first.hasSameBytes(as: "root") else { return nil }
            return DataPath().appending(Array(reference.parts.dropFirst()))
        }
    }

    func position(_ offset: Int) -> SourcePosition {
        self.lines.position(of: offset, in: self.source)
    }
}

extension Operand {
    /// The path that calls of `lookup` with literal names stand for.
    fileprivate var lookedUp: Reference? {
        var names: [String] = []
        var next = self
        while case .call(let invocation) = next {
            guard case .helper(.lookup) = invocation.callee, invocation.arguments.count == 2, invocation.hash.isEmpty,
                case .literal(let name?) = invocation.arguments[1]
            else { return nil }
            names.append(name.javaScriptText)
            next = invocation.arguments[0]
        }
        guard case .reference(var reference) = next, !names.isEmpty else { return nil }
        names.reverse()
        reference.parts += names
        reference.written += names.map { $0.isPlainSegment ? ".\($0)" : ".[\($0)]" }.joined()
        return reference
    }
}

extension String {
    /// Whether a path can have it for a name without brackets.
    fileprivate var isPlainSegment: Bool {
        self.utf8.first?.isDigit == false && self.utf8.allSatisfy { $0.isAlphanumeric || $0 == .ascii("_") }
    }
}
