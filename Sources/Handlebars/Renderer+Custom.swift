// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

// MARK: - Registered helpers

extension Renderer {
    /// Calls a registered helper and writes what it gives.
    mutating func writeCustom(
        _ helper: Int, _ call: CallCode, block: BlockCode? = nil, isEscaped: Bool
    ) throws(Fault) {
        let arguments = try self.arguments(of: call)
        let result = try self.callCustom(helper, call, arguments, block: block)
        if self.isTracing { self.record(result.located, at: call.offset) }
        switch result {
        case .safe(let text): self.output.append(text, isEscaped: false)
        case .value(let value):
            value.appendText(isEscaped: isEscaped && self.escaping == .html, to: &self.output)
        }
        try self.checkOutput(at: call.offset)
    }

    /// Calls a registered helper.
    mutating func callCustom(
        _ position: Int, _ call: CallCode, _ arguments: Arguments, block: BlockCode? = nil
    ) throws(Fault) -> HelperResult {
        let values = arguments.values.map { $0.value ?? .null }
        let helper = self.library.helpers[position]
        var options = HelperOptions(
            name: self.name(of: call), context: self.context.value ?? .object(Self.nullContext),
            hash: self.members(of: call.hash, arguments.hash), root: self.root.value, frame: self.frames.last)
        guard let block else { return try Self.run(helper, values, options, call) }
        options.block = block
        return try self.lend(to: helper, values, &options, call)
    }

    /// Calls a block helper, which can then render its block.
    private mutating func lend(
        to helper: RegisteredHelper, _ arguments: [Value], _ options: inout HelperOptions, _ call: CallCode
    ) throws(Fault) -> HelperResult {
        // The helper renders its block with the renderer, which moves to where the helper can reach it.
        let session = HelperSession(Renderer(placeholder: self))
        session.exchange(&self)
        options.session = session
        let result: Result<HelperResult, Fault>
        do throws(Fault) {
            result = .success(try Self.run(helper, arguments, options, call))
        } catch {
            result = .failure(error)
        }
        session.exchange(&self)
        if let fault = self.pendingFault { throw fault }
        return try result.get()
    }

    private static func run(
        _ helper: RegisteredHelper, _ arguments: [Value], _ options: HelperOptions, _ call: CallCode
    ) throws(Fault) -> HelperResult {
        do {
            return try helper.body(arguments, options)
        } catch {
            throw Fault(
                .helperFailed, "the helper `\(helper.name)` failed: \(error)", at: call.offset,
                mend: "mend the helper or what it is given")
        }
    }

    /// A renderer without output that stands in while a helper has the real one.
    private init(placeholder other: borrowing Renderer) {
        self.init(
            unit: Unit(source: [], program: Program(), code: Code()), library: Library(), data: .null,
            escaping: other.escaping, limits: other.limits, output: [])
    }

    /// Renders a program of the block at hand to a text.
    mutating func text(
        of program: Int, context: Located?, blockParams: [Value], data: Value.Members?, at offset: Int
    ) throws(Fault) -> String {
        let outer = self.context.isNullOrUndefined ? Located(.object(Self.nullContext)) : self.context
        let count = self.frames.count
        if let data { self.frames.append((self.frames.last ?? DataFrame()).adding(data)) }
        let text = try self.capture(at: offset) { renderer throws(Fault) in
            try renderer.enter(
                program, context: context ?? outer,
                blockParams: blockParams.isEmpty ? .none : .giving(blockParams.map { Located($0) }), returnsTo: -1,
                at: offset)
        }
        self.frames.removeLast(self.frames.count - count)
        return text
    }

    /// Runs a program that `enter` begins, and takes back what it writes.
    mutating func capture(
        at offset: Int, _ enter: (inout Renderer) throws(Fault) -> Int
    ) throws(Fault) -> String {
        guard self.helperDepth < self.limits.helperBlocks else {
            throw Fault(
                .recursionTooDeep, "blocks of helpers are nested more than \(self.limits.helperBlocks) deep",
                at: offset,
                mend: "nest fewer of them")
        }
        self.helperDepth += 1
        self.trace?.detours += 1
        let start = self.output.count
        try self.run(from: try enter(&self))
        let text = String(decoding: self.output.bytes(from: start), as: UTF8.self)
        self.output.truncate(to: start)
        self.trace?.detours -= 1
        self.helperDepth -= 1
        return text
    }
}

extension HelperResult {
    /// As an argument of something else, a safe string is a string.
    var located: Located {
        switch self {
        case .value(let value): Located(value)
        case .safe(let text): Located(.string(text))
        }
    }
}

/// The renderer while a block helper has it.
final class HelperSession {
    private var renderer: Renderer
    private var isOpen = false

    /// Creates a session with a renderer that stands in for the real one.
    init(_ renderer: consuming Renderer) {
        self.renderer = renderer
    }

    /// Takes the real renderer in, or gives it back: then blocks can no longer be rendered.
    func exchange(_ other: inout Renderer) {
        swap(&self.renderer, &other)
        self.isOpen.toggle()
    }

    func text(
        of program: Int, context: Located?, blockParams: [Value], data: Value.Members?, at offset: Int
    ) throws(HandlebarsError) -> String {
        // While a block is being rendered, a helper inside of it could have got hold of these options.
        guard self.isOpen else {
            throw HandlebarsError(
                code: .helperFailed, message: "the options were used while their helper was not running",
                position: .start, mend: "use them only until the helper returns")
        }
        self.isOpen = false
        defer { self.isOpen = true }
        if let fault = self.renderer.pendingFault { throw self.renderer.error(fault) }
        do throws(Fault) {
            return try self.renderer.text(
                of: program, context: context, blockParams: blockParams, data: data, at: offset)
        } catch {
            self.renderer.pendingFault = error
            throw self.renderer.error(error)
        }
    }
}

extension Renderer {
    /// The fault as callers see it, in the text at hand.
    func error(_ fault: Fault) -> HandlebarsError {
        fault.located(in: self.unit.source, partial: self.unit.name)
    }
}
