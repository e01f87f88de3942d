// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Which byte of a source each byte of a text made from it came from.
///
/// A map is a list of runs. In a *verbatim* run the bytes were copied one by one; every byte of any other run points at
/// the one source byte where the construct stands that produced it (an escape, a placeholder, a `{{mustache}}`).
public struct SourceMap: Hashable, Sendable {
    private struct Run: Hashable, Sendable {
        var output: Int
        var source: Int
        var isVerbatim: Bool
    }

    private var runs: [Run] = []

    /// The map of a text that is its source, byte for byte.
    public static let identity = SourceMap(runs: [Run(output: 0, source: 0, isVerbatim: true)])

    /// Creates the map of an empty text.
    public init() {}

    private init(runs: [Run]) {
        self.runs = runs
    }

    /// Says that the output from offset `output` on was copied from the source from `source` on.
    ///
    /// Calls must come in the order of their output offsets.
    public mutating func appendVerbatim(output: Int, source: Int) {
        if let last = self.runs.last, last.isVerbatim, last.source + (output - last.output) == source { return }
        self.append(Run(output: output, source: source, isVerbatim: true))
    }

    /// Says that the output from offset `output` on was produced by the construct at `source`.
    ///
    /// Calls must come in the order of their output offsets.
    public mutating func appendReplacement(output: Int, source: Int) {
        self.append(Run(output: output, source: source, isVerbatim: false))
    }

    private mutating func append(_ run: Run) {
        if let last = self.runs.last, last.output == run.output {
            self.runs[self.runs.count - 1] = run
        } else {
            self.runs.append(run)
        }
    }

    /// The source offset of the output byte at `output`.
    public func sourceOffset(of output: Int) -> Int {
        guard let run = self.run(at: output) else { return output }
        return run.isVerbatim ? run.source + (output - run.output) : run.source
    }

    /// The map from this map's output to the source of `earlier`, whose output is this map's source.
    public func composed(after earlier: SourceMap) -> SourceMap {
        if earlier == .identity { return self }
        if self == .identity { return earlier }
        var result = SourceMap()
        let runs = self.runsFromStart
        for (index, run) in runs.enumerated() {
            guard run.isVerbatim else {
                result.appendReplacement(output: run.output, source: earlier.sourceOffset(of: run.source))
                continue
            }
            let nextOutput = index + 1 < runs.count ? runs[index + 1].output : Int.max
            let sourceEnd = nextOutput == Int.max ? Int.max : run.source + (nextOutput - run.output)
            for piece in earlier.pieces(from: run.source, to: sourceEnd) {
                let output = run.output + (piece.output - run.source)
                if piece.isVerbatim {
                    result.appendVerbatim(output: output, source: piece.source)
                } else {
                    result.appendReplacement(output: output, source: piece.source)
                }
            }
        }
        return result
    }

    /// The runs, with the copy that stands for the outputs before the first of them.
    private var runsFromStart: [Run] {
        if let first = self.runs.first, first.output <= 0 { return self.runs }
        return [Run(output: 0, source: 0, isVerbatim: true)] + self.runs
    }

    /// The runs that cover the outputs in `start..<end`, the first one cut to begin at `start`.
    private func pieces(from start: Int, to end: Int) -> [Run] {
        let first = self.indexOfRun(at: start)
        var pieces: [Run] = []
        if first == nil { pieces.append(Run(output: start, source: start, isVerbatim: true)) }
        for run in self.runs[(first ?? 0)...] {
            if run.output >= end, !pieces.isEmpty { break }
            var piece = run
            if run.output < start {
                piece.output = start
                if run.isVerbatim { piece.source += start - run.output }
            }
            pieces.append(piece)
        }
        return pieces
    }

    private func run(at output: Int) -> Run? {
        self.indexOfRun(at: output).map { self.runs[$0] }
    }

    private func indexOfRun(at output: Int) -> Int? {
        guard let first = self.runs.first, first.output <= output else { return nil }
        var low = 0
        var high = self.runs.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self.runs[middle].output <= output { low = middle } else { high = middle }
        }
        return low
    }
}
