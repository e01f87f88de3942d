// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension [UInt8] {
    /// Appends a part of `bytes`.
    ///
    /// As `append(contentsOf: bytes[range])`, but without counting a reference to what is copied, which costs more than
    /// copying a few bytes.
    @inlinable
    package mutating func append(_ bytes: [UInt8], _ range: Range<Int>) {
        precondition(range.upperBound <= bytes.count)
        bytes.withUnsafeBufferPointer { source in
            guard let first = source.baseAddress else { return }
            self.append(addingCapacity: range.count) { output in
                output.withUnsafeMutableBufferPointer { target, count in
                    target.baseAddress?.initialize(from: first + range.lowerBound, count: range.count)
                    count += range.count
                }
            }
        }
    }
}
