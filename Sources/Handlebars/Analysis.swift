// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ByteText

/// What a template uses, found without rendering it.
public struct Analysis: Hashable, Sendable {
    /// The paths, in the order of the template.
    public var variables: [Variable] = []
    /// The helpers that are called, and the names that are called as if they were helpers.
    public var helpers: [Use] = []
    /// The partials that are called.
    public var partials: [Partial] = []

    /// One use of a path.
    public struct Variable: Hashable, Sendable {
        /// The path as it was written; what `lookup` finds by a literal name as a path, `a.b` for `lookup a "b"`.
        public var path: String
        /// The place in the data, where it can be told without rendering.
        ///
        /// These have none:
        /// - `@` variables other than `@root`;
        /// - what stands in a section `{{#name}}`, whose context depends on the type of the value, or in the block of a
        ///   registered helper, which chooses the context;
        /// - what stands in an inline partial, unless it is defined once, and all calls of its name stand in the
        ///   template outside of inline partials and give it one and the same context, as a path or none at all, and
        ///   without `NAME=VALUE`. A partial from elsewhere, or with a computed name, that is called where the inline
        ///   partial is in sight could call it too, and so can one whose block defines it. What begins with `../` in an
        ///   inline partial has none in any case;
        /// - what stands in a context more than 32 steps from the root.
        ///
        /// The block of a partial is taken to be rendered in the context of the partial's tag.
        public var absolutePath: DataPath?
        /// The position of the `{{`.
        public var position: SourcePosition
        /// The position of the path in the tag, which tells the arguments of one tag apart.
        public var pathPosition: SourcePosition
        /// Whether the value is escaped where it is written: not with `{{{x}}}` and `{{&x}}`.
        public var isEscaped: Bool
        /// Whether it only decides what is rendered, as the argument of `if`, `unless`, `with` or `each` or as the
        /// name of a section.
        public var isCondition: Bool
        /// Whether a block around it is rendered only if the same value, or one that it is part of, or a part of it is
        /// there, which is no more than 32 steps from the root.
        public var isGuarded: Bool
    }

    /// One call of a partial.
    public struct Partial: Hashable, Sendable {
        /// The name as it was written; none of a computed one, `{{> (lookup a b)}}`.
        public var name: String?
        /// The position of the `{{`.
        public var position: SourcePosition
    }

    /// One use of a helper.
    public struct Use: Hashable, Sendable {
        /// The name as it was written.
        public var name: String
        /// The position of the `{{`.
        public var position: SourcePosition
    }
}

extension Template {
    /// What the template uses: variables, helpers and partials with their positions.
    public var analysis: Analysis {
        Analyzer.analyze(self.unit.program, source: self.unit.source, dialect: self.library.dialect)
    }
}
