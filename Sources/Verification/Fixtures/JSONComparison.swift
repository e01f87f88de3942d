// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText

/// Compares two JSON texts member by member; of Graph's `sendMail` bodies, HTML as HTML and attachments by their content.
///
/// The order of members and the spelling of numbers are no difference.
package struct JSONComparison {
    private let digest: ([UInt8]) -> String
    private var differences: [FixtureDifference] = []

    /// What differs between two JSON texts.
    ///
    /// - Parameter digest: Names the content of an attachment, such as by its SHA-256.
    package static func differences(
        was: [UInt8], now: [UInt8], digest: @escaping ([UInt8]) -> String
    ) -> [FixtureDifference] {
        var comparison = JSONComparison(digest: digest)
        let (before, after) = (Self.read(was), Self.read(now))
        switch (before, after) {
        case (.success(let was), .success(let now)): comparison.compare(was, now, at: .root)
        case (.failure(let was), .failure(let now)) where was == now: break
        default:
            comparison.differences.append(
                FixtureDifference(kind: .syntax, was: before.fault, now: after.fault))
        }
        return comparison.differences
    }

    private init(digest: @escaping ([UInt8]) -> String) {
        self.digest = digest
    }

    private static func read(_ bytes: [UInt8]) -> Result<JSONNode, JSONError> {
        Result { () throws(JSONError) in try JSONDocument(parsing: bytes).root }
    }

    private mutating func compare(_ was: JSONNode, _ now: JSONNode, at pointer: JSONPointer) {
        switch (was.content, now.content) {
        case (.object, .object): self.compareMembers(of: was, now, at: pointer)
        case (.array(let before), .array(let after)):
            let pairs = SequenceAlignment.pairs(
                before.map { $0.serialized(.compact) }, after.map { $0.serialized(.compact) })
            for (old, new) in pairs {
                guard let index = new ?? old else { continue }
                self.compare(old.map { before[$0] }, new.map { after[$0] }, at: pointer.appending(String(index)))
            }
        case (.string(let before), .string(let after)):
            guard !before.hasSameBytes(as: after) else { return }
            if before.utf8.contains(.lineFeed) || after.utf8.contains(.lineFeed) {
                self.differences += TextComparison.lines(
                    was: Array(before.utf8), now: Array(after.utf8), part: nil, place: pointer.description)
            } else {
                self.add(pointer, before, after)
            }
        case (.number(let before), .number(let after)):
            if !before.hasSameValue(as: after) { self.add(pointer, before.spelling, after.spelling) }
        default:
            let (before, after) = (was.serialized(.compact), now.serialized(.compact))
            guard before != after else { return }
            self.add(pointer, String(decoding: before, as: UTF8.self), String(decoding: after, as: UTF8.self))
        }
    }

    /// Where one of the two is missing, the other is what was added or is gone.
    private mutating func compare(_ was: JSONNode?, _ now: JSONNode?, at pointer: JSONPointer) {
        if let was, let now { return self.compare(was, now, at: pointer) }
        func text(_ node: JSONNode?) -> String? {
            node.map { $0.string ?? String(decoding: $0.serialized(.compact), as: UTF8.self) }
        }
        self.add(pointer, text(was), text(now))
    }

    private mutating func add(_ pointer: JSONPointer, _ was: String?, _ now: String?) {
        self.differences.append(
            FixtureDifference(kind: .json, place: pointer.description, was: was, now: now))
    }

    private mutating func compareMembers(of was: JSONNode, _ now: JSONNode, at pointer: JSONPointer) {
        var seen: Set<[UInt8]> = []
        let isHTML = [was, now].allSatisfy { $0["contentType"]?.string?.asciiLowercased == "html" }
        for member in (was.members ?? []) + (now.members ?? []) where seen.insert(Array(member.name.utf8)).inserted {
            let (before, after) = (was[member.name], now[member.name])
            let place = pointer.appending(member.name)
            switch (member.name, before?.string, after?.string) {
            case ("content", let before?, let after?) where isHTML:
                self.differences += TextComparison.html(
                    was: Array(before.utf8), now: Array(after.utf8), part: nil, place: place.description)
            case ("contentBytes", let before?, let after?): self.compareContentBytes(before, after, at: place)
            default: self.compare(before, after, at: place)
            }
        }
    }

    /// The content of a `fileAttachment`, in base64.
    private mutating func compareContentBytes(_ was: String, _ now: String, at pointer: JSONPointer) {
        let (before, after) = (Base64.decode(Array(was.utf8)), Base64.decode(Array(now.utf8)))
        guard let before, let after else {
            return self.compare(JSONNode(.string(was)), JSONNode(.string(now)), at: pointer)
        }
        guard before != after else { return }
        self.differences.append(
            FixtureDifference(
                kind: .attachment, place: pointer.description, was: "\(before.count) bytes, \(self.digest(before))",
                now: "\(after.count) bytes, \(self.digest(after))"))
    }
}

extension Result<JSONNode, JSONError> {
    /// Why the text is no JSON.
    fileprivate var fault: String? {
        if case .failure(let error) = self { "not JSON: \(error.message), at \(error.position)" } else { nil }
    }
}

extension JSONNumber {
    fileprivate func hasSameValue(as other: JSONNumber) -> Bool {
        if self.spelling.hasSameBytes(as: other.spelling) { return true }
        if self.int != nil || other.int != nil { return self.int == other.int }
        return self.double == other.double && self.double.isFinite
    }
}
