// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser

/// The options that say what is read.
struct InputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A template file, or a folder that holds templates in any layout. Default: Templates, or else the current "
                + "folder.", valueName: "path"))
    var templates: String?

    @Option(
        help: ArgumentHelp(
            "The provider document (external.email) in any layout. Default: Galley's built-in server.",
            valueName: "file"))
    var provider: String?

    @Option(
        help: ArgumentHelp(
            "A JSON object with values for placeholders &{name}; {\"secret\": VALUE} marks one that must not show. "
                + "Environment variables count too: ESV_SMTP_PORT gives esv.smtp.port.", valueName: "file"))
    var properties: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Sample recipients, one file each. Default: one ordinary person.", valueName: "file ..."))
    var persona: [String] = []

    @Option(help: ArgumentHelp("A send or sendTemplate request as JSON.", valueName: "file"))
    var request: String?

    @Option(help: ArgumentHelp("Recipients, in place of the persona's or the request's.", valueName: "addresses"))
    var to: String?

    @Option(help: ArgumentHelp("Recipients of a copy.", valueName: "addresses"))
    var cc: String?

    @Option(help: ArgumentHelp("Recipients of a blind copy.", valueName: "addresses"))
    var bcc: String?

    @Option(help: ArgumentHelp("The request's from, which counts before all others.", valueName: "address"))
    var from: String?

    @Option(help: ArgumentHelp("The request's _locale; for verify and fixtures, the only locale.", valueName: "tag"))
    var locale: String?

    @Option(
        name: .customLong("accept-language"),
        help: ArgumentHelp("The recipient's languages, as in the header field Accept-Language.", valueName: "value"))
    var acceptLanguage: String?

    /// Whether none of the options says anything.
    var isEmpty: Bool {
        let texts = [
            self.templates, self.provider, self.properties, self.request, self.to, self.cc, self.bcc, self.from,
            self.locale, self.acceptLanguage,
        ]
        return texts.allSatisfy { $0 == nil } && self.persona.isEmpty
    }
}
