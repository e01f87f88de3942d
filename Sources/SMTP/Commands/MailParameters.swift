// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The parameters of MAIL.
public struct MailParameters: Hashable, Sendable {
    /// The kind of body a client announces (RFC 6152).
    public enum Body: String, Hashable, Sendable {
        /// Only ASCII.
        case sevenBit = "7BIT"
        /// Octets beyond ASCII, in lines.
        case eightBitMIME = "8BITMIME"
    }

    /// `SIZE=`: the octets of the content, dots not stuffed (RFC 1870).
    public var size: Int?

    /// `BODY=`
    public var body: Body?

    /// `SMTPUTF8`: addresses or header fields go beyond ASCII (RFC 6531).
    public var usesSMTPUTF8: Bool

    /// Parameters of other extensions.
    public var others: [ESMTPParameter]

    /// Creates parameters.
    public init(
        size: Int? = nil, body: Body? = nil, usesSMTPUTF8: Bool = false, others: [ESMTPParameter] = []
    ) {
        self.size = size
        self.body = body
        self.usesSMTPUTF8 = usesSMTPUTF8
        self.others = others
    }

    /// Takes the parameters that Galley knows out of a list.
    ///
    ///     size-param     = "SIZE=" 1*20DIGIT
    ///     body-param     = "BODY=" ("7BIT" / "8BITMIME")
    ///     smtputf8-param = "SMTPUTF8"
    init(_ parameters: [ESMTPParameter]) throws(CommandSyntaxError) {
        self.init()
        for parameter in parameters {
            switch parameter.keyword {
            case "SIZE":
                self.size = try Self.parseSize(parameter.value)
            case "BODY":
                guard let body = parameter.value.flatMap({ Body(rawValue: $0.asciiUppercased) }) else {
                    throw CommandSyntaxError(.badParameterValue, "BODY must be 7BIT or 8BITMIME")
                }
                self.body = body
            case "SMTPUTF8":
                guard parameter.value == nil else {
                    throw CommandSyntaxError(.badParameterValue, "SMTPUTF8 takes no value")
                }
                self.usesSMTPUTF8 = true
            default:
                self.others.append(parameter)
            }
        }
    }

    /// A size past what an `Int` holds is a legal number all the same; it counts as the largest one, and is refused
    /// as too big rather than as a mistake.
    private static func parseSize(_ value: String?) throws(CommandSyntaxError) -> Int {
        guard let digits = value?.utf8, (1...20).contains(digits.count), digits.allSatisfy(\.isDigit) else {
            throw CommandSyntaxError(.badParameterValue, "SIZE must be a number of at most 20 digits")
        }
        return Int(saturatingDigits: digits)
    }

    /// The parameters in the order in which they are written.
    package var list: [ESMTPParameter] {
        get throws(CommandSyntaxError) {
            var list: [ESMTPParameter] = []
            if let size = self.size { list.append(try ESMTPParameter(keyword: "SIZE", value: String(size))) }
            if let body = self.body { list.append(try ESMTPParameter(keyword: "BODY", value: body.rawValue)) }
            if self.usesSMTPUTF8 { list.append(try ESMTPParameter(keyword: "SMTPUTF8")) }
            return list + self.others
        }
    }
}

extension Int {
    /// The number that ASCII digits write, or the largest number if it is past that.
    init(saturatingDigits digits: some Collection<UInt8>) {
        var value = 0
        for digit in digits {
            let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = tens.addingReportingOverflow(Int(digit) - 0x30)
            guard !overflows, !overflowsToo else {
                self = .max
                return
            }
            value = sum
        }
        self = value
    }
}
