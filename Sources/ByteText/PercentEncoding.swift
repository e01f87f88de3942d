// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Percent-encoding by RFC 3986, section 2.1.
package enum PercentEncoding {
    /// The octets with each `%` and its two hexadecimal digits resolved; a `%` without them stays.
    ///
    /// - Parameter isWanted: Whether to resolve what stands for an octet, or leave it as it is.
    package static func decode(
        _ text: some Collection<UInt8>, where isWanted: (UInt8) -> Bool = { _ in true }
    ) -> [UInt8] {
        let text = Array(text)
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == .ascii("%"), index + 2 < text.count,
                let high = text[index + 1].hexValue, let low = text[index + 2].hexValue,
                isWanted(high << 4 | low)
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(text[index])
                index += 1
            }
        }
        return output
    }
}
