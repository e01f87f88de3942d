// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import Handlebars

extension VerificationSubject {
    /// Visits every subject and body that could be parsed.
    func forEachParsedText(_ visit: (PreparedTemplate, PreparedTemplate.PreparedText, Template) -> Void) {
        for prepared in self.templates {
            for text in prepared.texts {
                if case .success(let template) = text.result { visit(prepared, text, template) }
            }
        }
    }
}
