// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration

/// A template in the least form.
let minimalTemplate = #"{"subject": {"en": "Hi"}, "message": {"en": "<p>Hi</p>"}}"#

/// What a file that holds a journey node in place of a template holds.
let journeyNode = #"{"_id": "c3f5", "_type": {"_id": "EmailSuspendNode"}, "emailTemplateName": "registration"}"#

extension TenantFiles {
    /// Reads one file.
    static func reading(
        _ text: String, as path: String, for purpose: TenantReader.Purpose = .templates
    ) -> TenantFiles {
        TenantReader.read(MemoryFiles([path: text]), for: purpose)
    }
}

/// One file that the user named.
struct NamedFile: FileSource {
    var path: String
    var text: String

    func list() -> FileListing { FileListing(paths: [self.path], isSingleFile: true) }

    func read(_ path: String) throws(FileError) -> [UInt8] { Array(self.text.utf8) }
}
