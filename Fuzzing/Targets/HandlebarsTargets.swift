// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Handlebars

enum HandlebarsTargets {
    /// Lexing, parsing, compiling and analysing end without a trap, and say the same twice.
    static func parse(_ input: [UInt8]) {
        var limits = Limits()
        limits.sourceBytes = 1 << 20
        let first = Result { () throws(HandlebarsError) in try Template(utf8: input, limits: limits) }
        let second = Result { () throws(HandlebarsError) in try Template(utf8: input, limits: limits) }
        switch (first, second) {
        case (.success(let first), .success(let second)):
            require(first.analysis == second.analysis, "two analyses differ")
        case (.failure(let first), .failure(let second)):
            require("\(first)".isIdentical(to: "\(second)"), "two parses fail for different reasons")
            require((0...input.count).contains(first.position.offset), "the fault is at \(first.position.offset)")
        default: require(false, "one parse fails and one does not")
        }
    }

    /// `render` and `trace` agree, twice rendered is the same, in whatever order partials and helpers are added, and a
    /// failed rendering leaves the buffer as it was.
    ///
    /// That the output is that of handlebars.js is for the tests of `Handlebars` to see, with inputs of the same form.
    static func render(_ input: [UInt8]) {
        let input = HandlebarsInput(input)
        guard let data = input.data else { return }
        var limits = Limits()
        limits.outputBytes = 1 << 16
        limits.steps = 20_000
        guard let template = try? input.makeTemplate(limits: limits, helpersFirst: true) else { return }
        guard let other = try? input.makeTemplate(limits: limits, helpersFirst: false) else {
            return require(false, "whether helpers come first decides what can be parsed")
        }
        let escaping = input.escaping
        let prefix = Array("before".utf8)
        var buffer = prefix
        let trace = Result { () throws(HandlebarsError) in try template.trace(data, escaping: escaping) }
        let again = Result { () throws(HandlebarsError) in try other.render(data, escaping: escaping) }
        do throws(HandlebarsError) {
            try template.render(data, escaping: escaping, into: &buffer)
            guard case .success(let trace) = trace, case .success(let again) = again else {
                return require(false, "one way of rendering fails and one does not")
            }
            require(buffer.starts(with: prefix), "the buffer lost what it had")
            require(buffer.dropFirst(prefix.count).elementsEqual(trace.bytes), "render and trace differ")
            require(again.utf8.elementsEqual(trace.bytes), "rendering twice differs")
            Self.check(trace, sourceCount: input.template.text.utf8.count)
        } catch {
            require(buffer == prefix, "a failed rendering changed the buffer")
            guard case .failure(let first) = trace, case .failure(let second) = again else {
                return require(false, "one way of rendering fails and one does not: \(error)")
            }
            require(first.code == error.code && second.code == error.code, "\(first), \(second), \(error)")
        }
    }

    private static func check(_ trace: RenderTrace, sourceCount: Int) {
        for offset in [0, trace.bytes.count / 2, trace.bytes.count] {
            let source = trace.sourceMap.sourceOffset(of: offset)
            require((0...sourceCount).contains(source), "byte \(offset) comes from \(source)")
        }
        require(UTF8Validation.firstFault(in: trace.bytes) == nil, "the output is not UTF-8")
    }
}
