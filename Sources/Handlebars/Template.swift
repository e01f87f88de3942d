// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A Handlebars template, parsed once and rendered as often as needed, from any thread.
///
/// The language is that of handlebars.js 4.7.7 with its built-in helpers.
public struct Template: Sendable {
    let unit: Unit
    let library: Library
    private let limits: Limits

    /// Parses a template.
    public init(
        _ source: String, options: Options = Options(), limits: Limits = Limits()
    ) throws(HandlebarsError) {
        let dialect = Dialect(options: options)
        let unit = try Self.unit(utf8: Array(source.utf8), limits: limits, dialect: dialect)
        self.init(unit: unit, library: Library(dialect: dialect), limits: limits)
    }

    /// Parses a template from its bytes, which must be UTF-8.
    public init(
        utf8 source: [UInt8], options: Options = Options(), limits: Limits = Limits()
    ) throws(HandlebarsError) {
        if source.count <= limits.sourceBytes, let offset = UTF8Validation.firstFault(in: source) {
            throw Fault(.badEncoding, "the bytes here are not UTF-8", at: offset, mend: "save the template as UTF-8")
                .located(in: source)
        }
        let dialect = Dialect(options: options)
        let unit = try Self.unit(utf8: source, limits: limits, dialect: dialect)
        self.init(unit: unit, library: Library(dialect: dialect), limits: limits)
    }

    init(unit: Unit, library: Library, limits: Limits) {
        self.unit = unit
        self.library = library
        self.limits = limits
    }

    /// Parses and compiles a text that is UTF-8.
    static func unit(
        named name: String? = nil, utf8 source: [UInt8], limits: Limits, dialect: Dialect
    ) throws(HandlebarsError) -> Unit {
        let sourceBytes = min(limits.sourceBytes, Int(Int32.max))
        guard source.count <= sourceBytes else {
            throw HandlebarsError(
                code: .sourceTooLarge, message: "the template has more than \(sourceBytes) bytes",
                position: .start, mend: "make it smaller")
        }
        do throws(Fault) {
            var parser = Parser(source, options: dialect.options, limits: limits)
            let program = try parser.parse()
            return Unit(
                name: name, source: source, program: program,
                code: try Compiler.compile(program, dialect: dialect))
        } catch {
            throw error.located(in: source, partial: name)
        }
    }

    /// Renders the template with `data` as its root context.
    public func render(_ data: Value, escaping: Escaping = .html) throws(HandlebarsError) -> String {
        var output: [UInt8] = []
        try self.render(data, escaping: escaping, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Renders the template behind the bytes that `output` already has.
    ///
    /// On an error these stay as they were.
    public func render(
        _ data: Value, escaping: Escaping = .html, into output: inout [UInt8]
    ) throws(HandlebarsError) {
        // Moving the buffer in and out keeps it uniquely referenced, and so from being copied.
        var buffer: [UInt8] = []
        swap(&buffer, &output)
        var renderer = Renderer(
            unit: self.unit, library: self.library, data: data, escaping: escaping, limits: self.limits,
            output: consume buffer)
        do throws(Fault) {
            try renderer.run()
            output = renderer.output.take()
        } catch {
            renderer.output.truncate(to: 0)
            output = renderer.output.take()
            throw renderer.error(error)
        }
    }

    /// Renders the template and tells where each byte came from, which values were missing, and which had no text.
    public func trace(_ data: Value, escaping: Escaping = .html) throws(HandlebarsError) -> RenderTrace {
        var renderer = Renderer(
            unit: self.unit, library: self.library, data: data, escaping: escaping, limits: self.limits, output: [],
            trace: Tracer())
        do throws(Fault) {
            try renderer.run()
        } catch {
            throw renderer.error(error)
        }
        let tracer = renderer.trace ?? Tracer()
        let hasPlaces = !tracer.missing.isEmpty || !tracer.conversions.isEmpty
        let lines = LineIndex(hasPlaces ? self.unit.source : [])
        return RenderTrace(
            bytes: renderer.output.take(), sourceMap: tracer.map,
            missing: tracer.missing.map { missing in
                RenderTrace.Missing(
                    path: missing.expression.text, isCall: missing.expression.isCall,
                    absolutePath: missing.absolutePath,
                    position: lines.position(of: missing.offset, in: self.unit.source))
            },
            conversions: tracer.conversions.map { conversion in
                RenderTrace.Conversion(
                    path: conversion.expression.text, isCall: conversion.expression.isCall,
                    absolutePath: conversion.absolutePath,
                    position: lines.position(of: conversion.offset, in: self.unit.source), kind: conversion.kind)
            })
    }
}
