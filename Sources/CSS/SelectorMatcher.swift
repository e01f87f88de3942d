// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Finds the selectors that match the elements of a tree, which comes in document order.
///
/// A selector is a chain of steps, one for each compound selector; chains with the same beginning share it. An element
/// that satisfies a step is remembered for those after it, which look for it among the open elements, at the parent or
/// at the siblings before: so nothing is looked at twice, however deep the tree is, and only steps that ask for the ID, a
/// class or the type of an element are held against it.
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
        /// The steps that it satisfies and that others ask for, in ascending order.
        var steps: [Int] = []
        /// The same of its child before the next one, and of all its children.
        var lastChildSteps: [Int] = []
        var childSteps: Set<Int> = []
    }

    private var steps: [Step] = []
    private var stepsByID: [[UInt8]: [Int]] = [:]
    private var stepsByClass: [[UInt8]: [Int]] = [:]
    private var stepsByType: [[UInt8]: [Int]] = [:]
    private var otherSteps: [Int] = []

    private var frames = [Frame()]
    /// How many open elements satisfy a step.
    private var openCounts: [Int] = []
    private var comparisons = 0
    private let limit: Int

    /// Prepares to match `selectors`; those that the tree alone does not decide match nothing.
    public init(_ selectors: [Selector], limits: CSSLimits = .standard) {
        self.limit = limits.comparisons
        var numbers: [StepKey: Int] = [:]
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
        self.steps.append(step)
        if let previous = step.previous {
            if step.compound.combinator == .descendant {
                self.steps[previous].isAskedOfAncestors = true
            } else {
                self.steps[previous].isAskedOfRelatives = true
            }
        }
        var type: [UInt8]?
        var className: [UInt8]?
        for condition in step.compound.conditions {
            switch condition {
            case .id(let id):
                self.stepsByID[id, default: []].append(number)
                return
            case .class(let name): className = name
            case .type(let name): type = name
            default: break
            }
        }
        if let className {
            self.stepsByClass[className, default: []].append(number)
        } else if let type {
            self.stepsByType[type, default: []].append(number)
        } else {
            self.otherSteps.append(number)
        }
    }

    /// Opens an element inside the one that was opened last and is not closed yet.
    ///
    /// - Returns: The numbers of the selectors that match it, in no order.
    /// - Throws: ``CSSError`` if it takes more comparisons than the limits allow.
    public mutating func enter(_ element: some SelectorElement) throws(CSSError) -> [Int] {
        var matches: [Int] = []
        var frame = Frame()
        try self.satisfy(self.otherSteps, element, &frame, &matches)
        if let steps = self.stepsByType[element.typeName] { try self.satisfy(steps, element, &frame, &matches) }
        if let id = element.id, let steps = self.stepsByID[id] { try self.satisfy(steps, element, &frame, &matches) }
        if !self.stepsByClass.isEmpty {
            for name in element.classNames {
                if let steps = self.stepsByClass[name] { try self.satisfy(steps, element, &frame, &matches) }
            }
        }
        frame.steps.sort()
        for step in frame.steps where self.steps[step].isAskedOfAncestors { self.openCounts[step] += 1 }
        self.frames.append(frame)
        return matches
    }

    /// Closes the element that was opened last.
    public mutating func leave() {
        guard self.frames.count > 1, let frame = self.frames.popLast() else { return }
        for step in frame.steps where self.steps[step].isAskedOfAncestors { self.openCounts[step] -= 1 }
        let parent = self.frames.count - 1
        let steps = frame.steps.filter { self.steps[$0].isAskedOfRelatives }
        self.frames[parent].childSteps.formUnion(steps)
        self.frames[parent].lastChildSteps = steps
    }

    private mutating func satisfy(
        _ candidates: [Int], _ element: some SelectorElement, _ frame: inout Frame, _ matches: inout [Int]
    ) throws(CSSError) {
        self.comparisons += candidates.count
        guard self.comparisons <= self.limit else { throw CSSError(code: .tooManyComparisons(limit: self.limit)) }
        for number in candidates {
            let step = self.steps[number]
            guard self.isInPlace(step) else { continue }
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

    /// Whether what the step hangs on has been found where it must be.
    private func isInPlace(_ step: Step) -> Bool {
        guard let previous = step.previous, let parent = self.frames.last else { return true }
        return switch step.compound.combinator {
        case .descendant, nil: self.openCounts[previous] > 0
        case .child: parent.steps.containsSorted(previous)
        case .nextSibling: parent.lastChildSteps.containsSorted(previous)
        case .subsequentSibling: parent.childSteps.contains(previous)
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

extension [Int] {
    /// Whether the number is among these, which are in ascending order.
    fileprivate func containsSorted(_ number: Int) -> Bool {
        var low = 0
        var high = self.count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < self.count && self[low] == number
    }
}
