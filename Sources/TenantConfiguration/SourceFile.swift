// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ByteText
public import JSONText

/// A file that was read, or something that stands in for one, such as the value of a command-line option.
public struct SourceFile: Sendable {
    /// The path, as the user named it.
    public let path: String
    /// The content.
    public let bytes: [UInt8]
    /// `nil` where there is no file that lines could be counted in.
    private let lines: LineIndex?

    /// Takes the content of a file.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        self.lines = LineIndex(bytes)
    }

    /// Takes a text that is in no file; `name` says where it comes from.
    public init(name: String, text: String) {
        self.path = name
        self.bytes = Array(text.utf8)
        self.lines = nil
    }

    /// The place of the byte at `offset`.
    public func location(of offset: Int, pointer: JSONPointer? = nil) -> SourceLocation {
        SourceLocation(
            file: self.path, position: self.lines?.position(of: offset, in: self.bytes), pointer: pointer)
    }
}

/// A place in a file, for people and reports.
public struct SourceLocation: Hashable, Sendable {
    /// The path of the file.
    public var file: String
    /// The line and column; `nil` where the whole file is meant.
    public var position: SourcePosition?
    /// The JSON value that the place is in.
    public var pointer: JSONPointer?

    /// Creates a location.
    public init(file: String, position: SourcePosition? = nil, pointer: JSONPointer? = nil) {
        self.file = file
        self.position = position
        self.pointer = pointer
    }
}

extension SourceLocation: CustomStringConvertible {
    /// The location as `file:line:column`.
    public var description: String {
        self.position.map { "\(self.file):\($0)" } ?? self.file
    }
}

/// A text out of a file, with the way back from each of its bytes to the file.
///
/// The text may be a JSON string without its escapes, a file of its own, or either of them with placeholders resolved.
public struct SourceText: Sendable {
    /// The text, in UTF-8.
    public var bytes: [UInt8]
    /// The file that it came from.
    public var file: SourceFile
    /// From bytes of the text to bytes of the file.
    public var map: SourceMap
    /// The JSON value that holds the text; `nil` where a whole file is the text.
    public var pointer: JSONPointer?
    /// The names of the placeholders that were in the text, in its order.
    public var placeholders: [String]

    /// Creates a text.
    public init(
        bytes: [UInt8], file: SourceFile, map: SourceMap, pointer: JSONPointer?, placeholders: [String] = []
    ) {
        self.bytes = bytes
        self.file = file
        self.map = map
        self.pointer = pointer
        self.placeholders = placeholders
    }

    /// The whole of a file.
    public init(wholeFile file: SourceFile) {
        self.init(bytes: file.bytes, file: file, map: .identity, pointer: nil)
    }

    /// The text as a string.
    public var string: String {
        String(decoding: self.bytes, as: UTF8.self)
    }

    /// The place in the file that the byte at `offset` of the text came from.
    public func location(of offset: Int = 0) -> SourceLocation {
        self.file.location(of: self.map.sourceOffset(of: offset), pointer: self.pointer)
    }
}
