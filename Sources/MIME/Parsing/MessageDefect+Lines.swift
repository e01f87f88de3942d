// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension MessageDefect {
    /// The first line fault of each kind: one is enough to know the message was not made for the wire.
    static func firstOfEachKind(inLinesOf bytes: [UInt8]) -> [MessageDefect] {
        var defects: [MessageDefect.Code: Int] = [:]
        var lineStart = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case .lineFeed:
                let isPaired = index > 0 && bytes[index - 1] == .carriageReturn
                if !isPaired { defects[.bareLineEnd] = defects[.bareLineEnd] ?? index }
                if index - lineStart - (isPaired ? 1 : 0) > 998 {
                    defects[.lineTooLong] = defects[.lineTooLong] ?? lineStart
                }
                lineStart = index + 1
            case .carriageReturn where index + 1 == bytes.count || bytes[index + 1] != .lineFeed:
                defects[.bareLineEnd] = defects[.bareLineEnd] ?? index
            case .nul:
                defects[.nul] = defects[.nul] ?? index
            default:
                break
            }
        }
        if bytes.count - lineStart > 998 { defects[.lineTooLong] = defects[.lineTooLong] ?? lineStart }
        return defects.map { MessageDefect(code: $0.key, offset: $0.value) }.sorted { $0.offset < $1.offset }
    }
}
