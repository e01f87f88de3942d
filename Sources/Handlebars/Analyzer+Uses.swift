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
            guard case .reference(let reference)? = invocation.arguments.first else { return nil }
            return self.absolutePath(of: reference)
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

    private mutating func record(_ reference: Reference, _ use: Use) {
        let path = self.absolutePath(of: reference)
        let isGuarded = path.map { self.guards.cover($0) } ?? false
        let position = self.position(reference.offset)
        self.analysis.variables.append(
            Analysis.Variable(
                path: reference.written, absolutePath: path, position: position,
                isEscaped: use.isEscaped, isCondition: use.isCondition, isGuarded: isGuarded))
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
