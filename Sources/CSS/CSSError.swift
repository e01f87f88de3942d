// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Why a style sheet could not be read or applied.
///
/// Bad syntax is never the reason: CSS says how to go on after it, and ``CSSFault`` tells where that was. What remains
/// are the limits.
public struct CSSError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// The style sheet has more bytes than ``CSSLimits/inputSize`` allows.
        case inputTooLarge(limit: Int)
        /// Brackets are nested deeper than ``CSSLimits/depth`` allows.
        case tooDeep(limit: Int)
        /// There are more rules than ``CSSLimits/rules`` allows.
        case tooManyRules(limit: Int)
        /// There are more declarations than ``CSSLimits/declarations`` allows.
        case tooManyDeclarations(limit: Int)
        /// Finding the rules of the elements takes more comparisons than ``CSSLimits/comparisons`` allows.
        case tooManyComparisons(limit: Int)
    }

    /// What went wrong.
    public var code: Code

    /// The byte offset in the text that was given, where there is one.
    public var offset: Int?

    /// Creates an error from its parts.
    public init(code: Code, offset: Int? = nil) {
        self.code = code
        self.offset = offset
    }

    /// The fault in words, without its place.
    public var message: String {
        switch self.code {
        case .inputTooLarge(let limit):
            "the style sheet has more than \(limit) bytes; split it or leave out what no template uses"
        case .tooDeep(let limit): "the style sheet nests brackets more than \(limit) deep; close them earlier"
        case .tooManyRules(let limit): "the style sheet has more than \(limit) rules; leave out what no template uses"
        case .tooManyDeclarations(let limit):
            "the style sheet has more than \(limit) declarations; leave out what no template uses"
        case .tooManyComparisons(let limit):
            "matching selectors to elements takes more than \(limit) comparisons; give the selectors classes or IDs"
        }
    }
}

extension CSSError: CustomStringConvertible {
    /// The fault in words, with its place.
    public var description: String {
        guard let offset = self.offset else { return self.message }
        return "\(self.message), at byte \(offset + 1)"
    }
}
