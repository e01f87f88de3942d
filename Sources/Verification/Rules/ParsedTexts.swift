// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import Handlebars

extension VerificationSubject {
    /// Visits every subject and body that could be parsed.
    func forEachParsedText(_ visit: (PreparedTemplate, PreparedTemplate.Text, Template) -> Void) {
        for prepared in self.templates {
            for text in prepared.texts {
                if case .success(let template) = text.result { visit(prepared, text, template) }
            }
        }
    }
}

extension DataPath {
    /// The name of the member of the root that the path leads into.
    var rootName: String? {
        if case .name(let name) = self.segments.first { name } else { nil }
    }
}
