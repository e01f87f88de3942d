// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

// MARK: - Looking up

extension Renderer {
    /// The value at the end of a path, which is told by its place in the code.
    mutating func resolve(_ path: Int) throws(Fault) -> Located {
        let path = self.unit.code.paths[path]
        try self.charge(path.names.count, at: path.offset)
        if path.access != .lenient { return try self.resolveStrictly(path) }
        let names = self.unit.code.names[path.names]
        switch path.base {
        case .context(depth: 0):
            return self.follow(names, from: self.context)
        case .context(let depth):
            guard let context = self.contexts.up(depth) else { return .undefined }
            return self.follow(names, from: context)
        case .blockParam(let depth, let index, let name):
            let value = try self.blockParam(depth, index, name, at: path.offset)
            return self.follow(names, from: value)
        case .data(let depth):
            if self.isPartialBlock(path), let text = try self.partialBlockText(at: path.offset) { return text }
            return self.variable(names, depth: depth)
        case .anyContext(let name):
            return self.follow(names, from: try self.search(name, at: path.offset))
        }
    }

    func blockParam(_ depth: Int, _ index: Int, _ name: Int, at offset: Int) throws(Fault) -> Located {
        guard case .values(let values, _)? = self.blockParams.up(depth) else {
            throw Fault(
                .missingBlockParameter,
                "the block gives no value for its parameter `\(self.unit.code.names[name].text)`", at: offset,
                mend: "use block parameters with {{#each}} and {{#with}} only")
        }
        return index < values.count ? values[index] : .undefined
    }

    /// The value of that name in the innermost context that has one, with the option `compat`.
    mutating func search(_ name: Int, at offset: Int) throws(Fault) -> Located {
        let name = self.unit.code.names[name]
        for context in self.contexts.visible {
            try self.charge(1, at: offset)
            guard let parent = context.value, !parent.isNull else { continue }
            let value = parent.property(name)
            // handlebars.js takes a context that is falsy, but not null, for one that has the name.
            if value?.isNull ?? true, parent.isTruthy { continue }
            return Located(value, at: context.path?.appending([name.text]))
        }
        return .undefined
    }

    /// Follows names into a value. Undefined and null have none: they are the result.
    private func follow(_ names: ArraySlice<Name>, from start: Located) -> Located {
        var value = start.value
        for name in names {
            guard let parent = value, !parent.isNull else { break }
            value = parent.property(name)
        }
        return Located(value, at: start.path?.appending(names.map(\.text)))
    }

    /// An `@` variable. Names are followed until a value is falsy, which is then the result.
    func variable(_ names: ArraySlice<Name>, depth: Int) -> Located {
        // Level 0 has `@root` only; each loop has its own.
        var level = self.frames.count - depth
        var names = names
        while level > 0, let first = names.first, first.text.hasSameBytes(as: "_parent") {
            level -= 1
            names.removeFirst()
        }
        guard level >= 0 else { return .undefined }
        guard let name = names.popFirst() else { return Located(.object(Value.Members())) }
        if name.text.hasSameBytes(as: "root") {
            return self.follow(names, fromTruthy: self.root)
        }
        guard level > 0, let variable = self.frames[level - 1].variable(name.text) else { return .undefined }
        return self.follow(names, fromTruthy: Located(variable))
    }

    private func follow(_ names: ArraySlice<Name>, fromTruthy start: Located) -> Located {
        var value = start.value
        for name in names {
            guard let parent = value, parent.isTruthy else { break }
            value = parent.property(name)
        }
        return Located(value, at: start.path?.appending(names.map(\.text)))
    }
}

// MARK: - Conditions

extension Renderer {
    /// What `{{#if}}` asks of the value at the end of a short path.
    mutating func isTruthy(_ variable: VariableCode, _ names: [Name]) throws(Fault) -> Bool {
        guard variable.depth == 0, variable.nameCount > 0, let members = self.members else {
            let value = try self.resolve(Int(variable.path))
            return value.isTruthy && !value.isEmpty
        }
        try self.charge(Int(variable.nameCount), at: Int(variable.offset))
        return members._withUnsafeGuaranteedRef { $0.isTruthy(at: variable.names, of: names) }
    }
}

extension Value {
    /// What `{{#if}}` asks of the value at the end of a path.
    func isTruthy(at path: Range<Int>, of names: [Name]) -> Bool {
        if path.isEmpty { return self.isTruthy && !self.isEmpty }
        if case .object(let members) = self { return members.table.isTruthy(at: path, of: names) }
        return self.property(names[path.lowerBound])?.isTruthy(at: path.dropFirst(), of: names) ?? false
    }
}

// MARK: - Writing

extension Renderer {
    /// Writes the value at the end of a short path.
    mutating func write(_ variable: VariableCode, _ names: [Name]) {
        let isEscaped = variable.isEscaped && self.escaping == .html
        if variable.depth == 0, variable.nameCount > 0, let members = self.members {
            members._withUnsafeGuaranteedRef {
                $0.appendText(at: variable.names, of: names, isEscaped: isEscaped, to: &self.output)
            }
        } else if variable.depth == 0 {
            self.context.value?.appendText(at: variable.names, of: names, isEscaped: isEscaped, to: &self.output)
        } else {
            self.contexts.up(Int(variable.depth))?.value?
                .appendText(at: variable.names, of: names, isEscaped: isEscaped, to: &self.output)
        }
    }

    /// Writes the value at the end of a path.
    mutating func write(_ path: Int, isEscaped: Bool) throws(Fault) {
        let result = try self.resolve(head: path)
        let offset = self.unit.code.paths[path].offset
        if self.isTracing {
            self.record(result, at: offset)
        }
        result.value?.appendText(isEscaped: isEscaped && self.escaping == .html, to: &self.output)
        try self.checkOutput(at: offset)
    }

    mutating func writeCall(_ call: Int, isEscaped: Bool) throws(Fault) {
        let call = self.unit.code.calls[call]
        try self.charge(1, at: call.offset)
        try self.write(call, isEscaped: isEscaped)
    }

    /// Writes what a call gives.
    mutating func write(_ call: CallCode, isEscaped: Bool) throws(Fault) {
        if case .custom(let helper) = call.callee {
            return try self.writeCustom(helper, call, isEscaped: isEscaped)
        }
        let result = try self.call(call)
        if self.isTracing {
            if case .helper(.log) = call.callee {
                self.trace?.writesValue(at: self.output.count, source: call.offset)
            } else {
                self.record(result, at: call.offset)
            }
        }
        result.value?.appendText(isEscaped: isEscaped && self.escaping == .html, to: &self.output)
        try self.checkOutput(at: call.offset)
    }

    /// The name of a call as it was written.
    func name(of call: CallCode) -> String {
        self.unit.code.names[call.name].text
    }

    mutating func record(_ result: Located, at tag: Int) {
        self.trace?.writesValue(at: self.output.count, source: tag)
        let offset = self.trace?.origin.tag ?? tag
        let kind: RenderTrace.Conversion.Kind
        switch result.value {
        case .number(let number)? where !NumberText.isExact(number): kind = .number
        case .bool?, .number?, .string?: return
        case nil, .null?:
            let expression = WrittenExpression(ofTagAt: tag, in: self.unit.source)
            self.trace?.missing.append((expression, result.path, offset))
            return
        case .array?: kind = .array
        case .object?: kind = .object
        }
        let expression = WrittenExpression(ofTagAt: tag, in: self.unit.source)
        self.trace?.conversions.append((expression, result.path, offset, kind))
    }
}

extension Value {
    /// How many names ``appendText(at:of:isEscaped:to:)`` may follow, which calls itself for each.
    static let longestDirectPath = 8

    /// Appends the text of the value at the end of a path; nothing for undefined and null.
    func appendText(at path: Range<Int>, of names: [Name], isEscaped: Bool, to output: inout OutputBuffer) {
        if path.isEmpty {
            self.appendText(isEscaped: isEscaped, to: &output)
        } else if case .object(let members) = self {
            members.table.appendText(at: path, of: names, isEscaped: isEscaped, to: &output)
        } else {
            self.property(names[path.lowerBound])?
                .appendText(at: path.dropFirst(), of: names, isEscaped: isEscaped, to: &output)
        }
    }

    /// Appends the text of the value; nothing for null.
    func appendText(isEscaped: Bool, to output: inout OutputBuffer) {
        switch self {
        case .null: break
        case .string(let text):
            output.append(text, isEscaped: isEscaped)
        case .bool, .number, .array, .object:
            output.append(self.javaScriptText, isEscaped: isEscaped)
        }
    }
}
