// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What a server can do beyond the basics, as it says after EHLO (RFC 5321, section 2.2).
public struct Extensions: Hashable, Sendable {
    /// One extension with its parameters.
    public struct Entry: Hashable, Sendable {
        /// The extension.
        public var keyword: EHLOKeyword
        /// What follows the keyword.
        public var parameters: [String]

        /// Creates an entry.
        public init(_ keyword: EHLOKeyword, _ parameters: [String] = []) {
            self.keyword = keyword
            self.parameters = parameters
        }
    }

    /// The extensions in the order of the server.
    public private(set) var entries: [Entry]

    /// Creates a list of extensions. Of two entries with one keyword, the first counts.
    public init(_ entries: [Entry] = []) {
        self.entries = []
        for entry in entries where !self.contains(entry.keyword) { self.entries.append(entry) }
    }

    /// Reads the reply to EHLO.
    ///
    ///     ehlo-ok-rsp = "250-" Domain [ SP ehlo-greet ] CRLF *( "250-" ehlo-line CRLF ) "250" SP ehlo-line CRLF
    ///     ehlo-line   = ehlo-keyword *( SP ehlo-param )
    ///
    /// A line against the grammar is passed over: it cannot name an extension that Galley would use. So is the old form
    /// `AUTH=LOGIN`, which stands beside the right one.
    public init(parsing reply: Reply) {
        let entries = reply.lines.dropFirst().compactMap { line -> Entry? in
            let words = line.utf8.split(whereSeparator: \.isBlank)
            guard let first = words.first, let keyword = EHLOKeyword(Array(first)) else { return nil }
            return Entry(keyword, words.dropFirst().map { String(decoding: $0, as: UTF8.self) })
        }
        self.init(entries)
    }

    /// Whether the server offers an extension.
    public func contains(_ keyword: EHLOKeyword) -> Bool {
        self.entries.contains { $0.keyword == keyword }
    }

    /// The parameters of an extension, or `nil` if the server does not offer it.
    public func parameters(of keyword: EHLOKeyword) -> [String]? {
        self.entries.first { $0.keyword == keyword }?.parameters
    }

    /// The most octets the server takes. `nil` if it gives no limit, or an illegible one.
    public var sizeLimit: Int? {
        guard let digits = self.parameters(of: .size)?.first?.utf8, (1...20).contains(digits.count),
            digits.allSatisfy(\.isDigit)
        else { return nil }
        let limit = Int(saturatingDigits: digits)
        // RFC 1870, section 4: zero means that there is no fixed limit.
        return limit == 0 ? nil : limit
    }

    /// The mechanisms that AUTH offers.
    public var authMechanisms: [SASLMechanism] {
        (self.parameters(of: .auth) ?? []).compactMap { try? SASLMechanism($0) }
    }

    /// The reply of a server that offers these extensions.
    public func reply(from host: EHLODomain, to client: EHLODomain) -> Reply {
        let lines = self.entries.map { entry in
            ([entry.keyword.name] + entry.parameters).joined(separator: " ")
        }
        return Reply(.ok, lines: ["\(host) greets \(client.name.utf8.displayPrefix)"] + lines)
    }
}
