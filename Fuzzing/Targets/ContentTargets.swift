// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import MIME

enum ContentTargets {
    /// The file in a `data:` URL is the same when the URL is written anew.
    static func dataURL(_ input: [UInt8]) {
        let url: DataURL
        do throws(DataURL.Failure) {
            url = try DataURL(input)
        } catch {
            require(!error.message.isEmpty, "no reason")
            return
        }
        require(!url.content.isEmpty, "no content")
        let forms = [
            Array(";base64,".utf8) + Base64.encode(url.content),
            Array(",".utf8) + url.content.flatMap { Array("%".utf8) + [Self.digit($0 >> 4), Self.digit($0 & 15)] },
        ]
        for form in forms {
            let again = try? DataURL(Array("DATA:\(url.mediaType.essence)".utf8) + form)
            require(again?.content == url.content, "the content differs: \(form.text)")
            require(again?.mediaType.essence == url.mediaType.essence, "the type differs: \(url.mediaType.essence)")
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// A reader of RFC 3676 gets the paragraphs back, but for spaces at their ends.
    static func formatFlowed(_ input: [UInt8]) {
        let encoded = FormatFlowed.encode(input)
        require(encoded.count <= 3 * input.count, "\(input.count) bytes became \(encoded.count)")
        var paragraphs: [[UInt8]] = []
        var isFlowing = false
        for line in Self.lines(encoded) {
            let content = line.first == .space ? line.dropFirst() : line
            if isFlowing, let last = paragraphs.indices.last {
                paragraphs[last] += content
            } else {
                paragraphs.append(Array(content))
            }
            isFlowing = line.last == .space && !line.elementsEqual("-- ".utf8)
        }
        let wanted = Self.lines(input.withCRLFLineEnds).map { line in
            var line = Array(line)
            if line != Array("-- ".utf8) { while line.last == .space { line.removeLast() } }
            return line
        }
        require(paragraphs == wanted, encoded.text.debugDescription)
    }

    private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        let lines = text.split(separator: .lineFeed, omittingEmptySubsequences: false)
        return lines.dropLast().map { $0.dropLast() } + lines.suffix(1)
    }
}
