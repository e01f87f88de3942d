// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What is fuzzed: an input goes in, and what must hold of it is checked.
package enum FuzzTarget: String, CaseIterable {
    case handlebarsParse = "handlebars-parse"
    case handlebarsRender = "handlebars-render"
    case json
    case jsonEdit = "json-edit"
    case addresses
    case addressesLenient = "addresses-lenient"
    case headerText = "header-text"
    case encodedWord = "encoded-word"
    case mediaType = "media-type"
    case uri
    case dataURL = "data-url"
    case formatFlowed = "format-flowed"
    case mimeParse = "mime-parse"
    case mimeRoundTrip = "mime-round-trip"
    case smtpServer = "smtp-server"
    case smtpReply = "smtp-reply"
    case smtpClient = "smtp-client"
    case html
    case css
    case placeholders
    case tenantDocuments = "tenant-documents"

    /// Ends the process where something that must hold of an input does not.
    package func test(_ input: [UInt8]) {
        switch self {
        case .handlebarsParse: HandlebarsTargets.parse(input)
        case .handlebarsRender: HandlebarsTargets.render(input)
        case .json: JSONTarget.test(input)
        case .jsonEdit: JSONTarget.edit(input)
        case .addresses: AddressTarget.test(input)
        case .addressesLenient: AddressTarget.lenient(input)
        case .headerText: HeaderTargets.text(input)
        case .encodedWord: HeaderTargets.encodedWord(input)
        case .mediaType: HeaderTargets.mediaType(input)
        case .uri: HeaderTargets.uri(input)
        case .dataURL: ContentTargets.dataURL(input)
        case .formatFlowed: ContentTargets.formatFlowed(input)
        case .mimeParse: MIMETargets.parse(input)
        case .mimeRoundTrip: MIMETargets.roundTrip(input)
        case .smtpServer: SMTPTargets.server(input)
        case .smtpReply: SMTPTargets.reply(input)
        case .smtpClient: SMTPTargets.client(input)
        case .html: HTMLTarget.test(input)
        case .css: CSSTarget.test(input)
        case .placeholders: DocumentTargets.placeholders(input)
        case .tenantDocuments: DocumentTargets.tenant(input)
        }
    }
}

/// Ends the run, so that libFuzzer keeps the input, where something that must hold does not.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError("mismatch: " + message()) }
}

extension [UInt8] {
    /// The bytes as text, whatever they are.
    var text: String { String(decoding: self, as: UTF8.self) }
}

extension String {
    /// Whether both texts have the same bytes: `==` takes canonically equivalent ones for equal.
    func isIdentical(to other: String) -> Bool { self.utf8.elementsEqual(other.utf8) }
}
