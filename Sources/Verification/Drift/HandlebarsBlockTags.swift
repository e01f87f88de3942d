// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension [UInt8] {
    /// The text cut before and after each tag of a Handlebars block.
    var pieces: [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = self.startIndex
        var rest = self[...]
        while let open = rest.firstRange(of: "{{".utf8), let close = rest[open.upperBound...].firstRange(of: "}}".utf8)
        {
            rest = rest[close.upperBound...]
            guard self[open.lowerBound..<close.upperBound].isBlockTag else { continue }
            pieces += [self[start..<open.lowerBound], self[open.lowerBound..<close.upperBound]]
            start = close.upperBound
        }
        return pieces + [self[start...]]
    }
}

extension ArraySlice<UInt8> {
    var isBlockTag: Bool {
        guard self.starts(with: "{{".utf8) else { return false }
        let content = self.dropFirst(2).drop { $0 == .ascii("~") || $0.isWhitespace }
        return content.first.map("#/^".utf8.contains) == true || content.isElse
    }

    /// Whether it begins with the word `else`, which ends unless a letter, a digit or `_` of ASCII follows.
    private var isElse: Bool {
        guard self.starts(with: "else".utf8) else { return false }
        return !(self.dropFirst(4).first.map { $0.isAlphanumeric || $0 == .ascii("_") } ?? false)
    }
}
