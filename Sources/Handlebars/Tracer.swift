// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What a trace gathers.
struct Tracer: Sendable {
    /// Where the output comes from.
    struct Origin: Sendable {
        /// The tag of the template that all output comes from: the one that calls a partial.
        var tag: Int?
        /// Whether that goes for blocks of the template inside of the partial too: its lines are moved afterwards.
        var isFixed = false
    }

    var map = SourceMap()
    var missing: [(expression: WrittenExpression, absolutePath: DataPath?, offset: Int)] = []
    var conversions:
        [(
            expression: WrittenExpression, absolutePath: DataPath?, offset: Int, kind: RenderTrace.Conversion.Kind
        )] = []
    var origin = Origin()
    /// How many blocks are being rendered for helpers, which may do anything with their output.
    var detours = 0

    mutating func writesText(at output: Int, source: Int) {
        guard self.detours == 0 else { return }
        if let tag = self.origin.tag {
            self.map.appendReplacement(output: output, source: tag)
        } else {
            self.map.appendVerbatim(output: output, source: source)
        }
    }

    mutating func writesValue(at output: Int, source: Int) {
        guard self.detours == 0 else { return }
        self.map.appendReplacement(output: output, source: self.origin.tag ?? source)
    }
}
