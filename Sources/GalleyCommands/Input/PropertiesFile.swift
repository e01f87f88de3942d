// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import JSONText
internal import TenantConfiguration

/// The file of `--properties`: a JSON object with a value for each placeholder.
///
/// `{"secret": "VALUE"}` marks a value that must not be shown, `{"secret": true}` one that comes from the environment.
struct PropertiesFile {
    private(set) var values: [String: String] = [:]
    private(set) var secrets: Set<String> = []

    init(parsing file: SourceFile) throws(Problem) {
        let root: JSONNode
        do throws(JSONError) {
            root = try JSONDocument(parsing: file.bytes).root
        } catch {
            throw Problem(error, in: "the properties are", at: file.path)
        }
        guard let members = root.members else {
            throw Problem(
                .wrongType, "properties are an object with a value for each placeholder, not \(root.kind)",
                at: file.location(of: root.range.lowerBound), fix: #"write {"esv.smtp.port": "587"}"#)
        }
        for member in members {
            switch member.value.content {
            case .string(let text): self.values[member.name] = text
            case .number(let number): self.values[member.name] = number.spelling
            case .bool(let flag): self.values[member.name] = flag ? "true" : "false"
            case .object(let members) where members.count == 1 && members[0].isSecret:
                self.secrets.insert(member.name)
                if let value = members[0].value.string { self.values[member.name] = value }
            case .null, .array, .object:
                throw Problem(
                    .wrongType, "the value of \(member.name) is \(member.value.kind), not a string, number or boolean",
                    at: file.location(of: member.value.range.lowerBound, pointer: JSONPointer([member.name])))
            }
        }
    }
}

extension JSONMember {
    fileprivate var isSecret: Bool { self.name == "secret" && (self.value.string != nil || self.value.bool == true) }
}
