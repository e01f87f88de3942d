// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ByteText

/// Why a template could not be parsed or rendered, and where.
public struct HandlebarsError: Error, Hashable, Sendable {
    /// The kinds of faults.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The bytes are not UTF-8.
        case badEncoding
        /// The template is past the size limit.
        case sourceTooLarge
        /// Blocks, chains or subexpressions nest past the limit.
        case tooDeep
        /// A `{{` without its `}}`.
        case unclosedTag
        /// A `{{!` without its `}}`, or a `{{!--` without its `--}}`.
        case unclosedComment
        /// A block without its closing tag.
        case unclosedBlock
        /// A raw block without its closing tag.
        case unclosedRawBlock
        /// A closing tag that names another block than the one that is open.
        case mismatchedClose
        /// A closing tag where no block is open.
        case unexpectedClose
        /// An `{{else}}` or `{{^}}` where none can stand.
        case unexpectedElse
        /// Something inside a tag that cannot stand there.
        case unexpectedToken
        /// A byte that cannot stand in a template.
        case unexpectedCharacter
        /// A path with `..`, `.` or `this` after a name.
        case invalidPath
        /// A partial with more than one context.
        case partialArguments
        /// A decorator other than `inline`.
        case decoratorUnavailable
        /// A name called with arguments that is neither a helper nor in the data.
        case missingHelper
        /// A value of the data called as if it were a helper.
        case notAHelper
        /// A helper called with too few or too many arguments.
        case argumentCount
        /// A block helper used without a block.
        case missingBlock
        /// A block parameter of a block that gives none.
        case missingBlockParameter
        /// A partial that is not registered.
        case missingPartial
        /// A name that is not in the data, with the option `strict`.
        case notDefined
        /// A property of null or undefined, with the option `strict` or `assumeObjects`.
        case noObject
        /// A registered helper has thrown an error.
        case helperFailed
        /// Partials or blocks of registered helpers nest past the limit.
        case recursionTooDeep
        /// The output is past the limit.
        case outputTooLarge
        /// The work is past the limit.
        case tooManySteps
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in a sentence without a full stop.
    public var message: String
    /// Where it is wrong, in the template or in `partial`.
    public var position: SourcePosition
    /// The partial in which it is wrong, if it is not the template itself.
    public var partial: String?
    /// What stands there, if it is a place inside of a template.
    public var excerpt: SourceExcerpt?
    /// What to do about it, if that is known.
    public var mend: String?
    /// The opening tag of the block that the message ends with, where a block is continued or closed wrongly.
    public var related: SourcePosition?

    /// Creates an error.
    public init(
        code: Code, message: String, position: SourcePosition, mend: String? = nil, related: SourcePosition? = nil
    ) {
        self.code = code
        self.message = message
        self.position = position
        self.mend = mend
        self.related = related
    }
}

extension HandlebarsError: CustomStringConvertible {
    /// The place, the message, where the block opens that it is about, and the mend.
    public var description: String {
        let place = self.partial.map { "\($0):\(self.position)" } ?? "\(self.position)"
        let opening = self.related.map { " opened at \($0)" } ?? ""
        let fault = "\(place): \(self.message)\(opening)"
        return self.mend.map { "\(fault); \($0)" } ?? fault
    }
}

/// A fault at a byte offset, before anyone needed its line and column.
struct Fault: Error {
    var code: HandlebarsError.Code
    var message: String
    var offset: Int
    var mend: String?
    var related: Int?
    /// The fault as callers see it, where that was needed early: it came through a helper.
    var located: HandlebarsError?

    init(_ located: HandlebarsError) {
        self.init(located.code, located.message, at: located.position.offset)
        self.located = located
    }

    init(_ code: HandlebarsError.Code, _ message: String, at offset: Int, mend: String? = nil, related: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
        self.mend = mend
        self.related = related
    }

    /// The fault as callers see it.
    func located(in source: [UInt8], partial: String? = nil) -> HandlebarsError {
        if let located = self.located { return located }
        let lines = LineIndex(source)
        var error = HandlebarsError(
            code: self.code, message: self.message, position: lines.position(of: self.offset, in: source),
            mend: self.mend, related: self.related.map { lines.position(of: $0, in: source) })
        error.partial = partial
        error.excerpt = SourceExcerpt(of: source, at: self.offset)
        return error
    }
}
