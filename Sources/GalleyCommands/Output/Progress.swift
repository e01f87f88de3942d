// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A line on standard error that says how far a command is; nothing where that is no terminal.
struct Progress {
    private let console: Console
    private let total: Int

    init(_ console: Console, total: Int) {
        self.console = console
        self.total = total
    }

    /// Shows that `count` of the total are done.
    func show(_ action: String, _ count: Int) {
        // Every step of a long run, but not every write to a slow terminal.
        guard self.console.isErrorTerminal, count == self.total || count % max(1, self.total / 200) == 0 else { return }
        let filled = self.total == 0 ? 20 : count * 20 / self.total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
        self.console.writeError("\r\u{1B}[2K\(bar) \(action) \(count)/\(self.total)")
    }

    /// Takes the line away.
    func end() {
        if self.console.isErrorTerminal { self.console.writeError("\r\u{1B}[2K") }
    }
}
