// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The stack of open elements (HTML5, 13.2.4.2), which is asked often and never searched through.
///
/// An element keeps its place while it is open, also when others are taken out below it: places say which of two
/// elements is above the other, not how many are below. So the places of all elements with a name, or of all that end a
/// scope, are sorted lists whose last one answers most questions.
struct OpenElements {
    typealias Element = HTMLTreeConstruction.OpenElement

    /// Names of HTML are not those of SVG and MathML.
    private struct Name: Hashable {
        var text: String
        var isForeign: Bool

        init(_ text: String, isForeign: Bool = false) {
            self.text = text
            self.isForeign = isForeign
        }

        init(of element: Element) {
            self.init(element.name, isForeign: element.isForeign)
        }
    }

    /// The elements by their places; what stands at a place that is not in `places` is closed.
    private var elements: [Element] = []
    private var places = Places()
    private var placesByName: [Name: Places] = [:]
    private var placesByNode: [Int: Int] = [:]
    private var boundaries = [Places](repeating: Places(), count: Scope.allCases.count)

    var count: Int { self.places.count }

    var isEmpty: Bool { self.count == 0 }

    var last: Element? { self.elements.last }

    /// The place of the last element.
    var lastPlace: Int? { self.places.last }

    /// The element at a place where one is open.
    subscript(place: Int) -> Element { self.elements[place] }

    // MARK: Looking

    /// The place of the last element of HTML with the given name, if it is in scope.
    func place(of name: String, in scope: Scope = .ordinary) -> Int? {
        self.place(of: Name(name), in: scope)
    }

    /// The place of the last element of HTML with one of the given names, if it is in scope.
    func place(ofAny names: some Sequence<String>, in scope: Scope = .ordinary) -> Int? {
        names.lazy.compactMap { self.place(of: $0, in: scope) }.max()
    }

    /// The place of the last element of SVG or MathML with the given name, if no element of HTML is above it.
    func place(ofForeign name: String) -> Int? {
        self.place(of: Name(name, isForeign: true), in: .foreign)
    }

    private func place(of name: Name, in scope: Scope) -> Int? {
        guard let place = self.placesByName[name]?.last, self.isInScope(place, scope) else { return nil }
        return place
    }

    /// Whether nothing above `place` ends the scope.
    func isInScope(_ place: Int, _ scope: Scope = .ordinary) -> Bool {
        self.boundaries[scope.rawValue].last.map { $0 <= place } ?? true
    }

    /// The place of the element that is a node of the tree.
    func place(ofNode node: Int) -> Int? {
        self.placesByNode[node]
    }

    /// The first place above `place` whose element ends the scope.
    func boundary(of scope: Scope, above place: Int) -> Int? {
        self.boundaries[scope.rawValue].first(above: place)
    }

    /// The element right below `place`.
    func element(below place: Int) -> Element? {
        self.places.last(below: place).map { self.elements[$0] }
    }

    /// The places above `lower` and below `upper`.
    func places(above lower: Int, below upper: Int) -> [Int] {
        self.places.places(from: lower + 1, below: upper)
    }

    // MARK: Changing

    mutating func append(_ element: Element) {
        let place = self.elements.count
        self.elements.append(element)
        self.places.append(place)
        self.placesByName[Name(of: element), default: Places()].append(place)
        self.placesByNode[element.node] = place
        for scope in Scope.allCases where scope.ends(at: element) { self.boundaries[scope.rawValue].append(place) }
    }

    @discardableResult
    mutating func popLast() -> Element? {
        guard let place = self.places.last else { return nil }
        let element = self.elements[place]
        self.remove(at: place)
        return element
    }

    /// Takes out the element at `place`; those above it stay at theirs.
    mutating func remove(at place: Int) {
        let element = self.elements[place]
        self.places.remove(place)
        self.placesByName[Name(of: element)]?.remove(place)
        self.placesByNode[element.node] = nil
        for index in self.boundaries.indices { self.boundaries[index].remove(place) }
        self.elements.removeLast(self.elements.count - ((self.places.last ?? -1) + 1))
    }

    /// Puts a copy of the element at `place` there instead of it.
    mutating func replace(at place: Int, with copy: Element) {
        self.placesByNode[self.elements[place].node] = nil
        self.elements[place] = copy
        self.placesByNode[copy.node] = place
    }

    /// Takes out the element at `place` and puts a copy of it right above the one at `upper`.
    ///
    /// Each of those moves down to the next place, so what is above them does not notice.
    mutating func raise(_ place: Int, above upper: Int, as copy: Element) {
        let places = self.places.places(from: place, below: upper + 1)
        self.placesByNode[self.elements[place].node] = nil
        let moved = places.dropFirst().map { self.elements[$0] } + [copy]
        for (place, element) in zip(places, moved) {
            self.elements[place] = element
            self.placesByNode[element.node] = place
        }
        for name in Set(moved.map(Name.init(of:))) {
            self.placesByName[name]?.renumber(places.filter { Name(of: self.elements[$0]) == name }, from: place)
        }
        for scope in Scope.allCases {
            self.boundaries[scope.rawValue].renumber(places.filter { scope.ends(at: self.elements[$0]) }, from: place)
        }
    }
}

/// Places in ascending order.
private struct Places {
    private var values: [Int] = []

    var count: Int { self.values.count }
    var last: Int? { self.values.last }

    /// The index of the first place from `place` on.
    private func index(from place: Int) -> Int {
        var range = self.values.indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = self.values[middle] < place ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    func first(above place: Int) -> Int? {
        let index = self.index(from: place + 1)
        return index < self.values.count ? self.values[index] : nil
    }

    func last(below place: Int) -> Int? {
        let index = self.index(from: place)
        return index > 0 ? self.values[index - 1] : nil
    }

    func places(from lower: Int, below upper: Int) -> [Int] {
        Array(self.values[self.index(from: lower)..<self.index(from: upper)])
    }

    mutating func append(_ place: Int) {
        self.values.append(place)
    }

    /// Removes a place if it is there.
    mutating func remove(_ place: Int) {
        guard let last = self.values.last, last >= place else { return }
        let index = last == place ? self.values.count - 1 : self.index(from: place)
        if self.values[index] == place { self.values.remove(at: index) }
    }

    /// Puts as many other places where those from `place` on are.
    mutating func renumber(_ places: [Int], from place: Int) {
        let index = self.index(from: place)
        self.values.replaceSubrange(index..<index + places.count, with: places)
    }
}
