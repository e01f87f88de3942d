// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import CLibXML2

/// Everything that is asked of libxml2; no pointer of its leaves this file.
///
/// libxml2 is not an HTML5 parser, and what it does with text and attributes differs between its versions. So it gets
/// neither: ``HTMLSkeleton`` hands it tags with numbers, and it says how they nest.
enum LibXML2 {
    /// A node of the tree, in document order.
    struct Node {
        enum Content {
            /// An element, with the number of its tag unless libxml2 has added it.
            case element(name: String, number: Int?)
            /// The characters of a text.
            case text([UInt8])
        }

        var content: Content
        /// The number of open elements around it.
        var depth: Int
    }

    /// The tree was too deep, or could not be built at all.
    enum Failure: Error {
        case tooDeep(lastNumber: Int?)
        case noTree(code: Int32)
    }

    /// Must have happened before threads use libxml2.
    private static let isInitialized: Bool = {
        xmlInitParser()
        return true
    }()

    /// The attribute that carries the number of a tag.
    static let numberAttribute = "n"

    /// Parses `markup`, which is ASCII.
    static func nodes(of markup: [UInt8], depthLimit: Int) throws(Failure) -> [Node] {
        guard Self.isInitialized, markup.count <= Int(Int32.max), let context = htmlNewParserCtxt() else {
            throw .noTree(code: 0)
        }
        defer { htmlFreeParserCtxt(context) }
        // libxml2 has a depth limit of its own, 256, unless told otherwise. Ours is checked as elements open, because
        // some of what libxml2 does with a tag costs time in proportion to the depth.
        context.pointee.options |= Int32(bitPattern: XML_PARSE_HUGE.rawValue)
        context.pointee._private = UnsafeMutableRawPointer(bitPattern: max(depthLimit, 1))
        if let handler = context.pointee.sax {
            handler.pointee.startElement = { context, name, attributes in
                xmlSAX2StartElement(context, name, attributes)
                guard let parser = context?.assumingMemoryBound(to: xmlParserCtxt.self) else { return }
                if Int(parser.pointee.nodeNr) > Int(bitPattern: parser.pointee._private) { xmlStopParser(parser) }
            }
            // Blanks between elements are text: CSS decides what becomes of them, not the parser.
            handler.pointee.ignorableWhitespace = { xmlSAX2Characters($0, $1, $2) }
        }
        let options = [
            HTML_PARSE_RECOVER, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NONET, HTML_PARSE_NODEFDTD,
        ].reduce(0) { $0 | Int32(bitPattern: $1.rawValue) }
        let document = markup.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                htmlCtxtReadMemory(
                    context, characters.baseAddress, Int32(characters.count), nil, "UTF-8", options)
            }
        }
        guard let document else { throw .noTree(code: context.pointee.errNo) }
        defer { xmlFreeDoc(document) }
        let isStopped = context.pointee.errNo == Int32(bitPattern: XML_ERR_USER_STOP.rawValue)
        if isStopped { throw .tooDeep(lastNumber: Self.lastNumber(in: document)) }
        return Self.nodes(of: document)
    }

    private static func nodes(of document: xmlDocPtr) -> [Node] {
        var nodes: [Node] = []
        var depth = 0
        var next: xmlNodePtr? = xmlDocGetRootElement(document)
        while let node = next {
            switch node.pointee.type {
            case XML_ELEMENT_NODE:
                let name = String(cString: node.pointee.name)
                nodes.append(Node(content: .element(name: name, number: Self.number(of: node)), depth: depth))
            case XML_TEXT_NODE:
                nodes.append(Node(content: .text(Self.bytes(node.pointee.content)), depth: depth))
            default: break
            }
            if node.pointee.type == XML_ELEMENT_NODE, let child = node.pointee.children {
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
        return nodes
    }

    private static func lastNumber(in document: xmlDocPtr) -> Int? {
        var number: Int?
        var next: xmlNodePtr? = xmlDocGetRootElement(document)
        while let node = next {
            guard node.pointee.type == XML_ELEMENT_NODE else { break }
            number = Self.number(of: node) ?? number
            next = node.pointee.last
        }
        return number
    }

    private static func number(of element: xmlNodePtr) -> Int? {
        guard let attribute = element.pointee.properties, let value = attribute.pointee.children else { return nil }
        return Int(String(decoding: Self.bytes(value.pointee.content), as: UTF8.self))
    }

    private static func bytes(_ text: UnsafePointer<UInt8>?) -> [UInt8] {
        guard let text else { return [] }
        return Array(UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))))
    }

    /// The characters that have a name in HTML 4.
    static func namedCharacters() -> [String: Unicode.Scalar] {
        var scalars: [String: Unicode.Scalar] = [:]
        for range in [34...402 as ClosedRange<UInt32>, 710...982, 8194...9830] {
            for value in range {
                guard let entry = htmlEntityValueLookup(value), let name = entry.pointee.name else { continue }
                scalars[String(cString: name)] = Unicode.Scalar(value)
            }
        }
        return scalars
    }
}
