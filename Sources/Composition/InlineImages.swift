// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import HTML
internal import MIME

/// The images that stand in HTML as `data:` URLs, taken out as parts that the HTML refers to by `cid:` (RFC 2392).
///
/// Gmail, Outlook and others show no `data:` image. Only what mail programs load as an image is taken: `src` and
/// `srcset` of images, and `background`; URLs in style sheets stay.
struct InlineImages {
    /// The HTML with `cid:` URLs.
    private(set) var html: [UInt8] = []
    /// The images in the order of the text, each once.
    private(set) var images: [Attachment] = []
    /// The `data:` URLs that stay as they are.
    private(set) var faults: [Fault] = []

    /// A URL that holds no image.
    struct Fault {
        var offset: Int
        var message: String
        var value: String
    }

    private var known: [Attachment: MessageID] = [:]

    init(of html: [UInt8], in document: HTMLDocument) {
        var copied = 0
        for link in document.links where Self.showsImage(link) && DataURL.isOne(link.value.utf8) {
            guard link.offset >= copied, let end = Self.end(of: link, in: document, html) else { continue }
            guard let contentID = self.take(link) else { continue }
            self.html += html[copied..<link.offset]
            self.html += "cid:\(contentID.left)@\(contentID.right)".utf8
            copied = end
        }
        self.html += html[copied...]
    }

    /// Whether `data:` stands in the HTML, in either case: without it there is nothing to embed, but for a scheme spelled
    /// in character references, which stays as it is.
    static func mayBeIn(_ html: [UInt8]) -> Bool {
        let scheme = Array("data:".utf8)
        return html.indices.contains { index in
            html[index] == .ascii(":") && index >= 4 && html[(index - 4)...index].equalsIgnoringASCIICase(scheme)
        }
    }

    private static func showsImage(_ link: HTMLLink) -> Bool {
        switch link.attribute {
        case "src": ["img", "input", "v:fill", "v:image"].contains(link.element)
        case "srcset": ["img", "source"].contains(link.element)
        default: link.attribute == "background"
        }
    }

    /// Where the URL ends in the text: its value is decoded, so its length says nothing.
    private static func end(of link: HTMLLink, in document: HTMLDocument, _ html: [UInt8]) -> Int? {
        guard let range = document.nodes[link.node].element?.attribute(link.attribute)?.valueRange,
            range.contains(link.offset)
        else { return nil }
        let isSet = link.attribute == "srcset"
        var end = link.offset
        if isSet {
            while end < range.upperBound, !html[end].isWhitespace { end += 1 }
        } else {
            end = range.upperBound
        }
        while end > link.offset, html[end - 1].isWhitespace || (isSet && html[end - 1] == .ascii(",")) { end -= 1 }
        return end
    }

    private mutating func take(_ link: HTMLLink) -> MessageID? {
        // Browsers drop line ends and tabs inside a URL.
        let text = link.value.utf8.filter { $0 != .lineFeed && $0 != .carriageReturn && $0 != .tab }
        do throws(DataURL.Failure) {
            let url = try DataURL(text)
            guard url.mediaType.type == "image", let type = Attachment.mediaType("image", url.mediaType.subtype) else {
                throw DataURL.Failure(
                    message: "is of the type \(url.mediaType.essence.escapedForDisplay), which is no image")
            }
            return try self.contentID(of: Attachment(name: "", mediaType: type, content: url.content))
        } catch {
            self.faults.append(Fault(offset: link.offset, message: error.message, value: link.value))
            return nil
        }
    }

    private mutating func contentID(of image: Attachment) throws(DataURL.Failure) -> MessageID {
        if let known = self.known[image] { return known }
        guard self.images.count < Attachment.countLimit else {
            throw DataURL.Failure(message: "is one of more than \(Attachment.countLimit) images")
        }
        var hash = StableHash()
        hash.combine(image.mediaType.essence)
        hash.combine(image.content)
        while self.images.contains(where: { $0.contentID?.left == hash.hex }) { hash.combine(image.content) }
        let contentID = MessageID(unique: hash)
        var named = image
        let suffix = image.mediaType.subtype.utf8.prefix { $0 != .ascii("+") }
        named.name = "image\(self.images.count + 1).\(String(decoding: suffix, as: UTF8.self))"
        named.contentID = contentID
        self.images.append(named)
        self.known[image] = contentID
        return contentID
    }
}
