// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The place of a value in the data, from the root.
public struct DataPath: Hashable, Sendable {
    /// One step into the data.
    public enum Segment: Hashable, Sendable {
        /// The member of that name.
        case name(String)
        /// The element at that index.
        case index(Int)
        /// Any of the elements or members that an `{{#each}}` goes through.
        case element
    }

    /// The steps from the root; none for the root itself.
    public var segments: [Segment]

    /// Creates a path.
    public init(_ segments: [Segment] = []) {
        self.segments = segments
    }

    /// Whether `other` is this value or inside of it.
    public func contains(_ other: DataPath) -> Bool {
        other.segments.starts(with: self.segments)
    }

    func appending(_ names: [String]) -> DataPath {
        DataPath(self.segments + names.map { .name($0) })
    }

    func appending(_ segment: Segment) -> DataPath {
        DataPath(self.segments + [segment])
    }
}

extension DataPath: CustomStringConvertible {
    /// The path with dots, any element as `*`: `object.items.*.name`.
    ///
    /// The root is `@root`.
    public var description: String {
        if self.segments.isEmpty { return "@root" }
        return self.segments.map { segment in
            switch segment {
            case .name(let name): name
            case .index(let index): String(index)
            case .element: "*"
            }
        }.joined(separator: ".")
    }
}

extension DataPath.Segment {
    /// Whether both are the same step, names byte for byte.
    public static func == (lhs: Self, rhs: Self) -> Bool {
        switch (lhs, rhs) {
        case (.name(let left), .name(let right)): left.utf8.elementsEqual(right.utf8)
        case (.index(let left), .index(let right)): left == right
        case (.element, .element): true
        default: false
        }
    }

    /// Adds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .name(let name): hasher.combine(bytesOf: name)
        case .index(let index): hasher.combine(index)
        case .element: hasher.combine(-1)
        }
    }
}
