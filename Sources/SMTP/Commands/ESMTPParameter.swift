// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// A parameter of MAIL or RCPT, such as `RET=HDRS` (RFC 5321, section 4.1.2).
public struct ESMTPParameter: Hashable, Sendable {
    /// The keyword, in capitals.
    public let keyword: String

    /// What stands after the `=`, if anything.
    public let value: String?

    /// Creates a parameter.
    public init(keyword: String, value: String? = nil) throws(CommandSyntaxError) {
        try self.init(keyword: Array(keyword.utf8), value: value.map { Array($0.utf8) })
    }

    /// Checks a parameter.
    ///
    ///     esmtp-param   = esmtp-keyword ["=" esmtp-value]
    ///     esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
    ///     esmtp-value   = 1*(%d33-60 / %d62-126)
    ///
    /// RFC 6531, section 3.3, would allow UTF-8 in values; no parameter that Galley takes needs it.
    init(keyword: [UInt8], value: [UInt8]?) throws(CommandSyntaxError) {
        guard let first = keyword.first, first.isAlphanumeric,
            keyword.allSatisfy({ $0.isAlphanumeric || $0 == .ascii("-") })
        else { throw CommandSyntaxError(.badParameter, "a parameter begins with a keyword of letters and digits") }
        if let value {
            guard !value.isEmpty, value.allSatisfy({ $0.isVisible && $0 != .ascii("=") }) else {
                throw CommandSyntaxError(.badParameter, "the value of a parameter must be visible ASCII without “=”")
            }
        }
        self.keyword = String(decoding: keyword.map(\.asciiUppercased), as: UTF8.self)
        self.value = value.map { String(decoding: $0, as: UTF8.self) }
    }

    package var wireText: WireText {
        get throws(WireTextError) { try WireText(validating: self.description) }
    }

    /// Reads the parameters at the end of a command.
    ///
    ///     Mail-parameters = esmtp-param *(SP esmtp-param)
    static func parseList(_ text: ArraySlice<UInt8>) throws(CommandSyntaxError) -> [ESMTPParameter] {
        var parameters: [ESMTPParameter] = []
        for part in text.split(separator: .space, omittingEmptySubsequences: false) {
            let sign = part.firstIndex(of: .ascii("="))
            let parameter = try ESMTPParameter(
                keyword: Array(part[..<(sign ?? part.endIndex)]), value: sign.map { Array(part[($0 + 1)...]) })
            guard !parameters.contains(where: { $0.keyword.hasSameBytes(as: parameter.keyword) }) else {
                throw CommandSyntaxError(.repeatedParameter, "the parameter \(parameter.keyword) stands there twice")
            }
            parameters.append(parameter)
        }
        return parameters
    }
}

extension ESMTPParameter: CustomStringConvertible {
    /// The parameter as it is written.
    public var description: String {
        self.value.map { "\(self.keyword)=\($0)" } ?? self.keyword
    }
}
