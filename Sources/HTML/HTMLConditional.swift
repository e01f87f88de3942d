// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The beginning of a conditional comment.
public struct HTMLConditional: Hashable, Sendable {
    /// The condition between `[if` and `]`.
    public var condition: String

    /// Whether Outlook shows what stands in it; `nil` if the condition is none.
    public var isShownByOutlook: Bool?

    /// Whether the others show what stands in it: `<!--[if !mso]><!-->`, `<![if !mso]>`.
    public var isShownByOthers: Bool

    /// The bytes of the comment: of the whole one if only Outlook may show it, else of the one that begins it.
    public var range: Range<Int>
}

extension HTMLConditional {
    /// What a comment is to conditional comments.
    enum Part: Equatable {
        case beginning(condition: String, isShownByOthers: Bool, isClosed: Bool)
        case end
        case nothing

        /// Takes the content of a comment, or of `<!…>`, apart.
        init(_ content: String) {
            let bytes = Array(content.utf8)
            let text = bytes.trimmingWhitespace
            if text.startsIgnoringASCIICase(with: "<![endif]".utf8)
                || text.startsIgnoringASCIICase(with: "[endif]".utf8)
            {
                self = .end
                return
            }
            guard text.startsIgnoringASCIICase(with: "[if".utf8), let bracket = text.firstIndex(of: .ascii("]")) else {
                self = .nothing
                return
            }
            let condition = text[text.startIndex..<bracket].dropFirst(3).trimmingWhitespace
            let rest = text[(bracket + 1)...].drop { $0 == .ascii(">") }.trimmingWhitespace
            let isShownByOthers = rest.isEmpty || rest.elementsEqual("<!".utf8) || rest.elementsEqual("<!--".utf8)
            self = .beginning(
                condition: String(decoding: condition, as: UTF8.self), isShownByOthers: isShownByOthers,
                isClosed: Self.isClosed(rest))
        }

        private static func isClosed(_ rest: some BidirectionalCollection<UInt8>) -> Bool {
            let end = Array("<![endif]".utf8)
            return rest.suffix(end.count).equalsIgnoringASCIICase(end)
        }
    }

    /// The conditional comments among `comments`, with what is wrong with them.
    static func conditionals(
        in comments: [HTMLComment], faults: inout HTMLFaults
    ) -> [HTMLConditional] {
        var conditionals: [HTMLConditional] = []
        var open: [HTMLConditional] = []
        for comment in comments {
            switch Part(comment.content) {
            case .nothing: continue
            case .end:
                if open.popLast() == nil { faults.add(.unopenedConditional, "", at: comment.range) }
            case .beginning(let condition, let isShownByOthers, let isClosed):
                let conditional = HTMLConditional(
                    condition: condition, isShownByOutlook: OutlookCondition.holds(condition.utf8),
                    isShownByOthers: isShownByOthers, range: comment.range)
                conditionals.append(conditional)
                if conditional.isShownByOutlook == nil { faults.add(.badCondition, condition, at: comment.range) }
                if isShownByOthers {
                    open.append(conditional)
                } else if !isClosed {
                    faults.add(.unclosedConditional, condition, at: comment.range)
                }
            }
        }
        for conditional in open { faults.add(.unclosedConditional, conditional.condition, at: conditional.range) }
        return conditionals
    }
}
