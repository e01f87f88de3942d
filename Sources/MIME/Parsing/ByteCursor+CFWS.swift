// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

extension ByteCursor {
    /// CFWS: white space and comments, which nest (RFC 5322, section 3.2.2). A comment that is not closed ends the text.
    package mutating func skipCFWS() {
        var depth = 0
        while let byte = self.peek {
            switch byte {
            case .ascii("("): depth += 1
            case .ascii(")") where depth > 0: depth -= 1
            case .ascii("\\") where depth > 0: self.offset = min(self.offset + 1, self.end - 1)
            case _ where depth > 0 || byte.isWhitespace: break
            default: return
            }
            self.offset += 1
        }
    }
}
