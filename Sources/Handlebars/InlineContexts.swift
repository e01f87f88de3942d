// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The contexts in which the inline partials of a template are rendered, gathered from all calls.
///
/// A name has a context if it is defined once, if every call of it is in the template and in that context, and if no
/// partial from elsewhere, which could call it too, is called where it is in sight.
struct InlineContexts {
    private enum Calls {
        case one(DataPath)
        case several
    }

    private var definitions: [Name: Int] = [:]
    private var calls: [Name: Calls] = [:]
    /// The names in sight, the innermost last, and how often each is among them.
    private var visible: [Name] = []
    private var visibleCounts: [Name: Int] = [:]
    /// How many of the names in sight could be called from elsewhere, the outermost first.
    private var exposedCount = 0
    private var exposed: Set<Name> = []
    private var areAllExposed = false

    /// Brings into sight what a body defines.
    ///
    /// - Parameter areExposed: Whether it could be called from elsewhere, as it is the block of a partial.
    mutating func enter(_ names: [Name], areExposed: Bool) {
        if areExposed { self.exposed.formUnion(names) }
        for name in names {
            self.definitions[name, default: 0] += 1
            self.visibleCounts[name, default: 0] += 1
        }
        self.visible += names
    }

    mutating func leave(_ count: Int) {
        for _ in 0..<count {
            let name = self.visible.removeLast()
            self.visibleCounts[name, default: 1] -= 1
            if self.visible.count < self.exposedCount { self.exposed.insert(name) }
        }
        self.exposedCount = min(self.exposedCount, self.visible.count)
    }

    /// Notes that anything could be called from elsewhere.
    mutating func exposeAll() {
        self.areAllExposed = true
    }

    /// Notes a call; the name may be one of the set, if it is not in sight.
    ///
    /// - Parameter isInInline: Whether the call stands in an inline partial, which sees what its callers see.
    mutating func call(_ name: Name?, in context: DataPath?, isInInline: Bool) {
        guard let name, self.visibleCounts[name, default: 0] > 0 else {
            // What is called then could call whatever is in sight.
            self.exposedCount = self.visible.count
            if isInInline { self.exposeAll() }
            return
        }
        switch (self.calls[name], context) {
        case (nil, let context?): self.calls[name] = .one(context)
        case (.one(let earlier)?, let context?) where earlier == context: break
        default: self.calls[name] = .several
        }
    }

    subscript(name: Name) -> DataPath? {
        guard !self.areAllExposed, self.definitions[name] == 1, !self.exposed.contains(name),
            case .one(let context)? = self.calls[name]
        else { return nil }
        return context
    }
}
