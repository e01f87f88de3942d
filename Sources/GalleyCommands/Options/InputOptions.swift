// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ArgumentParser
public import Composition
internal import EmailProvider
internal import MIME

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

    @Option(help: ArgumentHelp("How HTML goes out: with a text part (alternative), or alone as AIC sends it (single)."))
    var body: Composer.BodyForm = .alternative

    @Option(
        help: ArgumentHelp(
            "How images go out that stand in the HTML as data: URLs: as parts that mail programs show (cid), or as they "
                + "are, as AIC sends them (data)."))
    var images: Composer.ImageForm = .cid

    @Flag(help: "Sends the text part as format=flowed (RFC 3676), which readers wrap to their own width.")
    var flowed = false

    @Flag(
        inversion: .prefixedNo,
        help: "Whether MS Graph leaves a copy in the sent items of the mailbox. Its MIME form always does.")
    var saveToSentItems = true

    /// Whether none of the options says anything but the default.
    var isEmpty: Bool {
        let texts = [
            self.templates, self.provider, self.properties, self.request, self.to, self.cc, self.bcc, self.from,
            self.locale, self.acceptLanguage,
        ]
        return texts.allSatisfy { $0 == nil } && self.persona.isEmpty && self.body == .alternative
            && self.images == .cid && !self.flowed && self.saveToSentItems
    }

    /// Refuses what the MIME form of Microsoft Graph cannot say.
    func validateForGraphMIME() throws {
        if !self.saveToSentItems {
            throw ValidationError(
                "The MIME form of MS Graph always saves to the sent items: leave --no-save-to-sent-items out")
        }
    }

    /// A composer for what the options say.
    func composer(_ provider: EmailProvider, date: DateTime) -> Composer {
        Composer(
            provider: provider, bodyForm: self.body, imageForm: self.images, isTextFlowed: self.flowed,
            savesToSentItems: self.saveToSentItems, date: date)
    }
}

extension Composer.BodyForm: ExpressibleByArgument {}
extension Composer.ImageForm: ExpressibleByArgument {}
