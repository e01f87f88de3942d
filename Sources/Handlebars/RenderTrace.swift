// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ByteText

/// A rendering together with where each byte came from and what deserves a second look.
public struct RenderTrace: Sendable {
    /// The output.
    public var bytes: [UInt8]

    /// From offsets of the output to byte offsets of the template: literal text byte by byte, what a mustache wrote to
    /// the offset of its `{{`.
    ///
    /// What a partial of the set wrote maps to the `{{` of the tag that called it; what inline partials and blocks of
    /// the template itself wrote maps to where it stands, unless the lines were indented for the tag.
    public var sourceMap: SourceMap

    /// The mustaches that wrote nothing because their value was undefined or null, in the order of the output.
    public var missing: [Missing]

    /// The arrays and objects that were written as text, and the numbers whose text is hardly that of the data, in the
    /// order of the output.
    public var conversions: [Conversion]

    /// A mustache without a value.
    public struct Missing: Hashable, Sendable {
        /// The path or call as it was written, cut where it is long.
        public var path: String
        /// Whether it is a call with arguments, as `lookup a "b"` is: as an argument it stands in parentheses.
        public var isCall: Bool
        /// The place of the value in the data, if the path or a `lookup` leads into the data.
        public var absolutePath: DataPath?
        /// The position of the `{{`.
        public var position: SourcePosition
    }

    /// A mustache whose value is shown in another form than the data has it.
    public struct Conversion: Hashable, Sendable {
        /// What was made text.
        public enum Kind: String, Hashable, Sendable {
            /// Its elements, joined with commas.
            case array
            /// `[object Object]`.
            case object
            /// A number below 10^-6 or from 10^21 on, which has an exponent, or from 2^53 on, of which digits may be lost:
            /// `12345678901234567890` shows as `12345678901234567000`.
            case number
        }

        /// The path or call as it was written, cut where it is long.
        public var path: String
        /// Whether it is a call with arguments, as `lookup a "b"` is: as an argument it stands in parentheses.
        public var isCall: Bool
        /// The place of the value in the data, if the path or a `lookup` leads into the data.
        public var absolutePath: DataPath?
        /// The position of the `{{`.
        public var position: SourcePosition
        /// What was made text.
        public var kind: Kind
    }
}
