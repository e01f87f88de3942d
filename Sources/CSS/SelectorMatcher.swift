// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Finds the selectors that match the elements of a tree, which comes in document order.
///
/// A selector is a chain of steps, one for each compound selector; chains with the same beginning share it. An element
/// that satisfies a step is remembered for those after it, which look for it among the open elements, at the parent or
/// at the siblings before: so nothing is looked at twice, however deep the tree is, and only steps that ask for the ID, a
/// class or the type of an element are held against it, once what comes before them has been found.
public struct SelectorMatcher {
    private struct Step {
        var previous: Int?
        var compound: Selector.Compound
        /// The numbers of the selectors that end here.
        var selectors: [Int] = []
        /// What later steps ask of an element that satisfies this one.
        var isAskedOfAncestors = false
        var isAskedOfRelatives = false
        /// The attributes whose values are read.
        var readAttributes: [[UInt8]] = []
    }

    private struct StepKey: Hashable {
        var previous: Int?
        var compound: Selector.Compound
    }

    /// An open element, or what is around the root.
    private struct Frame {
        /// The steps that it satisfies and that others ask for.
        var steps: [Int] = []
        /// The same of its child before the next one, and of all its children.
        var lastChildSteps: [Int] = []
        var childSteps: Set<Int> = []
    }

    /// What an element must have for a step to be worth a look: the most telling condition.
    private enum Key: Hashable {
        case id([UInt8])
        case `class`([UInt8])
        case type([UInt8])
    }

    /// The steps that are worth a look once the step before them is satisfied.
    private struct CandidateKey: Hashable {
        var previous: Int?
        var combinator: Selector.Combinator?
        /// The number of a key, `nil` for steps that ask for none.
        var key: Int?
    }

    /// What elements are asked for.
    public private(set) var names = SelectorNames()

    private var steps: [Step] = []
    private var keys: [Key: Int] = [:]
    private var candidates: [CandidateKey: [Int]] = [:]

    /// The steps that open elements satisfy and descendants are asked for, in the order of the elements.
    private var openSteps: [Int] = []
    private var frames = [Frame()]
    /// How many open elements satisfy a step.
    private var openCounts: [Int] = []
    private var comparisons = 0
    private let limit: Int

    /// Prepares to match `selectors`; those that the tree alone does not decide match nothing.
    public init(_ selectors: [Selector], limits: CSSLimits = .standard) {
        self.limit = limits.comparisons
        // To grow step by step costs more than twice for twice as many, where the caches are left behind.
        let stepCount = selectors.reduce(0) { $0 + $1.compounds.count }
        var numbers: [StepKey: Int] = [:]
        numbers.reserveCapacity(stepCount)
        self.steps.reserveCapacity(stepCount)
        self.keys.reserveCapacity(stepCount)
        self.candidates.reserveCapacity(stepCount)
        for (number, selector) in selectors.enumerated() where selector.kind == .ofTree {
            var previous: Int?
            for compound in selector.compounds {
                let key = StepKey(previous: previous, compound: compound)
                let step = numbers[key] ?? self.steps.count
                if step == self.steps.count {
                    numbers[key] = step
                    self.append(Step(previous: previous, compound: compound))
                }
                previous = step
            }
            if let previous { self.steps[previous].selectors.append(number) }
        }
        self.openCounts = Array(repeating: 0, count: self.steps.count)
    }

    private mutating func append(_ step: Step) {
        let number = self.steps.count
        var step = step
        step.readAttributes = step.compound.conditions.flatMap(\.readAttributes)
        for condition in step.compound.conditions { self.names.insert(condition) }
        self.steps.append(step)
        if let previous = step.previous {
            if step.compound.combinator == .descendant {
                self.steps[previous].isAskedOfAncestors = true
            } else {
                self.steps[previous].isAskedOfRelatives = true
            }
        }
        let key = Self.key(of: step.compound).map { key in
            let number = self.keys[key] ?? self.keys.count
            self.keys[key] = number
            return number
        }
        let candidate = CandidateKey(previous: step.previous, combinator: step.compound.combinator, key: key)
        self.candidates[candidate, default: []].append(number)
    }

    private static func key(of compound: Selector.Compound) -> Key? {
        var type: Key?
        var className: Key?
        for condition in compound.conditions {
            switch condition {
            case .id(let id): return .id(id)
            case .class(let name): className = .class(name)
            case .type(let name): type = .type(name)
            default: break
            }
        }
        return className ?? type
    }

    /// The keys of an element that some step asks for.
    private func keys(of element: some SelectorElement) -> [Int?] {
        var keys: [Int?] = [nil]
        if let key = self.keys[.type(element.typeName)] { keys.append(key) }
        if let id = element.id, let key = self.keys[.id(id)] { keys.append(key) }
        for name in element.classNames {
            if let key = self.keys[.class(name)] { keys.append(key) }
        }
        return keys
    }

    /// Opens an element inside the one that was opened last and is not closed yet.
    ///
    /// - Returns: The numbers of the selectors that match it, in no order.
    /// - Throws: ``CSSError`` if it takes more comparisons than the limits allow.
    public mutating func enter(_ element: some SelectorElement) throws(CSSError) -> [Int] {
        var matches: [Int] = []
        var frame = Frame()
        let keys = self.keys(of: element)
        try self.satisfy(nil, nil, keys, element, &frame, &matches)
        for step in self.openSteps { try self.satisfy(step, .descendant, keys, element, &frame, &matches) }
        if let parent = self.frames.last {
            for step in parent.steps where self.steps[step].isAskedOfRelatives {
                try self.satisfy(step, .child, keys, element, &frame, &matches)
            }
            for step in parent.lastChildSteps {
                try self.satisfy(step, .nextSibling, keys, element, &frame, &matches)
            }
            for step in parent.childSteps {
                try self.satisfy(step, .subsequentSibling, keys, element, &frame, &matches)
            }
        }
        for step in frame.steps where self.steps[step].isAskedOfAncestors {
            self.openCounts[step] += 1
            if self.openCounts[step] == 1 { self.openSteps.append(step) }
        }
        self.frames.append(frame)
        return matches
    }

    /// Closes the element that was opened last.
    public mutating func leave() {
        guard self.frames.count > 1, let frame = self.frames.popLast() else { return }
        for step in frame.steps where self.steps[step].isAskedOfAncestors {
            self.openCounts[step] -= 1
            // Elements close in the opposite order, so what the last one added is at the end.
            if self.openCounts[step] == 0 { self.openSteps.removeLast() }
        }
        let parent = self.frames.count - 1
        let steps = frame.steps.filter { self.steps[$0].isAskedOfRelatives }
        self.frames[parent].childSteps.formUnion(steps)
        self.frames[parent].lastChildSteps = steps
    }

    /// Looks at the steps that hang on `previous` and ask for one of `keys`.
    private mutating func satisfy(
        _ previous: Int?, _ combinator: Selector.Combinator?, _ keys: [Int?], _ element: some SelectorElement,
        _ frame: inout Frame, _ matches: inout [Int]
    ) throws(CSSError) {
        for key in keys {
            self.comparisons += 1
            guard self.comparisons <= self.limit else { throw CSSError(code: .tooManyComparisons(limit: self.limit)) }
            let candidate = CandidateKey(previous: previous, combinator: combinator, key: key)
            guard let candidates = self.candidates[candidate] else { continue }
            try self.satisfy(candidates, element, &frame, &matches)
        }
    }

    private mutating func satisfy(
        _ candidates: [Int], _ element: some SelectorElement, _ frame: inout Frame, _ matches: inout [Int]
    ) throws(CSSError) {
        self.comparisons += candidates.count
        guard self.comparisons <= self.limit else { throw CSSError(code: .tooManyComparisons(limit: self.limit)) }
        for number in candidates {
            let step = self.steps[number]
            for name in step.readAttributes {
                // A long value is as much work as many elements.
                self.comparisons += (element.attribute(name)?.count ?? 0) / 16
                guard self.comparisons <= self.limit else {
                    throw CSSError(code: .tooManyComparisons(limit: self.limit))
                }
            }
            guard step.compound.conditions.allSatisfy({ $0.matches(element) }) else { continue }
            matches += step.selectors
            if step.isAskedOfAncestors || step.isAskedOfRelatives { frame.steps.append(number) }
        }
    }
}

extension SelectorCondition {
    fileprivate var readAttributes: [[UInt8]] {
        switch self {
        case .attribute(let name, let match): match == .present ? [] : [name]
        case .not(let conditions): conditions.flatMap(\.readAttributes)
        default: []
        }
    }
}
