// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TestSupport

/// Data, as JSON.
extension TemplateGenerator {
    mutating func object(depth: Int) -> String {
        let names = Self.names.filter { _ in self.chance(65) } + (self.chance(10) ? ["2", "1"] : [])
        let members = names.map { name -> String in
            let value =
                switch name {
                case "list": self.array(depth: depth + 1)
                case "map": self.chance(80) ? self.object(depth: depth + 1) : self.value(depth: depth + 1)
                default: self.value(depth: depth + 1)
                }
            return "\"\(name)\":\(value)"
        }
        return depth > 4 ? "{}" : "{" + members.joined(separator: ",") + "}"
    }

    private mutating func array(depth: Int) -> String {
        guard depth < 5 else { return "[]" }
        return "[" + (0..<self.below(4)).map { _ in self.value(depth: depth + 1) }.joined(separator: ",") + "]"
    }

    mutating func value(depth: Int) -> String {
        switch self.below(depth < 4 ? 16 : 11) {
        case 0: "null"
        case 1: self.pick(["true", "false"])
        case 2: self.pick(["0", "-0", "1", "-1", "1e21", "0.1", "1e-7", "123456789.125", "1e300"])
        case 3: String(Double(bitPattern: self.random.next() & 0xBFFF_FFFF_FFFF_FFFF))
        case 4: String(Int64(truncatingIfNeeded: self.random.next() >> UInt64(self.below(60))))
        case 5...10:
            self.pick([
                "\"\"", "\"text\"", "\"<a href='x=1'>`&\\\"\"", "\"\\ud83d\\ude00\"", "\"0\"", "\"a\"",
                "\"\\\"\\u0301\"",
                "\" \\n\"",
            ])
        case 11...13: self.object(depth: depth)
        default: self.array(depth: depth)
        }
    }
}
