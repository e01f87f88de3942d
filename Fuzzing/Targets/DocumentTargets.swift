// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import EmailProvider
internal import EmailTemplates
internal import JSONText
internal import TenantConfiguration

enum DocumentTargets {
    private static let values = Placeholders(["a": "1", "b": "&{a}", "esv.host": "smtp.example.com", "": "empty"])

    /// Resolving ends, points back into the text, and leaves a text without placeholders as it is.
    static func placeholders(_ input: [UInt8]) {
        let resolution = Self.values.resolve(input)
        require(resolution.bytes == Self.values.resolve(input).bytes, "resolving twice differs")
        if !resolution.hasPlaceholders { require(resolution.bytes == input, "a text without placeholders changed") }
        for (name, offset) in resolution.unresolved {
            require((0..<input.count).contains(offset), "\(name) at \(offset)")
        }
        for offset in 0...resolution.bytes.count {
            let source = resolution.map.sourceOffset(of: offset)
            require((0...input.count).contains(source), "byte \(offset) comes from \(source)")
        }
    }

    /// Any bytes are a provider or template document, or have problems that lie in them.
    static func tenant(_ input: [UInt8]) {
        for name in ["external.email.json", "emailTemplate-x.json", "x.emailTemplate.json"] {
            let files = BytesFile(path: name, bytes: input)
            for purpose in [TenantReader.Purpose.provider, .templates] {
                let tenant = TenantReader.read(files, for: purpose)
                for document in tenant.documents {
                    switch document.kind {
                    case .provider:
                        let (provider, problems) = EmailProvider.read(document, placeholders: Self.values)
                        _ = provider.allowsUTF8
                        _ = problems.map(\.description)
                    case .template:
                        let (_, problems) = EmailTemplate.read(document, files: files, placeholders: Self.values)
                        _ = problems.map(\.description)
                    }
                }
                _ = tenant.problems.map(\.description)
            }
        }
    }

    /// One file, whose bytes need not be text.
    private struct BytesFile: FileSource {
        var path: String
        var bytes: [UInt8]

        func list() -> FileListing {
            FileListing(paths: [self.path])
        }

        func read(_ path: String) throws(FileError) -> [UInt8] {
            guard path.isIdentical(to: self.path) else {
                throw FileError(code: .notFound, path: path, message: "no such file")
            }
            return self.bytes
        }
    }
}
