// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@Suite("The cursor reads forward and never past the end")
struct ByteCursorTests {
    @Test func readsEveryByteOnceAndThenNothing() {
        var cursor = ByteCursor([1, 2])
        #expect(!cursor.isAtEnd)
        #expect(cursor.peek == 1)
        let read = [cursor.next(), cursor.next(), cursor.next(), cursor.next()]
        #expect(read == [1, 2, nil, nil])
        #expect(cursor.isAtEnd)
        #expect(cursor.peek == nil)
        #expect(cursor.offset == 2)
    }

    @Test func peeksAheadWithoutMoving() {
        let cursor = ByteCursor([1, 2])
        #expect(cursor.peek(after: 0) == 1)
        #expect(cursor.peek(after: 1) == 2)
        #expect(cursor.peek(after: 2) == nil)
        #expect(cursor.peek(after: 1000) == nil)
        #expect(cursor.offset == 0)
    }

    @Test func skipsAByteOnlyWhereItStands() {
        var cursor = ByteCursor(Array("ab".utf8))
        let skipped = ["b", "a", "a", "b", "b"].map { cursor.skip(.ascii($0)) }
        #expect(skipped == [false, true, false, true, false])
        #expect(cursor.offset == 2)
    }

    @Test func skipsATextWholeOrNotAtAll() {
        var cursor = ByteCursor(Array("truetru".utf8))
        #expect(cursor.isNext("true"))
        let skipped = [cursor.skip("true"), cursor.skip("true")]
        #expect(skipped == [true, false])
        #expect(cursor.offset == 4)
        #expect(!cursor.isNext("true"))
        #expect(cursor.isNext("tru"))
        let rest = [cursor.skip("tru"), cursor.skip("t")]
        #expect(rest == [true, false])
        #expect(cursor.isAtEnd)
    }

    @Test func takesTheLongestRun() {
        var cursor = ByteCursor(Array("12a".utf8))
        let runs = [
            cursor.take(while: \.isDigit), cursor.take(while: \.isDigit), cursor.take { _ in true },
            cursor.take { _ in true },
        ]
        #expect(runs.map { String(decoding: $0, as: UTF8.self) } == ["12", "", "a", ""])
    }

    @Test func anEmptyTextIsAtItsEnd() {
        var cursor = ByteCursor([])
        #expect(cursor.isAtEnd)
        let byte = cursor.next()
        #expect(byte == nil)
        let isSkipped = cursor.skip("x")
        #expect(!isSkipped)
    }
}
