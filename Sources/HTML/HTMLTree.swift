// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import CLibXML2

/// How the nodes of a document nest, while it is read: a tree of libxml2 whose nodes are numbers here.
///
/// libxml2 is no HTML5 parser, so it does not get to parse. It keeps the tree, in which HTML5 inserts, moves and
/// parts nodes until the end of the text. No pointer of its leaves this file.
final class HTMLTree {
    /// Must have happened before threads use libxml2.
    private static let isInitialized: Bool = {
        xmlInitParser()
        return true
    }()

    private let document: xmlDocPtr
    private var nodes: [xmlNodePtr] = []

    /// An empty tree.
    ///
    /// - Throws: ``HTMLError`` if libxml2 gets no memory.
    init() throws(HTMLError) {
        guard Self.isInitialized, let document = xmlNewDoc(nil) else { throw Self.outOfMemory }
        self.document = document
    }

    deinit {
        xmlFreeDoc(self.document)
    }

    private static let outOfMemory = HTMLError(
        code: .parserFailure(libxml2Code: Int32(bitPattern: XML_ERR_NO_MEMORY.rawValue)))

    private func makeNode() throws(HTMLError) -> xmlNodePtr {
        guard let node = xmlNewDocNode(self.document, nil, "n", nil) else { throw Self.outOfMemory }
        self.nodes.append(node)
        node.pointee._private = UnsafeMutableRawPointer(bitPattern: self.nodes.count)
        return node
    }

    private func number(of node: xmlNodePtr) -> Int {
        Int(bitPattern: node.pointee._private) - 1
    }

    /// Adds the node that has the next number: the root, or the last child of `parent`.
    func append(to parent: Int?) throws(HTMLError) {
        let node = try self.makeNode()
        if let parent {
            xmlAddChild(self.nodes[parent], node)
        } else {
            xmlDocSetRootElement(self.document, node)
        }
    }

    /// Adds the node that has the next number in front of `sibling`.
    func insert(before sibling: Int) throws(HTMLError) {
        xmlAddPrevSibling(self.nodes[sibling], try self.makeNode())
    }

    /// Adds the node that has the next number nowhere yet; it must be moved to its place.
    func makeDetached() throws(HTMLError) {
        _ = try self.makeNode()
    }

    /// Makes a node the last child of `parent`.
    func move(_ node: Int, to parent: Int) {
        xmlUnlinkNode(self.nodes[node])
        xmlAddChild(self.nodes[parent], self.nodes[node])
    }

    /// Puts a node in front of `sibling`.
    func move(_ node: Int, before sibling: Int) {
        xmlAddPrevSibling(self.nodes[sibling], self.nodes[node])
    }

    /// Makes all children of a node the last ones of `parent`.
    func moveChildren(of node: Int, to parent: Int) {
        while let child = self.nodes[node].pointee.children { self.move(self.number(of: child), to: parent) }
    }

    /// The parent of a node, `nil` for the root.
    func parent(of node: Int) -> Int? {
        guard let parent = self.nodes[node].pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else { return nil }
        return self.number(of: parent)
    }

    /// Visits every node in document order, with the number of its ancestors.
    func forEach(_ visit: (_ node: Int, _ depth: Int) -> Void) {
        var depth = 0
        var next: xmlNodePtr? = xmlDocGetRootElement(self.document)
        while let node = next {
            visit(self.number(of: node), depth)
            if let child = node.pointee.children {
                depth += 1
                next = child
                continue
            }
            var last = node
            while last.pointee.next == nil, depth > 0, let parent = last.pointee.parent {
                depth -= 1
                last = parent
            }
            next = depth > 0 ? last.pointee.next : nil
        }
    }
}
