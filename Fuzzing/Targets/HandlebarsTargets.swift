// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Handlebars
internal import JSONText

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

    /// Data for inputs that bring none along.
    private static let sample: Value = {
        let json = #"""
            {"a": 1, "b": "<&\"'`=>", "c": [1, "x", null, true, {"d": [[], {}]}], "d": {"e": {"a": "deep", "length": 3}},
            "e": false, "f": null, "this": "t", "list": [{"a": 1}, {"a": 2, "b": {"c": 0}}], "g h": "é\u0000", "0": "zero"}
            """#
        guard let value = try? Value(json: json) else { fatalError("the sample is no JSON") }
        return value
    }()

    /// `render` and `trace` agree, twice rendered is the same, and a failed rendering leaves the buffer as it was.
    ///
    /// What follows the first NUL is the data.
    static func render(_ input: [UInt8]) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        var data = Self.sample
        if parts.count == 2 {
            guard let value = try? Value(json: Array(parts[1]).text) else { return }
            data = value
        }
        var limits = Limits()
        limits.outputBytes = 1 << 16
        limits.steps = 20_000
        guard let template = try? Template(utf8: Array(parts[0]), limits: limits) else { return }
        for escaping in [Escaping.html, .none] {
            let prefix = Array("before".utf8)
            var buffer = prefix
            let trace = Result { () throws(HandlebarsError) in try template.trace(data, escaping: escaping) }
            let again = Result { () throws(HandlebarsError) in try template.render(data, escaping: escaping) }
            do throws(HandlebarsError) {
                try template.render(data, escaping: escaping, into: &buffer)
                guard case .success(let trace) = trace, case .success(let again) = again else {
                    return require(false, "one way of rendering fails and one does not")
                }
                require(buffer.starts(with: prefix), "the buffer lost what it had")
                require(buffer.dropFirst(prefix.count).elementsEqual(trace.bytes), "render and trace differ")
                require(again.utf8.elementsEqual(trace.bytes), "rendering twice differs")
                Self.check(trace, sourceCount: parts[0].count)
            } catch {
                require(buffer == prefix, "a failed rendering changed the buffer")
                guard case .failure(let first) = trace, case .failure(let second) = again else {
                    return require(false, "one way of rendering fails and one does not: \(error)")
                }
                require(first.code == error.code && second.code == error.code, "\(first), \(second), \(error)")
            }
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
