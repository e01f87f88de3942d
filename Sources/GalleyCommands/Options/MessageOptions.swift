// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ArgumentParser
public import Composition
internal import EmailProvider
internal import MIME

/// The options that say how messages are made.
struct MessageOptions: ParsableArguments {
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
    var isEmpty: Bool { self.body == .alternative && self.images == .cid && !self.flowed && self.saveToSentItems }

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
