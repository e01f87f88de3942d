// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import JSONText

/// Something wrong with a tenant's files, found while reading them.
///
/// Reading goes on past a problem; Verification turns each into a finding of the rule of the same name.
public struct Problem: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: String, Hashable, Sendable {
        /// A file or folder cannot be read.
        case unreadableInput
        /// A file is not JSON.
        case invalidJSON
        /// A file that should hold a template or provider holds something else.
        case unrecognizedDocument
        /// A value has the wrong type.
        case wrongType
        /// A key that the document does not know.
        case unknownKey
        /// A value that must be there is not.
        case missingValue
        /// A number or word outside the allowed range.
        case outOfRange
        /// A name that no template can have.
        case badName
        /// A key that should be a language tag and is none.
        case badLanguageTag
        /// A setting that does not apply to this type of provider.
        case misplaced
        /// A placeholder without a value or default.
        case unresolvedPlaceholder
        /// A placeholder whose value is a secret, where everyone can read it.
        case secretShown
        /// The same template in two files.
        case duplicate
        /// A name that an object has twice; the last one counts.
        case repeatedKey
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in a sentence without a full stop.
    public var message: String
    /// Where.
    public var location: SourceLocation
    /// How to mend it.
    public var fix: String?

    /// Creates a problem.
    public init(_ code: Code, _ message: String, at location: SourceLocation, fix: String? = nil) {
        self.code = code
        self.message = message
        self.location = location
        self.fix = fix
    }

    /// The problem that a file is not JSON.
    ///
    /// - Parameters:
    ///   - error: What is wrong with it.
    ///   - name: What the file should be, as in “the persona is”.
    ///   - path: The path of the file.
    package init(_ error: JSONError, in name: String, at path: String) {
        self.init(
            .invalidJSON, "\(name) not valid JSON: \(error.message)",
            at: SourceLocation(file: path, position: error.position), fix: error.code.fix)
    }

    /// The problem that a change of a file is not possible.
    ///
    /// - Parameters:
    ///   - error: Why.
    ///   - location: Where it was to be made.
    init(_ error: JSONEditError, at location: SourceLocation) {
        self.init(.invalidJSON, error.message, at: location, fix: error.code.fix)
    }

    /// The problem that a file cannot be read.
    public init(_ error: FileError, at location: SourceLocation? = nil) {
        let message =
            location == nil
            ? "this cannot be read: \(error.message)" : "the file \(error.path) cannot be read: \(error.message)"
        self.init(
            .unreadableInput, message, at: location ?? SourceLocation(file: error.path),
            fix: error.code.fix)
    }
}

extension Problem: CustomStringConvertible {
    /// The message with its place.
    public var description: String { "\(self.location): \(self.message)" }
}

extension FileError.Code {
    fileprivate var fix: String {
        switch self {
        case .notFound: "check the spelling of the path, or add the file"
        case .notPermitted: "give the user who runs galley the right to read it"
        case .tooLarge: "name a smaller file or folder"
        case .unreadable: "name a regular file or a folder"
        case .outside: "put the file itself there: beside the template, and named without a folder"
        }
    }
}
