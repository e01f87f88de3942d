// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText
internal import MIME
internal import TenantConfiguration

/// Reads the parameters of a request out of its JSON.
struct RequestReader {
    let file: SourceFile
    let json: JSONDocument

    /// The first of the parameters that is not null; it must be a string.
    func text(_ keys: String...) throws(Problem) -> SourceText? {
        for key in keys {
            guard let node = self.json.root[key], !node.isNull else { continue }
            return try self.text(
                of: node, at: [key], fix: "write a string; several addresses stand in one, with commas between them")
        }
        return nil
    }

    private func text(of node: JSONNode, at tokens: [String], fix: String) throws(Problem) -> SourceText {
        guard let string = node.string else { throw self.problem(node, at: tokens, "a string", fix: fix) }
        return SourceText(
            bytes: Array(string.utf8), file: self.file, map: self.json.sourceMap(ofString: node),
            pointer: JSONPointer(tokens))
    }

    func location(_ node: JSONNode, at tokens: [String]) -> SourceLocation {
        self.file.location(of: node.range.lowerBound, pointer: JSONPointer(tokens))
    }

    private func problem(_ node: JSONNode, at tokens: [String], _ expected: String, fix: String) -> Problem {
        Problem(
            .wrongType, "\(tokens.joined(separator: "/")) is \(node.kind), not \(expected)",
            at: self.location(node, at: tokens), fix: fix)
    }

    // MARK: Header fields

    /// `listUnsubscribe`, one URI or several in angle brackets with commas between them, and `listUnsubscribePost`.
    func unsubscribe() throws(Problem) -> ListUnsubscribe? {
        let (name, postName) = ("listUnsubscribe", "listUnsubscribePost")
        var isOneClick = false
        if let node = self.json.root[postName], !node.isNull {
            guard let flag = node.bool else { throw self.problem(node, at: [postName], "a boolean", fix: "write true") }
            isOneClick = flag
        }
        guard let node = self.json.root[name], !node.isNull else {
            guard isOneClick, let node = self.json.root[postName] else { return nil }
            throw Problem(
                .missingValue, "listUnsubscribePost needs a listUnsubscribe", at: self.location(node, at: [postName]),
                fix: "add listUnsubscribe with an https: URI")
        }
        let fix = "write https://example.com/u?id=1, or <mailto:u@example.com>, <https://example.com/u?id=1>"
        let text = try self.text(of: node, at: [name], fix: fix)
        var uris: [URI] = []
        for piece in text.string.utf8.split(separator: .ascii(","), omittingEmptySubsequences: false) {
            var bare = Array(piece).trimmingWhitespace[...]
            if bare.first == .ascii("<"), bare.last == .ascii(">") { bare = bare.dropFirst().dropLast() }
            guard let uri = URI(String(decoding: bare, as: UTF8.self)), ListUnsubscribe.schemes.contains(uri.scheme)
            else {
                throw Problem(
                    .outOfRange, "listUnsubscribe is not an https: or mailto: URI in ASCII", at: text.location(),
                    fix: fix)
            }
            uris.append(uri)
        }
        guard let unsubscribe = ListUnsubscribe(uris, isOneClick: isOneClick) else {
            throw Problem(
                .outOfRange, "one click needs an https: URI (RFC 8058)", at: text.location(),
                fix: "add an https: URI, or remove listUnsubscribePost")
        }
        return unsubscribe
    }

    /// `headers`: an object of fields whose names begin with `X-`.
    func customFields() throws(Problem) -> [(name: String, value: SourceText)] {
        guard let node = self.json.root["headers"], !node.isNull else { return [] }
        let fix = #"write {"X-Campaign": "welcome"}"#
        guard let members = node.members else { throw self.problem(node, at: ["headers"], "an object", fix: fix) }
        guard members.count <= Message.CustomField.countLimit else {
            throw Problem(
                .outOfRange, "there are \(members.count) headers; \(Message.CustomField.countLimit) are allowed",
                at: self.location(node, at: ["headers"]), fix: "leave some out")
        }
        var fields: [(name: String, value: SourceText)] = []
        for member in members {
            let tokens = ["headers", member.name]
            try self.checkName(of: member, at: JSONPointer(tokens))
            let value = try self.text(of: member.value, at: tokens, fix: fix)
            guard value.bytes.count <= Message.CustomField.octetLimit else {
                throw Problem(
                    .outOfRange,
                    "the value has \(value.bytes.count) octets; \(Message.CustomField.octetLimit) are allowed",
                    at: value.location(), fix: "shorten it")
            }
            fields.append((member.name, value))
        }
        return fields
    }

    /// Refuses a name that ``Message/CustomField`` does not take, for the first of its reasons.
    private func checkName(of member: JSONMember, at pointer: JSONPointer) throws(Problem) {
        guard Message.CustomField(member.name, "") == nil else { return }
        func problem(_ reason: String, at offset: Int, fix: String) -> Problem {
            Problem(.outOfRange, reason, at: self.file.location(of: offset, pointer: pointer), fix: fix)
        }
        let start = member.nameRange.lowerBound
        guard Message.CustomField.hasPrefix(member.name) else {
            throw problem(
                "the header field “\(member.name.escapedForDisplay)” cannot be set by a request", at: start,
                fix: "use a name that begins with X-; replyTo and listUnsubscribe have parameters of their own")
        }
        let map = self.json.sourceMap(ofString: JSONNode(.string(member.name), range: member.nameRange))
        var offset = 0
        for scalar in member.name.unicodeScalars {
            guard HeaderFieldName(String(scalar)) != nil else {
                throw problem(
                    "“\(String(scalar).escapedForDisplay)” cannot stand in the name of a header field",
                    at: map.sourceOffset(of: offset), fix: "use letters and digits of ASCII, - and _")
            }
            offset += UTF8.width(scalar)
        }
        guard member.name.utf8.count > Message.CustomField.prefix.utf8.count else {
            throw problem(
                "nothing follows X- in the name of the header field", at: start,
                fix: "write a whole name, such as X-Campaign")
        }
        throw problem(
            "the name of the header field has \(member.name.utf8.count) octets; \(Message.CustomField.nameOctetLimit) are "
                + "allowed", at: start, fix: "shorten it")
    }
}
