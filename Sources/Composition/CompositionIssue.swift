// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import MIME
public import TenantConfiguration

/// Something wrong with one message, found while composing it.
public struct CompositionIssue: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: String, Hashable, Sendable {
        /// No level gives a sender.
        case senderAbsent
        /// The chosen sender is not exactly one mailbox.
        case senderInvalid
        /// There is nobody to send to.
        case recipientAbsent
        /// A recipient is not an address.
        case recipientInvalid
        /// An address that this provider cannot take.
        case addressNotAllowed
        /// The subject or the body of the chosen locale is missing.
        case textMissing
        /// The template does not follow the language, or fails while rendering.
        case templateInvalid
        /// A CR, LF or NUL in a subject or display name became a space.
        case lineBreakInHeader
        /// The rendered body is past a limit.
        case bodyTooLarge
        /// The rendered HTML cannot be read.
        case unreadableHTML
        /// The type of the body is not one of the three.
        case typeNotHandled
        /// The template is disabled: IDM sends nothing.
        case templateDisabled
        /// A parameter that has no effect on this kind of request.
        case parameterIgnored
        /// A local part that relays read as a route to another host.
        case addressRoutes
        /// A `data:` URL that stays in the HTML because it holds no image.
        case imageNotEmbedded
        /// AIC would escape a value where Galley does not, because the text is not HTML.
        case escapedByReference
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in a sentence without a full stop.
    public var message: String
    /// Where.
    public var location: SourceLocation
    /// What stands there.
    public var evidence: String?
    /// The byte of the evidence, in UTF-8, that is at fault, where one is.
    public var evidenceOffset: Int?
    /// The opening tag of the block that the message ends with, where there is one.
    public var related: SourceLocation?
    /// How to mend it.
    public var fix: String?

    /// Creates an issue.
    public init(
        _ code: Code, _ message: String, at location: SourceLocation, evidence: String? = nil, fix: String? = nil
    ) {
        self.code = code
        self.message = message
        self.location = location
        self.evidence = evidence
        self.fix = fix
    }

    /// The issue that a text is no address or no list of them: it shows the one that is at fault, and where in it.
    package init(_ code: Code, _ message: String, because error: AddressError, in text: SourceText) {
        let (entry, offset) = error.entry(of: text.string)
        let before = String(decoding: entry.utf8.prefix(offset), as: UTF8.self)
        let behind = String(decoding: entry.utf8.dropFirst(offset), as: UTF8.self)
        let location = text.location(of: error.offset)
        // The value of an option has no lines and columns.
        let place = location.position == nil ? ", at its character \(before.unicodeScalars.count + 1)" : ""
        let shown = before.escapedForDisplayWhole
        self.init(
            code, "\(message): \(error.message)\(place)", at: location, evidence: shown + behind.escapedForDisplay,
            fix: error.code.fix)
        self.evidenceOffset = shown.utf8.count
    }

    /// Whether the message cannot be sent because of it.
    public var isFatal: Bool {
        switch self.code {
        case .lineBreakInHeader, .templateDisabled, .parameterIgnored, .escapedByReference, .imageNotEmbedded: false
        default: true
        }
    }
}

extension CompositionIssue: CustomStringConvertible {
    /// The message with its place, and where the block opens that it ends with.
    public var description: String {
        "\(self.location): \(self.message)\(self.related?.asOpening ?? "")"
    }
}

extension SourceLocation {
    /// Where a block opens, to follow a message about another place of the same file that ends with the block.
    package var asOpening: String {
        self.position.map { " opened at \($0)" } ?? ""
    }
}
