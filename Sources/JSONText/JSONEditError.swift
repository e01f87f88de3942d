// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Why a JSON text cannot be changed as asked.
public struct JSONEditError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// Nothing stands at the pointer.
        case notFound
        /// The value that should take a member or element is neither an object nor an array.
        case notAContainer
        /// The object has a member of that name already.
        case alreadyThere
        /// The value of the whole text can be replaced, but not removed.
        case wholeDocument
        /// With the change the text would not be JSON, or past a limit.
        case invalidResult(JSONError.Code)

        /// How to mend it.
        public var fix: String {
            switch self {
            case .notFound: "name a place that is there"
            case .notAContainer: "name a place inside an object or array"
            case .alreadyThere: "replace the value that is there"
            case .wholeDocument: "replace it"
            case .invalidResult(let code): code.fix
            }
        }
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in a sentence without a full stop.
    public var message: String
    /// Where the change was to be made.
    public var pointer: JSONPointer

    /// Creates an error.
    public init(code: Code, message: String, pointer: JSONPointer) {
        self.code = code
        self.message = message
        self.pointer = pointer
    }
}

extension JSONEditError: CustomStringConvertible {
    /// The pointer with the message.
    public var description: String { "“\(self.pointer)”: \(self.message)" }
}
