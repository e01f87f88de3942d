// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

extension WireLines {
    /// The lines as content after DATA: a dot before each that begins with one, and the lone dot at the end
    /// (RFC 5321, section 4.5.2).
    package var dotStuffed: WireLines {
        get throws(WireTextError) {
            var lines = self
            if let first = Self.firstDotLine(in: self.bytes) {
                lines = try WireLines(validating: Self.stuff(self.bytes, from: first), lineLimit: .max)
            }
            lines.append(".")
            return lines
        }
    }

    /// The offset of the first line that begins with a dot. Most messages have none, and go out as they are.
    private static func firstDotLine(in bytes: [UInt8]) -> Int? {
        if bytes.first == .ascii(".") { return 0 }
        return bytes.firstOffset(of: [.lineFeed, .ascii(".")]).map { $0 + 1 }
    }

    private static func stuff(_ bytes: [UInt8], from first: Int) -> [UInt8] {
        var output = Array(bytes[..<first])
        output.reserveCapacity(bytes.count + 64)
        var isLineStart = true
        for byte in bytes[first...] {
            if isLineStart, byte == .ascii(".") { output.append(byte) }
            output.append(byte)
            isLineStart = byte == .lineFeed
        }
        return output
    }
}
