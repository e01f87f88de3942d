// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// How a template is compiled: the options of handlebars.js that change what a template means.
///
/// `noEscape` is ``Escaping/none``, chosen for each rendering.
public struct Options: Hashable, Sendable {
    /// Whether a name that is not there is an error.
    public var strict: Bool
    /// Whether a property of null or undefined is an error.
    public var assumeObjects: Bool
    /// Whether a name that the context does not have is looked for in the contexts around it, as Mustache does.
    public var compat: Bool
    /// Whether a partial that stands alone on its line is rendered without the indentation of the line.
    public var preventIndent: Bool
    /// Whether lines on which a tag stands alone stay.
    public var ignoreStandalone: Bool
    /// Whether a partial without a context argument gets none, rather than the one around it.
    public var explicitPartialContext: Bool
    /// Names that are helpers even where the data has a value of that name, beside the built-in ones.
    public var knownHelpers: Set<String>
    /// Whether helpers are only the built-in ones and `knownHelpers`.
    public var knownHelpersOnly: Bool

    /// Creates options, by default those of handlebars.js.
    public init(
        strict: Bool = false, assumeObjects: Bool = false, compat: Bool = false, preventIndent: Bool = false,
        ignoreStandalone: Bool = false, explicitPartialContext: Bool = false, knownHelpers: Set<String> = [],
        knownHelpersOnly: Bool = false
    ) {
        self.strict = strict
        self.assumeObjects = assumeObjects
        self.compat = compat
        self.preventIndent = preventIndent
        self.ignoreStandalone = ignoreStandalone
        self.explicitPartialContext = explicitPartialContext
        self.knownHelpers = knownHelpers
        self.knownHelpersOnly = knownHelpersOnly
    }
}
