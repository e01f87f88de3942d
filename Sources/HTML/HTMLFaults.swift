// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Collects the faults of a document, each place once.
struct HTMLFaults {
    private var found: [HTMLFault] = []
    private var identifiers: Set<[UInt8]> = []
    /// Where the tags begin that were found to lack their end tag.
    private var unclosed: Set<Int> = []
    /// Where the tags begin whose elements another end tag has cut through.
    private var crossed: Set<Int> = []

    /// The faults in the order of the text.
    var sorted: [HTMLFault] {
        self.found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    mutating func add(_ kind: HTMLFault.Kind, _ name: String, at range: Range<Int>) {
        let fault = HTMLFault(kind: kind, name: name, range: range)
        if self.found.last != fault { self.found.append(fault) }
    }

    /// Notes that the end tag of another element has cut through an element.
    mutating func cross(_ element: HTMLTreeConstruction.OpenElement) {
        if let source = element.source { self.crossed.insert(source.range.lowerBound) }
    }

    func isCrossed(_ element: HTMLTreeConstruction.OpenElement) -> Bool {
        element.source.map { self.crossed.contains($0.range.lowerBound) } ?? false
    }

    /// Notes that an element was closed without an end tag of its own.
    mutating func leftOpen(_ element: HTMLTreeConstruction.OpenElement) {
        guard let source = element.source, !element.isForeign, !element.role.contains(.optionalEnd),
            self.unclosed.insert(source.range.lowerBound).inserted
        else { return }
        self.add(.unclosed, element.name, at: source.range)
    }

    /// Notes what is wrong with a start tag wherever it stands.
    mutating func note(_ tag: HTMLTag, at range: Range<Int>, isForeign: Bool) {
        // Names with a colon are VML and Office's, those with a hyphen are custom elements.
        if !isForeign, ElementRole.role(of: tag.name).isEmpty, !tag.name.utf8.contains(.ascii(":")),
            !tag.name.utf8.contains(.ascii("-"))
        {
            self.add(.unknownElement, tag.name, at: range)
        }
        guard !tag.attributes.isEmpty else { return }
        var names: Set<[UInt8]> = []
        for attribute in tag.attributes {
            guard names.insert(Array(attribute.name.utf8)).inserted else {
                self.add(.duplicateAttribute, attribute.name, at: attribute.nameRange)
                continue
            }
            if attribute.name == "id", !attribute.value.isEmpty,
                !self.identifiers.insert(Array(attribute.value.utf8)).inserted
            {
                self.add(.duplicateID, attribute.value, at: attribute.nameRange)
            }
        }
    }
}
