// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Where plain text has the URLs of its links.
public enum TextLinks: Hashable, Sendable {
    /// Behind the text of each link: `Reset (https://example.com/)`.
    case inline
    /// At the end, under numbers that stand behind the texts: `Reset [1]`.
    case footnotes
}

/// The targets of links in the order of their numbers, each once.
struct Footnotes {
    private(set) var targets: [[UInt8]] = []
    private var numbers: [[UInt8]: Int] = [:]

    mutating func number(of target: [UInt8]) -> Int {
        if let number = self.numbers[target] { return number }
        self.targets.append(target)
        self.numbers[target] = self.targets.count
        return self.targets.count
    }
}
