// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
package import JSONText
package import TenantConfiguration

/// What a folder of fixtures holds and what it was made from: its `manifest.json`.
package struct FixtureManifest: Sendable {
    /// The name of the file in its folder.
    package static let fileName = "manifest.json"

    /// How the fixtures were made.
    package var settings: Settings
    /// The files that the fixtures were made from.
    package var inputs: [Input]
    /// The fixtures.
    package var entries: [Entry]

    /// What the options and the environment of a run say about all its fixtures; `nil` for what a manifest does not say.
    package struct Settings: Hashable, Sendable {
        /// The date of the messages.
        package var date: String?
        /// The forms that were written: `mime`, `graph` or `both`.
        package var form: String?
        /// How HTML bodies go out.
        package var body: String?
        /// How images go out that stand in the HTML as `data:` URLs.
        package var images: String?
        /// Whether text parts go out as `format=flowed`.
        package var isFlowed: Bool?
        /// Whether Microsoft Graph leaves copies in the sent items.
        package var savesToSentItems: Bool?

        package init(
            date: String?, form: String?, body: String?, images: String?, isFlowed: Bool?, savesToSentItems: Bool?
        ) {
            self.date = date
            self.form = form
            self.body = body
            self.images = images
            self.isFlowed = isFlowed
            self.savesToSentItems = savesToSentItems
        }

        /// What differs, each by the option or variable that sets it.
        package func differences(from earlier: Settings) -> [FixtureDifference] {
            func word(_ flag: Bool?) -> String? { flag.map { $0 ? "yes" : "no" } }
            let pairs = [
                ("SOURCE_DATE_EPOCH", earlier.date, self.date), ("--form", earlier.form, self.form),
                ("--body", earlier.body, self.body), ("--images", earlier.images, self.images),
                ("--flowed", word(earlier.isFlowed), word(self.isFlowed)),
                ("--save-to-sent-items", word(earlier.savesToSentItems), word(self.savesToSentItems)),
            ]
            return pairs.filter { $0.1 != $0.2 }.map { place, was, now in
                FixtureDifference(kind: .option, place: place, was: was, now: now)
            }
        }
    }

    /// A file that fixtures were made from.
    package struct Input: Hashable, Sendable {
        /// What it is: `template`, `provider`, `properties`, `persona` or `request`.
        package var kind: String
        /// The template that it belongs to, where it is one of a template.
        package var template: String?
        /// The file, by a name that is the same on every machine.
        package var file: String
        /// The digest of its content in hexadecimal digits.
        package var sha256: String

        package init(kind: String, template: String? = nil, file: String, sha256: String) {
            self.kind = kind
            self.template = template
            self.file = file
            self.sha256 = sha256
        }
    }

    /// A fixture: an object with at least `file`, whose other members are kept as they are.
    package struct Entry: Sendable {
        /// What the manifest says of it.
        package private(set) var node: JSONNode
        /// Its path below the folder, with `/` between plain names.
        package let file: String

        /// Takes an object; `nil` where its `file` is missing or would lead out of the folder.
        package init?(_ node: JSONNode) {
            guard let file = node["file"]?.string, file.utf8.count <= 4096,
                file.utf8.split(separator: .ascii("/"), omittingEmptySubsequences: false)
                    .allSatisfy({ Path.isPlainName(String(decoding: Array($0), as: UTF8.self)) })
            else { return nil }
            self.node = node
            self.file = file
        }

        /// The template; `nil` for a raw request.
        package var template: String? { self.node["template"]?.string }
        /// The locale.
        package var locale: String? { self.node["locale"]?.string }
        /// The persona; `nil` where a request names the recipients.
        package var persona: String? { self.node["persona"]?.string }

        /// The digest of the file in hexadecimal digits; `nil` where an older version wrote none.
        package var sha256: String? {
            get { self.node["sha256"]?.string }
            set { self.set("sha256", newValue.map { JSONNode(.string($0)) }) }
        }

        /// Whether the fixture is no longer made, and that was accepted: its file waits to be pruned.
        package var isObsolete: Bool {
            get { self.node["obsolete"]?.bool == true }
            set { self.set("obsolete", newValue ? true : nil) }
        }

        private mutating func set(_ name: String, _ value: JSONNode?) {
            var members = (self.node.members ?? []).filter { $0.name != name }
            if let value { members.append(JSONMember(name: name, value: value)) }
            self.node.content = .object(members)
        }
    }

    package init(settings: Settings, inputs: [Input], entries: [Entry]) {
        self.settings = settings
        self.inputs = inputs
        self.entries = entries
    }

    /// Reads a manifest.
    ///
    /// - Throws: A ``TenantConfiguration/Problem`` with the place, for what no manifest says: above all a path that leads out
    ///   of the folder.
    package init(parsing file: SourceFile) throws(Problem) {
        let root: JSONNode
        do throws(JSONError) {
            root = try JSONDocument(parsing: file.bytes).root
        } catch {
            throw Problem(
                .invalidJSON, "the manifest is not valid JSON: \(error.message)",
                at: SourceLocation(file: file.path, position: error.position), fix: Self.mend)
        }
        guard let fixtures = root["fixtures"]?.elements else {
            throw Problem(
                .wrongType, "the manifest names no fixtures", at: file.location(of: root.range.lowerBound),
                fix: Self.mend)
        }
        self.settings = Settings(
            date: root["date"]?.string, form: root["form"]?.string, body: root["body"]?.string,
            images: root["images"]?.string, isFlowed: root["flowed"]?.bool,
            savesToSentItems: root["saveToSentItems"]?.bool)
        self.inputs = (root["inputs"]?.elements ?? []).compactMap { node in
            guard let kind = node["kind"]?.string, let file = node["file"]?.string,
                let sha256 = node["sha256"]?.string
            else { return nil }
            return Input(kind: kind, template: node["template"]?.string, file: file, sha256: sha256)
        }
        self.entries = []
        for node in fixtures {
            guard let entry = Entry(node) else {
                throw Problem(
                    .wrongType, "the manifest names a file that is not below its folder",
                    at: file.location(of: (node["file"] ?? node).range.lowerBound), fix: Self.mend)
            }
            self.entries.append(entry)
        }
    }

    private static let mend = "restore it from version control, or remove it and make the fixtures again"

    /// The manifest as JSON.
    package var json: JSONNode {
        .object([
            "galley": .text(GalleyVersion.current),
            "date": .text(self.settings.date),
            "form": .text(self.settings.form),
            "body": .text(self.settings.body),
            "images": .text(self.settings.images),
            "flowed": self.settings.isFlowed.map { JSONNode(.bool($0)) },
            "saveToSentItems": self.settings.savesToSentItems.map { JSONNode(.bool($0)) },
            "inputs": JSONNode(
                .array(
                    self.inputs.map { input in
                        .object([
                            "kind": .text(input.kind), "template": .text(input.template), "file": .text(input.file),
                            "sha256": .text(input.sha256),
                        ])
                    })),
            "fixtures": JSONNode(.array(self.entries.map(\.node))),
        ])
    }
}
