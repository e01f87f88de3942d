// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// An `img` element.
public struct HTMLImage: Hashable, Sendable {
    /// The address, empty if there is none.
    public var source: String

    /// The text in place of the image: `nil` if there is none, empty if the image is said to say nothing.
    public var alternative: String?

    /// The `width` attribute as it stands there.
    public var width: String?

    /// The `height` attribute as it stands there.
    public var height: String?

    /// The byte offset of the tag.
    public var offset: Int

    /// The index of the element among the nodes of its document.
    public var node: Int

    static func images(in nodes: [HTMLNode]) -> [HTMLImage] {
        nodes.enumerated().compactMap { index, node in
            guard let element = node.element, element.name == "img" else { return nil }
            return HTMLImage(
                source: element["src"] ?? "", alternative: element["alt"], width: element["width"],
                height: element["height"], offset: node.offset ?? 0, node: index)
        }
    }
}
