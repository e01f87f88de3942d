// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import JSONText

extension Value {
    /// The value of a JSON tree.
    ///
    /// Of repeated names the last counts.
    public init(_ node: JSONNode) {
        switch node.content {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .number(let number): self = .number(number.double)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .array(Elements(elements.lazy.map { Value($0) }))
        case .object(let members): self = .object(Members(members.lazy.map { ($0.name, Value($0.value)) }))
        }
    }

    /// Parses a JSON text.
    public init(json: String) throws(JSONError) {
        self.init(try JSONDocument(parsing: json).root)
    }
}
