// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

// MARK: - Looking up

extension Renderer {
    mutating func resolve(_ reference: Reference) throws(Fault) -> Located {
        try self.charge(reference.parts.count, at: reference.offset)
        if reference.access != .lenient { return try self.resolveStrictly(reference) }
        switch reference.base {
        case .context(depth: 0):
            return self.follow(reference.parts[...], from: self.context)
        case .context(let depth):
            guard depth < self.contexts.count else { return .undefined }
            return self.follow(reference.parts[...], from: self.contexts[self.contexts.count - 1 - depth])
        case .blockParam(let depth, let index, let name):
            let value = try self.blockParam(depth, index, name, at: reference.offset)
            return self.follow(reference.parts[...], from: value)
        case .data(let depth):
            if reference.isPartialBlock, let text = try self.partialBlockText(at: reference.offset) { return text }
            return self.variable(reference.parts[...], depth: depth)
        case .anyContext(let name):
            return self.follow(reference.parts[...], from: try self.search(name, at: reference.offset))
        }
    }

    func blockParam(_ depth: Int, _ index: Int, _ name: String, at offset: Int) throws(Fault) -> Located {
        let level = self.blockParams.count - 1 - depth
        guard level >= 0, case .values(let values) = self.blockParams[level] else {
            throw Fault(
                .missingBlockParameter, "the block gives no value for its parameter `\(name)`", at: offset,
                mend: "use block parameters with {{#each}} and {{#with}} only")
        }
        return index < values.count ? values[index] : .undefined
    }

    /// The value of that name in the innermost context that has one, with the option `compat`.
    mutating func search(_ name: String, at offset: Int) throws(Fault) -> Located {
        for context in self.contexts.reversed() {
            try self.charge(1, at: offset)
            guard let parent = context.value, !parent.isNull else { continue }
            let value = parent.property(name)
            // handlebars.js takes a context that is falsy, but not null, for one that has the name.
            if value?.isNull ?? true, parent.isTruthy { continue }
            return Located(value, at: context.path?.appending([name]))
        }
        return .undefined
    }

    /// Follows names into a value. Undefined and null have none: they are the result.
    private func follow(_ parts: ArraySlice<String>, from start: Located) -> Located {
        var value = start.value
        for part in parts {
            guard let parent = value, !parent.isNull else { break }
            value = parent.property(part)
        }
        return Located(value, at: start.path?.appending(Array(parts)))
    }

    /// An `@` variable. Names are followed until a value is falsy, which is then the result.
    func variable(_ parts: ArraySlice<String>, depth: Int) -> Located {
        // Level 0 has `@root` only; each loop has its own.
        var level = self.frames.count - depth
        var parts = parts
        while level > 0, let first = parts.first, first.hasSameBytes(as: "_parent") {
            level -= 1
            parts.removeFirst()
        }
        guard level >= 0 else { return .undefined }
        guard let name = parts.popFirst() else { return Located(.object(Value.Members())) }
        if name.hasSameBytes(as: "root") {
            return self.follow(parts, fromTruthy: self.root)
        }
        guard level > 0, let variable = self.frames[level - 1].variable(name) else { return .undefined }
        return self.follow(parts, fromTruthy: Located(variable))
    }

    private func follow(_ parts: ArraySlice<String>, fromTruthy start: Located) -> Located {
        var value = start.value
        for part in parts {
            guard let parent = value, parent.isTruthy else { break }
            value = parent.property(part)
        }
        return Located(value, at: start.path?.appending(Array(parts)))
    }
}

// MARK: - Writing

extension Renderer {
    mutating func write(_ output: Output) throws(Fault) {
        let invocation = output.invocation
        if case .custom(let helper) = invocation.callee {
            return try self.writeCustom(helper, invocation, isEscaped: output.isEscaped)
        }
        let result = try self.call(invocation)
        if self.trace != nil { self.record(result, of: invocation) }
        guard let value = result.value, !value.isNull else { return }
        self.append(value, isEscaped: output.isEscaped && self.escaping == .html)
        try self.checkOutput(at: invocation.offset)
    }

    mutating func append(_ value: Value, isEscaped: Bool) {
        let text = value.javaScriptText
        if isEscaped {
            self.output.appendEscaped(text.utf8)
        } else {
            self.output.append(contentsOf: text.utf8)
        }
    }

    mutating func record(_ result: Located, of invocation: Invocation) {
        self.trace?.writesValue(at: self.output.count - self.outputStart, source: invocation.offset)
        if case .helper(.log) = invocation.callee { return }
        let offset = self.trace?.origin.tag ?? invocation.offset
        switch result.value {
        case nil, .null?:
            self.trace?.missing.append((invocation.name, result.path, offset))
        case .array?:
            self.trace?.conversions.append((invocation.name, result.path, offset, .array))
        case .object?:
            self.trace?.conversions.append((invocation.name, result.path, offset, .object))
        case .bool?, .number?, .string?: break
        }
    }
}
