// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Configuration
internal import JSONText

/// The file of `--properties`: a JSON object with a value for each placeholder.
enum PropertiesFile {
    static func values(of file: SourceFile) throws(Problem) -> [String: String] {
        let root: JSONNode
        do throws(JSONError) {
            root = try JSONDocument(parsing: file.bytes).root
        } catch {
            throw Problem(
                .invalidJSON, "the properties are not valid JSON: \(error.message)",
                at: SourceLocation(file: file.path, position: error.position))
        }
        guard let members = root.members else {
            throw Problem(
                .wrongType, "properties are an object with a value for each placeholder, not \(root.kind)",
                at: file.location(of: root.range.lowerBound), fix: #"write {"esv.smtp.port": "587"}"#)
        }
        var values: [String: String] = [:]
        for member in members {
            switch member.value.content {
            case .string(let text): values[member.name] = text
            case .number(let number): values[member.name] = number.spelling
            case .bool(let flag): values[member.name] = flag ? "true" : "false"
            case .null, .array, .object:
                throw Problem(
                    .wrongType, "the value of \(member.name) is \(member.value.kind), not a string, number or boolean",
                    at: file.location(of: member.value.range.lowerBound, pointer: JSONPointer([member.name])))
            }
        }
        return values
    }
}
