// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Why a text could not be read as HTML.
///
/// Bad markup is never the reason: every byte sequence has a reading. What remains are the limits and the parser
/// itself.
public struct HTMLError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// The text has more bytes than ``HTMLLimits/inputSize`` allows.
        case inputTooLarge(limit: Int)
        /// Elements are nested deeper than ``HTMLLimits/depth`` allows.
        case tooDeep(limit: Int)
        /// There are more elements than ``HTMLLimits/elements`` allows.
        case tooManyElements(limit: Int)
        /// libxml2 gave up, which happens when it gets no memory.
        case parserFailure(libxml2Code: Int32)
    }

    /// What went wrong.
    public var code: Code

    /// The byte offset, in the text that was given, from which on it went wrong, where one is known.
    public var offset: Int?

    /// Creates an error from its parts.
    public init(code: Code, offset: Int? = nil) {
        self.code = code
        self.offset = offset
    }

    /// The fault in words, without its place.
    public var message: String {
        switch self.code {
        case .inputTooLarge(let limit): "the HTML has more than \(limit) bytes"
        case .tooDeep(let limit): "the HTML nests elements more than \(limit) deep"
        case .tooManyElements(let limit): "the HTML has more than \(limit) elements"
        case .parserFailure(let code): "libxml2 could not build the tree of the HTML (error \(code))"
        }
    }
}

extension HTMLError: CustomStringConvertible {
    /// The fault in words, with its place.
    public var description: String {
        guard let offset = self.offset else { return self.message }
        return "\(self.message), at byte \(offset + 1)"
    }
}
