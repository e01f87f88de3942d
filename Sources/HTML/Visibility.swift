// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Whether what stands in an element is to be seen.
struct Visibility {
    /// Whether it or an element around it is left out as a whole.
    private(set) var isHidden = false
    private(set) var isVisible = true
    private(set) var hasFontSize = true

    /// Whether text is to be seen.
    var showsText: Bool { self.showsLabels && self.hasFontSize }

    /// Whether images, and texts that stand in attributes, are to be seen, which no font size hides.
    var showsLabels: Bool { !self.isHidden && self.isVisible }

    /// The same for an element in there.
    func inside(_ element: HTMLElement, _ style: InlineStyle?) -> Visibility {
        var inner = self
        inner.isHidden =
            self.isHidden || element.attribute("hidden") != nil
            || element["aria-hidden"]?.asciiLowercased == "true" || style?.hidesContent == true
        inner.isVisible = style?.isVisible ?? self.isVisible
        inner.hasFontSize = style?.hasFontSize ?? self.hasFontSize
        return inner
    }
}
