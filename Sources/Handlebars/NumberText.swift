// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Numbers as JavaScript writes and reads them.
enum NumberText {
    /// `Number::toString` (ECMA-262, 6.1.6.1.20). The shortest digits are those that Swift prints too.
    static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        // Not `Int(exactly:)`, for which everything that uses this module would have to link the C library's libm.
        if number.magnitude < 0x1p53, case let integer = Int(number), Double(integer) == number {
            return String(integer)
        }
        let (digits, point) = Self.decimal(of: number.magnitude)
        let sign = number < 0 ? "-" : ""
        let count = digits.count
        let text: [UInt8]
        switch point {
        case count...21 where count <= 21:
            text = digits + Array(repeating: .ascii("0"), count: point - count)
        case 1...21:
            text = digits[..<point] + [.ascii(".")] + digits[point...]
        case -5...0:
            text = Array("0.".utf8) + Array(repeating: .ascii("0"), count: -point) + digits
        default:
            let fraction = count > 1 ? [.ascii(".")] + digits[1...] : []
            let exponent = "e" + (point > 0 ? "+" : "-") + String((point - 1).magnitude)
            text = digits[..<1] + fraction + Array(exponent.utf8)
        }
        return sign + String(decoding: text, as: UTF8.self)
    }

    /// Whether the text of a number surely has the digits that the number was written with: it has no exponent, and it is
    /// not so large that integers share their text.
    static func isExact(_ number: Double) -> Bool {
        number == 0 || (0x1p53 > number.magnitude && number.magnitude >= 1e-6)
    }

    /// The significant digits and where the decimal point stands among them: 0.001 is (1, -2), 10 is (1, 2).
    private static func decimal(of number: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point = 0
        var hasPoint = false
        let description = Array(number.description.utf8)
        for (index, byte) in description.enumerated() {
            if byte == .ascii(".") {
                hasPoint = true
            } else if byte == .ascii("e") {
                point += Int(String(decoding: description[(index + 1)...], as: UTF8.self)) ?? 0
                break
            } else if byte != .ascii("0") || !digits.isEmpty {
                digits.append(byte)
                if !hasPoint { point += 1 }
            } else if hasPoint {
                point -= 1
            }
        }
        while digits.count > 1, digits.last == .ascii("0") { digits.removeLast() }
        return (digits, point)
    }

    /// `StringToNumber` for decimal texts; NaN for all that is no number.
    static func number(of text: String) -> Double {
        let trimmed = Array(text.utf8.trimmingWhitespace)
        if trimmed.isEmpty { return 0 }
        guard trimmed.contains(where: \.isDigit),
            trimmed.allSatisfy({
                $0.isDigit || $0 | 0x20 == .ascii("e") || $0 == .ascii(".") || $0 == .ascii("+") || $0 == .ascii("-")
            })
        else { return .nan }
        return Double(String(decoding: trimmed, as: UTF8.self)) ?? .nan
    }
}
