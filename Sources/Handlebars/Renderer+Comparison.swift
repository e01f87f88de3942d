// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

// MARK: - What takes work that the steps do not tell

extension Renderer {
    /// Whether a program in that context gets a level of its own: not if it is the context of the innermost.
    mutating func isNew(_ context: Located, at offset: Int) throws(Fault) -> Bool {
        if let isNew = self.contexts.isNew(context) { return isNew }
        return try !self.areSame(context, self.contexts.last ?? .undefined, at: offset)
    }

    /// `==` of JavaScript.
    mutating func areSame(_ left: Located, _ right: Located, at offset: Int) throws(Fault) -> Bool {
        var work = 0
        let areSame = left.looselyEquals(right, work: &work)
        try self.charge(work, at: offset)
        return areSame
    }

    /// What `String` of JavaScript gives, for a name: to make text of an array takes work.
    mutating func text(of value: Located, at offset: Int) throws(Fault) -> String {
        guard case .array(let elements)? = value.value else { return value.value?.javaScriptText ?? "undefined" }
        let text = elements.text
        try self.charge(text.work, at: offset)
        return text.joined
    }
}
