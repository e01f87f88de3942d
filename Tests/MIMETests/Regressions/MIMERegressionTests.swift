// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import Testing

/// What fuzzing found, as the answer that is right; `FuzzTargetsTests` tries the inputs themselves.
struct MIMERegressionTests {
    @Test("A media type may end anywhere, in a comment after a backslash too")
    func mediaTypes() {
        #expect(MediaType(parsing: "text/plain; (a\\")?.essence == "text/plain")
    }

    @Test("A value that begins on the second line is read without what folded it")
    func headerTexts() {
        #expect(EntityParser.parse(Array("A:\r\n\t x\r\n  y\r\n\r\n".utf8)).headerFields.first?.rawValue == "x  y")
    }
}
