// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import JSONText

extension TenantDocument {
    /// The file that a text `{"file": NAME}` names, which is UTF-8.
    ///
    /// - Parameters:
    ///   - node: The object.
    ///   - tokens: The path from the document to it.
    ///   - files: Where the file is.
    public func textFile(
        _ node: JSONNode, at tokens: [String], from files: any FileSource
    ) throws(Problem) -> SourceFile {
        let file: SourceFile
        let path = try self.textPath(node, at: tokens)
        do throws(FileError) {
            file = SourceFile(path: path, bytes: try files.read(path))
        } catch {
            throw Problem(error, at: self.location(of: node["file"], at: tokens + ["file"]))
        }
        if let offset = UTF8Validation.firstFault(in: file.bytes) {
            throw Problem(
                .unreadableInput, "the bytes here are not UTF-8", at: file.location(of: offset),
                fix: "save the file as UTF-8")
        }
        return file
    }

    /// The path of the file that a text `{"file": NAME}` names: one beside the document.
    private func textPath(_ node: JSONNode, at tokens: [String]) throws(Problem) -> String {
        let name = node["file"]?.string ?? ""
        guard Path.isPlainName(name) else {
            throw Problem(
                FileError(code: .outside, path: name, message: "it must be a file beside the template"),
                at: self.location(of: node["file"], at: tokens + ["file"]))
        }
        return self.folder + name
    }

    /// What the document says, however it lies on disk: without `_id`, and with the texts of `{"file": NAME}` in place.
    ///
    /// - Parameter files: Where the files of texts are.
    public func content(from files: any FileSource) throws(Problem) -> JSONNode {
        var members = (self.root.members ?? []).filter { !$0.name.hasSameBytes(as: "_id") }
        guard case .template = self.kind else { return JSONNode(.object(members)) }
        for (index, member) in members.enumerated() {
            if member.name.hasSameBytes(as: "styles") {
                members[index].value = try self.inPlace(member.value, at: [member.name], from: files)
            } else if Self.localizedKeys.contains(where: member.name.hasSameBytes), var texts = member.value.members {
                for (place, text) in texts.enumerated() {
                    texts[place].value = try self.inPlace(text.value, at: [member.name, text.name], from: files)
                }
                members[index].value = JSONNode(.object(texts))
            }
        }
        return JSONNode(.object(members))
    }

    /// The members of a template that hold one text for each locale.
    static let localizedKeys = ["subject", "message", "html"]

    private func inPlace(
        _ node: JSONNode, at tokens: [String], from files: any FileSource
    ) throws(Problem) -> JSONNode {
        guard node["file"]?.string != nil else { return node }
        return JSONNode(
            .string(String(decoding: try self.textFile(node, at: tokens, from: files).bytes, as: UTF8.self)))
    }

    /// The files that hold texts of the document, with other texts in their place. Every other byte of them stays.
    ///
    /// - Parameter texts: The new texts with their paths from the document.
    /// - Returns: The files that change: that of the document, and files beside it.
    public func replacing(texts: [(tokens: [String], text: String)]) throws(Problem) -> [FileContent] {
        var strings: [(node: JSONNode, text: String)] = []
        var files: [FileContent] = []
        for (tokens, text) in texts {
            let name = tokens.joined(separator: ".")
            guard let node = JSONPointer(tokens).resolve(in: self.root) else {
                throw Problem(
                    .missingValue, "there is no \(name)", at: self.location(), fix: "add it, with an empty text")
            }
            if node["file"]?.string != nil {
                files.append(FileContent(path: try self.textPath(node, at: tokens), bytes: Array(text.utf8)))
                continue
            }
            guard node.string != nil else {
                throw Problem(
                    .wrongType, "\(name) is \(node.kind), not a string", at: self.location(of: node, at: tokens),
                    fix: "write a string")
            }
            strings.append((node, text))
        }
        guard !strings.isEmpty else { return files }
        try self.requireUnique()
        let json: JSONDocument
        do throws(JSONEditError) {
            json = try self.json.replacing(strings: strings)
        } catch {
            throw Problem(error, at: self.location())
        }
        if json.bytes != self.json.bytes { files.append(FileContent(path: self.file.path, bytes: json.bytes)) }
        return files
    }
}

extension TenantFiles {
    /// The documents of which each says something of its own: the first of each kind.
    ///
    /// - Parameter files: Where the files of texts are.
    /// - Returns: The documents, and for each further one of a kind that says something else, a problem.
    public func distinct(
        from files: any FileSource
    ) -> (documents: [TenantDocument], duplicates: [(document: TenantDocument, problem: Problem)]) {
        var first: [[UInt8]: TenantDocument] = [:]
        var documents: [TenantDocument] = []
        var duplicates: [(TenantDocument, Problem)] = []
        for document in self.documents {
            let id = Array(document.kind.id.utf8)
            guard let known = first[id] else {
                first[id] = document
                documents.append(document)
                continue
            }
            // A text that cannot be read is a problem of its own.
            guard let left = try? known.content(from: files), let right = try? document.content(from: files),
                !left.isSameValue(as: right)
            else { continue }
            let name = if case .template(let name) = document.kind { "template \(name)" } else { "provider" }
            duplicates.append(
                (
                    document,
                    Problem(
                        .duplicate, "the \(name) stands in \(known.file.path) too, with other content",
                        at: document.location(), fix: "remove one of the two")
                ))
        }
        return (documents, duplicates)
    }
}
