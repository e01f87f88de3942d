// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A value as the renderer holds it: no value is `undefined`, and while tracing its place in the data is known.
struct Located: Sendable {
    var value: Value?
    /// The place in the data; never set outside of a trace.
    var path: DataPath?

    init(_ value: Value?, at path: DataPath? = nil) {
        self.value = value
        self.path = path
    }

    /// The members, if the value is an object.
    var members: MemberTable? {
        if case .object(let members)? = self.value { members.table } else { nil }
    }

    static let undefined = Located(nil)

    var isNullOrUndefined: Bool {
        self.value?.isNull ?? true
    }

    var isTruthy: Bool {
        self.value?.isTruthy ?? false
    }

    var isEmpty: Bool {
        self.value?.isEmpty ?? true
    }

    /// `==` of JavaScript, where `undefined` equals `null`.
    func looselyEquals(_ other: Located, work: inout Int) -> Bool {
        (self.value ?? .null).looselyEquals(other.value ?? .null, work: &work)
    }
}

/// What a program was given for the names in its `as |...|`.
enum BlockParams: Sendable {
    /// Nothing: to use one is an error.
    case none
    /// Values, and the array that these are to JavaScript.
    case values([Located], array: Value.Elements)

    static func giving(_ values: [Located]) -> BlockParams {
        .values(values, array: Value.Elements(values.lazy.map { $0.value ?? .null }))
    }

    /// What handlebars.js hands over where a section opens an object: the parameters of the enclosing programs.
    ///
    /// - Parameter entries: Those of each program, the innermost first.
    static func enclosing(_ entries: some Sequence<BlockParams>) -> BlockParams {
        .giving(
            entries.map { entry in
                switch entry {
                case .none: .undefined
                case .values(_, let array): Located(.array(array))
                }
            })
    }
}

/// The `@` variables of one `{{#each}}`, or those that a helper or a partial with a block adds to the ones around it.
struct DataFrame: Sendable {
    var key = Value.null
    var index = 0
    var isFirst = false
    var isLast = false
    /// Whether the four above are set.
    var isLoop = false
    /// The closure that `@partial-block` is.
    var partialBlock: Int?
    /// The variables that helpers have set.
    var variables: Value.Members?

    func variable(_ name: String) -> Value? {
        if let value = self.variables?[name] { return value }
        guard self.isLoop else { return nil }
        return switch name.utf8.count {
        case 3 where name.utf8.elementsEqual("key".utf8): self.key
        case 4 where name.utf8.elementsEqual("last".utf8): .bool(self.isLast)
        case 5 where name.utf8.elementsEqual("index".utf8): .number(Double(self.index))
        case 5 where name.utf8.elementsEqual("first".utf8): .bool(self.isFirst)
        default: nil
        }
    }

    /// The frame of a loop inside of `outer`, from which it has what a loop does not set.
    static func loop(inside outer: DataFrame?) -> DataFrame {
        var frame = DataFrame(isLoop: true)
        guard let outer else { return frame }
        frame.partialBlock = outer.partialBlock
        if let variables = outer.variables {
            let own = frame
            let inherited = variables.lazy.filter { own.variable($0.name) == nil }.map { ($0.name, $0.value) }
            frame.variables = Value.Members(Array(inherited))
        }
        return frame
    }

    /// The frame with more variables.
    func adding(_ variables: Value.Members) -> DataFrame {
        var frame = self
        frame.variables = Value.Members([self.variables ?? [:], variables].joined().map { ($0.name, $0.value) })
        return frame
    }
}

/// The passes of an `{{#each}}` that are still to come.
struct Iteration: Sendable {
    private enum Collection {
        case array([Value])
        /// The positions are those of the members in the order in which they are gone through.
        case object(Value.Members, order: [Int])
    }

    private let collection: Collection
    /// The place of the collection in the data.
    private let path: DataPath?
    private let count: Int
    private var next = 0
    /// The offset of the block's opening tag.
    let offset: Int

    init?(over collection: Located, offset: Int) {
        self.path = collection.path
        self.offset = offset
        switch collection.value {
        case .array(let elements)?:
            self.collection = .array(elements.array)
            self.count = elements.count
        case .object(let members)?:
            self.collection = .object(members, order: members.enumerationOrder)
            self.count = members.count
        default:
            return nil
        }
        if self.count == 0 { return nil }
    }

    /// The next element, whose `@` variables it sets.
    mutating func advance(_ frame: inout DataFrame) -> Located? {
        guard self.next < self.count else { return nil }
        let position = self.next
        self.next += 1
        frame.index = position
        frame.isFirst = position == 0
        frame.isLast = self.next == self.count
        switch self.collection {
        case .array(let elements):
            frame.key = .number(Double(position))
            return Located(elements[position], at: self.path?.appending(.index(position)))
        case .object(let members, let order):
            let name = members[order[position]].name
            frame.key = .string(name)
            return Located(members.definedValue(at: order[position]), at: self.path?.appending([name]))
        }
    }
}

/// A program that is being rendered: what to restore when it ends.
struct Activation: Sendable {
    enum Kind: Sendable {
        /// A program in the context around it.
        case branch
        case block
        /// A pass of a loop: the rest is in its ``Iteration``.
        case pass
        /// A partial: the rest is in its ``PartialCall``.
        case partial
    }

    var kind: Kind
    var program = 0
    var returnsTo: Int
    /// The context around it; of branches, which leave it as it is, none.
    var outerContext = Located.undefined
    var isContextPushed = false
    var definesInlines = false
}
