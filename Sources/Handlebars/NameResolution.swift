// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What names mean at one place of a template: the block parameters in sight are those of each program from the
/// template down to the one at hand.
struct BlockParamScope {
    let dialect: Dialect
    let tree: Program
    /// The parameters of each program.
    private var programs: [[String]] = []
    /// Where each name stands, the innermost program last.
    private var places: [Name: [(level: Int, index: Int)]] = [:]

    init(_ tree: Program, dialect: Dialect) {
        self.tree = tree
        self.dialect = dialect
    }

    mutating func enter(_ body: Body) {
        // Of repeated names the first counts.
        for (index, name) in body.blockParams.enumerated().reversed() {
            self.places[Name(name), default: []].append((self.programs.count, index))
        }
        self.programs.append(body.blockParams)
    }

    mutating func leave() {
        for name in self.programs.removeLast().map(Name.init) {
            self.places[name]?.removeLast()
            if self.places[name]?.isEmpty == true { self.places[name] = nil }
        }
    }

    /// How many programs up that parameter is, and which of theirs.
    func find(_ name: String) -> (depth: Int, index: Int)? {
        guard !self.places.isEmpty, let place = self.places[Name(name)]?.last else { return nil }
        return (self.programs.count - 1 - place.level, place.index)
    }

    /// What a path starts from. A block parameter goes before an `@` variable of its name, as in handlebars.js.
    func reference(_ path: Path, offset: Int, isHead: Bool = false) -> Reference {
        let base: Reference.Base
        var parts = path.parts
        let options = self.dialect.options
        var access = options.strict || options.assumeObjects ? Reference.Access.assuming : .lenient
        let isHeadStrict = isHead && options.strict
        // Without `strict` and `assumeObjects` the first name is taken already; with them 4.7.7 looks it up again.
        let takesFirst = access == .lenient
        if let first = parts.first {
            if path.depth == 0, !path.isScoped, let (depth, index) = self.find(first) {
                base = .blockParam(depth: depth, index: index, name: first)
                if takesFirst { parts.removeFirst() }
            } else if first.isEmpty {
                // handlebars.js takes the empty name for none at all, and with it all that follows.
                base = .context(depth: path.depth)
                parts = []
            } else if path.isData {
                base = .data(depth: path.depth)
                if isHeadStrict { access = .strict }
            } else {
                if options.compat, path.depth == 0, !path.isScoped {
                    base = .anyContext(name: first)
                    if takesFirst { parts.removeFirst() }
                } else {
                    base = .context(depth: path.depth)
                }
                if isHeadStrict { access = .strict }
            }
        } else {
            base = .context(depth: path.depth)
        }
        return Reference(
            base: base, parts: parts, access: access, written: path.original, offset: offset, pathOffset: path.offset)
    }

    /// A call whose arguments are still to be understood.
    private struct PendingCall {
        let call: Call
        let callee: Invocation.Callee
        let name: String
        var arguments: [Operand] = []
        var hash: [HashArgument] = []

        /// The next argument, if one is left.
        var next: Expression? {
            if self.arguments.count < self.call.params.count { return self.call.params[self.arguments.count] }
            return self.hash.count < self.call.hash.count ? self.call.hash[self.hash.count].value : nil
        }

        mutating func take(_ operand: Operand) {
            if self.arguments.count < self.call.params.count {
                self.arguments.append(operand)
            } else {
                self.hash.append(HashArgument(key: self.call.hash[self.hash.count].key, value: operand))
            }
        }
    }

    /// What a call calls, with its arguments. Calls wait for their subexpressions on a stack of its own.
    func invocation(_ call: Call, offset: Int, isSubexpression: Bool = false) throws(Fault) -> Invocation {
        var pending = [try self.classify(call, offset: offset, isSubexpression: isSubexpression)]
        while true {
            let last = pending.count - 1
            switch pending[last].next {
            case .call(let id)?:
                pending.append(try self.classify(self.tree[id], offset: offset, isSubexpression: true))
            case let argument?:
                pending[last].take(try self.operand(argument, offset: offset))
            case nil:
                let ended = pending.removeLast()
                let invocation = Invocation(
                    callee: ended.callee, arguments: ended.arguments, hash: ended.hash, name: ended.name,
                    offset: offset)
                if pending.isEmpty { return invocation }
                pending[last - 1].take(.call(invocation))
            }
        }
    }

    /// `classifySexpr` of handlebars.js, with what its kinds of calls then look up.
    private func classify(_ call: Call, offset: Int, isSubexpression: Bool) throws(Fault) -> PendingCall {
        let path = call.path
        let reference = self.reference(path, offset: offset, isHead: true)
        let first = path.parts.first
        let isBlockParam = path.isSimple && first.flatMap { self.find($0) } != nil
        var isCall = !isBlockParam && (isSubexpression || !call.params.isEmpty || !call.hash.isEmpty)
        var isName = !isBlockParam && path.isSimple
        let isKnown = first.map { self.dialect.isKnown($0) } ?? false
        if isName, !isCall {
            isCall = isKnown
            if !isKnown, self.dialect.options.knownHelpersOnly { isName = false }
        }
        let callee: Invocation.Callee
        if isCall {
            callee = try self.callee(path, reference, isKnown: isKnown, offset: offset)
        } else if isName, let first, let position = self.dialect.position(of: first) {
            callee = .custom(position)
        } else if isName, !self.dialect.options.strict, let hook = self.dialect.helperMissing {
            callee = .valueOrHook(reference, hook: hook)
        } else {
            callee = .value(reference)
        }
        return PendingCall(call: call, callee: callee, name: path.original)
    }

    private func callee(
        _ path: Path, _ reference: Reference, isKnown: Bool, offset: Int
    ) throws(Fault) -> Invocation.Callee {
        if isKnown, let first = path.parts.first {
            let helper = Helper(name: first)
            if helper == .helperMissing || helper == .blockHelperMissing { return .helper(.helperMissing) }
            if let position = self.dialect.position(of: first) { return .custom(position) }
            // A helper that is said to be known but is not registered cannot be called either.
            return .helper(helper ?? .helperMissing)
        }
        guard !self.dialect.options.knownHelpersOnly else {
            throw Fault(
                .missingHelper, "`\(path.original)` is not among the known helpers", at: offset,
                mend: "add it to the knownHelpers option")
        }
        if path.isSimple, let position = self.dialect.position(of: path.original) { return .custom(position) }
        return .unknown(reference)
    }

    /// The invocation of a block's opening tag.
    func blockInvocation(_ call: Call, offset: Int) throws(Fault) -> Invocation {
        let invocation = try self.invocation(call, offset: offset)
        guard let hook = self.dialect.blockHelperMissing else { return invocation }
        switch invocation.callee {
        case .value(let reference):
            return Invocation(
                callee: .custom(hook), arguments: [.reference(reference)], hash: [], name: invocation.name,
                offset: offset)
        case .valueOrHook:
            return Invocation(
                callee: .custom(hook), arguments: [.call(invocation)], hash: [], name: invocation.name, offset: offset)
        case .helper, .custom, .unknown:
            return invocation
        }
    }

    func operand(_ expression: Expression, offset: Int) throws(Fault) -> Operand {
        switch expression {
        case .path(let path): .reference(self.reference(path, offset: offset))
        case .call(let id): .call(try self.invocation(self.tree[id], offset: offset, isSubexpression: true))
        case .string(let text): .literal(.string(text))
        case .number(let number): .literal(.number(number))
        case .boolean(let flag): .literal(.bool(flag))
        case .null: .literal(.some(.null))
        case .undefined: .literal(nil)
        }
    }

    func hash(_ pairs: [HashPair], offset: Int) throws(Fault) -> [HashArgument] {
        var arguments: [HashArgument] = []
        for pair in pairs {
            arguments.append(HashArgument(key: pair.key, value: try self.operand(pair.value, offset: offset)))
        }
        return arguments
    }
}
