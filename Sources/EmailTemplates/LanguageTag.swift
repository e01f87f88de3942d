// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The syntax of language tags (BCP 47, RFC 5646, section 2.1).
package enum LanguageTag {
    /// Whether a text is well-formed; whether its subtags are registered is not looked at. The tags that were
    /// grandfathered with a syntax of their own, such as `i-klingon`, are not.
    package static func isWellFormed(_ text: String) -> Bool {
        var subtags = text.utf8.split(separator: .ascii("-"), omittingEmptySubsequences: false)[...]
        guard subtags.allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(\.isAlphanumeric) }) else {
            return false
        }
        if subtags.first?.isLetter(.ascii("x")) ?? false { return subtags.count > 1 }
        // language = 2*3ALPHA [extlang] / 4ALPHA / 5*8ALPHA
        guard let language = subtags.popFirst(), language.count >= 2, language.allSatisfy(\.isAlpha) else {
            return false
        }
        if language.count <= 3 {
            subtags = subtags.dropPrefix(3) { $0.count == 3 && $0.allSatisfy(\.isAlpha) }
        }
        // script = 4ALPHA, region = 2ALPHA / 3DIGIT, variant = 5*8alphanum / (DIGIT 3alphanum)
        subtags = subtags.dropPrefix(1) { $0.count == 4 && $0.allSatisfy(\.isAlpha) }
        subtags = subtags.dropPrefix(1) {
            ($0.count == 2 && $0.allSatisfy(\.isAlpha)) || ($0.count == 3 && $0.allSatisfy(\.isDigit))
        }
        subtags = subtags.drop { $0.count >= 5 || ($0.count == 4 && $0.first?.isDigit ?? false) }
        // extension = singleton 1*("-" (2*8alphanum)), privateuse = "x" 1*("-" (1*8alphanum))
        while let singleton = subtags.popFirst() {
            guard singleton.count == 1 else { return false }
            if singleton.isLetter(.ascii("x")) { return !subtags.isEmpty }
            let rest = subtags.drop { $0.count >= 2 }
            guard rest.startIndex > subtags.startIndex else { return false }
            subtags = rest
        }
        return true
    }

    /// The well-formed tag that a text was probably meant as: Java and many file names write `en_GB`.
    package static func suggestion(for text: String) -> String? {
        let tag = String(decoding: text.utf8.map { $0 == .ascii("_") ? .ascii("-") : $0 }, as: UTF8.self)
        return Self.isWellFormed(tag) ? tag : nil
    }
}

extension Substring.UTF8View {
    fileprivate func isLetter(_ letter: UInt8) -> Bool { self.count == 1 && self.first?.asciiLowercased == letter }
}

extension ArraySlice<Substring.UTF8View> {
    /// Without the first elements that fit, at most `limit` of them.
    fileprivate func dropPrefix(_ limit: Int, while fits: (Element) -> Bool) -> ArraySlice {
        self.dropFirst(self.prefix(limit).prefix(while: fits).count)
    }
}
