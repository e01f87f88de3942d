// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import CIconv

/// A conversion from one charset to UTF-8, through iconv of the C library.
///
/// Unsafe pointers stand in this file and in that of ``IDNA`` only.
final class CharsetConverter {
    private let descriptor: iconv_t

    /// The most octets of UTF-8 for one octet of any charset; past that something is wrong with the conversion.
    private static let expansionLimit = 16

    /// Opens a conversion; it is `nil` for a charset that the C library does not know.
    ///
    /// - Parameter charset: A name without NUL, `/` and `,`, which have a meaning of their own in iconv.
    init?(from charset: String) {
        guard let descriptor = iconv_open("UTF-8", charset), descriptor != iconv_t(bitPattern: -1) else { return nil }
        self.descriptor = descriptor
    }

    deinit {
        iconv_close(self.descriptor)
    }

    /// The octets as UTF-8, with U+FFFD for each that does not fit the charset, and whether all did.
    func convert(_ octets: [UInt8]) -> (utf8: [UInt8], isWellFormed: Bool) {
        var output: [UInt8] = []
        output.reserveCapacity(octets.count + octets.count / 2)
        var isWellFormed = true
        // What an earlier text left open is none of this one's.
        iconv(self.descriptor, nil, nil, nil, nil)
        octets.withUnsafeBytes { source in
            guard let start = source.bindMemory(to: CChar.self).baseAddress else { return }
            var next: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(mutating: start)
            var left = source.count
            while left > 0, output.count <= Self.expansionLimit * (octets.count + 1) {
                let (before, written) = (left, output.count)
                let isDone = self.step(&next, &left, onto: &output)
                if left == before, output.count == written {
                    // With room for any character nothing was read, so the next octet begins none.
                    isWellFormed = false
                    output += "\u{FFFD}".utf8
                    next = next?.advanced(by: 1)
                    left -= 1
                } else if left == 0, !isDone {
                    isWellFormed = false
                }
            }
            isWellFormed = isWellFormed && left == 0
            // Some charsets hold a character back until they know that no accent follows.
            var none: UnsafeMutablePointer<CChar>?
            var nothing = 0
            isWellFormed = self.step(&none, &nothing, onto: &output) && isWellFormed
        }
        return (output, isWellFormed)
    }

    /// Converts what fits a small buffer; whether iconv has nothing to say against it.
    private func step(
        _ next: inout UnsafeMutablePointer<CChar>?, _ left: inout Int, onto output: inout [UInt8]
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            var end = buffer.baseAddress
            var room = buffer.count
            let result =
                next == nil
                ? iconv(self.descriptor, nil, nil, &end, &room) : iconv(self.descriptor, &next, &left, &end, &room)
            output.append(contentsOf: UnsafeRawBufferPointer(buffer).prefix(buffer.count - room))
            return result != Int(bitPattern: UInt.max)
        }
    }
}
