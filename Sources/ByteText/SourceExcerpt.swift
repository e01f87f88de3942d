// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The piece of a line around a place, which shows a person what stands there.
public struct SourceExcerpt: Hashable, Sendable {
    /// The text, with an ellipsis at each end where the line goes on. Bytes that are not UTF-8 are U+FFFD.
    public var text: String

    /// The number of bytes of `text`, in UTF-8, before the place.
    public var offset: Int

    /// Cuts out what is at most 40 bytes before the byte at `offset` of `source`, and at most 40 behind.
    ///
    /// An offset past the end gives the end. It costs the same for any source.
    public init(of source: [UInt8], at offset: Int) {
        let reach = 40
        let place = min(max(offset, 0), source.count)
        var start = place
        while start > 0, place - start < reach, !source[start - 1].isLineEnd { start -= 1 }
        while start < place, source[start].isUTF8Continuation { start += 1 }
        var end = place
        while end < source.count, end - place < reach, !source[end].isLineEnd { end += 1 }
        while end > place, end < source.count, source[end].isUTF8Continuation { end -= 1 }

        let startsInside = start > 0 && !source[start - 1].isLineEnd
        let endsInside = end < source.count && !source[end].isLineEnd
        let before = (startsInside ? "…" : "") + String(decoding: source[start..<place], as: UTF8.self)
        let behind = String(decoding: source[place..<end], as: UTF8.self) + (endsInside ? "…" : "")
        self.text = before + behind
        self.offset = before.utf8.count
    }
}

extension UInt8 {
    fileprivate var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
}
