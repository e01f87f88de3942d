// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// `text/plain; format=flowed` (RFC 3676, with `delsp=no`): paragraphs that readers wrap to their own width.
public enum FormatFlowed {
    /// The longest line in octets, its trailing space included, where words allow it (RFC 3676, section 4.2).
    private static let lineAim = 78

    /// The text with each line as a paragraph: long lines are broken after a space, which marks the break.
    ///
    /// Spaces at the end of a line go, but for the signature separator `-- `; a line that begins with a space, `>`
    /// or `From ` gains a space in front. Lines end with LF, CR or CR LF, and with CR LF in the result.
    public static func encode(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count + text.count / 16)
        let lines = text.withCRLFLineEnds.split(separator: .lineFeed, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let isLast = index == lines.count - 1
            Self.write(isLast ? line : line.dropLast(), to: &output)
            if !isLast { output += [.carriageReturn, .lineFeed] }
        }
        return output
    }

    private static func write(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        guard !line.elementsEqual("-- ".utf8) else {
            output += line
            return
        }
        var rest = line
        while rest.last == .space { rest.removeLast() }
        while rest.count >= Self.lineAim, let space = Self.lastBreak(of: rest) {
            Self.writeStuffed(rest[...space], to: &output)
            output += [.carriageReturn, .lineFeed]
            rest = rest[(space + 1)...]
        }
        Self.writeStuffed(rest, to: &output)
    }

    /// The space to break after: the last one that keeps the line within the aim, or else the first one past it.
    private static func lastBreak(of line: ArraySlice<UInt8>) -> Int? {
        // One octet less, for the space that stuffing may add; a break in blanks at the start would make an empty line.
        let start = line.firstIndex { $0 != .space } ?? line.endIndex
        let limit = max(start, min(line.startIndex + Self.lineAim - 1, line.endIndex))
        let space = line[start..<limit].lastIndex(of: .space)
        // A line of "-- " would be a signature separator, which never flows.
        guard let space, !line[...space].elementsEqual("-- ".utf8) else { return line[limit...].firstIndex(of: .space) }
        return space
    }

    /// Space-stuffing (RFC 3676, section 4.4).
    private static func writeStuffed(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        if line.first == .space || line.first == .ascii(">") || line.starts(with: "From ".utf8) {
            output.append(.space)
        }
        output += line
    }
}

extension MediaType {
    /// `text/plain; charset=UTF-8; format=flowed; delsp=no`.
    public static var flowedText: MediaType {
        var type = MediaType.plainText
        type.parameters += [Parameter(name: "format", value: "flowed"), Parameter(name: "delsp", value: "no")]
        return type
    }
}
