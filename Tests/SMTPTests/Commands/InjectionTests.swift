// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import TestSupport
import Testing

@testable import SMTP

/// Every argument of every command against every way to end a line or begin another argument (security A1 to A4).
@Suite struct InjectionTests {
    /// A sink takes a text into a command, or throws.
    struct Sink: CustomTestStringConvertible, Sendable {
        var name: String
        var clean = "clean"
        var makeCommand: @Sendable (String) throws -> Command

        var testDescription: String { self.name }
    }

    private static func bob() throws -> AddrSpec { try AddrSpec("bob@b.test") }

    static let sinks: [Sink] = [
        Sink(name: "EHLO") { .ehlo(try EHLODomain("a" + $0)) },
        Sink(name: "HELO") { .helo(try EHLODomain($0 + "a")) },
        Sink(name: "MAIL local part") { .mail(reversePath: try AddrSpec("a\($0)@b.test")) },
        Sink(name: "MAIL quoted local part") { .mail(reversePath: try AddrSpec("\"a\($0)\"@b.test")) },
        Sink(name: "MAIL unquoted local part") {
            .mail(reversePath: try AddrSpec(localPart: LocalPart(unquoted: "a" + $0), domain: Domain("b.test")))
        },
        Sink(name: "MAIL domain") { .mail(reversePath: try AddrSpec("a@b\($0).test")) },
        Sink(name: "MAIL parameter keyword") {
            .mail(reversePath: nil, MailParameters(others: [try ESMTPParameter(keyword: "X" + $0, value: "1")]))
        },
        Sink(name: "MAIL parameter value") {
            .mail(reversePath: nil, MailParameters(others: [try ESMTPParameter(keyword: "ENVID", value: "a" + $0)]))
        },
        Sink(name: "RCPT local part") { .rcpt(forwardPath: try AddrSpec("a\($0)@b.test")) },
        Sink(name: "RCPT quoted local part") { .rcpt(forwardPath: try AddrSpec("\"a\($0)\"@b.test")) },
        Sink(name: "RCPT domain") { .rcpt(forwardPath: try AddrSpec("a@b\($0).test")) },
        Sink(name: "RCPT address literal", clean: "1") { .rcpt(forwardPath: try AddrSpec("a@[IPv6:::\($0)]")) },
        Sink(name: "RCPT parameter keyword") {
            .rcpt(forwardPath: try bob(), [try ESMTPParameter(keyword: "X" + $0, value: "1")])
        },
        Sink(name: "RCPT parameter value") {
            .rcpt(forwardPath: try bob(), [try ESMTPParameter(keyword: "ORCPT", value: "rfc822;a" + $0)])
        },
        Sink(name: "VRFY") { .vrfy("a" + $0) },
        Sink(name: "NOOP") { .noop("a" + $0) },
        Sink(name: "HELP") { .help("a" + $0) },
        Sink(name: "AUTH mechanism") { .auth(try SASLMechanism("A" + $0)) },
        Sink(name: "AUTH mechanism with a response") { .auth(try SASLMechanism("A" + $0), initialResponse: []) },
        Sink(name: "AUTH response") { .auth(.plain, initialResponse: Array($0.utf8)) },
        Sink(name: "another verb") { payload in
            guard let verb = Verb(Array(("X" + payload).utf8)) else { throw CommandSyntaxError(.noVerb, "no verb") }
            return .unknown(verb)
        },
    ]

    /// The kinds of command. A new one does not compile here until it has a kind, and the test fails until it has a sink.
    enum Kind: CaseIterable {
        case ehlo, helo, mail, rcpt, data, rset, noop, quit, vrfy, help, starttls, auth, unknown

        init(_ command: Command) {
            switch command {
            case .ehlo: self = .ehlo
            case .helo: self = .helo
            case .mail: self = .mail
            case .rcpt: self = .rcpt
            case .data: self = .data
            case .rset: self = .rset
            case .noop: self = .noop
            case .quit: self = .quit
            case .vrfy: self = .vrfy
            case .help: self = .help
            case .starttls: self = .starttls
            case .auth: self = .auth
            case .unknown: self = .unknown
            }
        }

        static let withoutArguments: Set<Kind> = [.data, .rset, .quit, .starttls]
    }

    @Test func everyCommandWithAnArgumentHasASink() throws {
        let kinds = try Self.sinks.map { Kind(try $0.makeCommand($0.clean)) }
        #expect(Set(kinds) == Set(Kind.allCases).subtracting(Kind.withoutArguments))
    }

    /// How many parameters a command has, an initial response included.
    private static func parameterCount(_ command: Command) throws -> Int {
        switch command {
        case .mail(_, let parameters): try parameters.list.count
        case .rcpt(_, let parameters): parameters.count
        case .auth(_, let response): response == nil ? 0 : 1
        default: 0
        }
    }

    @Test(arguments: sinks)
    func theLineIsOneCommandWithTheParametersOfItsCleanTwin(sink: Sink) throws {
        let clean = try sink.makeCommand(sink.clean)
        var accepted = 0
        for payload in InjectionPayloads.all {
            guard let given = try? sink.makeCommand(payload), let line = try? given.wireText else { continue }
            accepted += 1
            let isOneLine = line.bytes.allSatisfy { !$0.isControl }
            #expect(isOneLine, "\(payload.debugDescription)")
            let command = try Command(parsing: line.bytes)
            #expect(command == given, "\(payload.debugDescription)")
            #expect(Kind(command) == Kind(clean), "\(payload.debugDescription)")
            #expect(try Self.parameterCount(command) == Self.parameterCount(clean), "\(payload.debugDescription)")
        }
        // A sink that takes nothing would prove nothing.
        #expect(accepted > 0)
    }

    @Test func quotedLocalPartsStayOnePath() throws {
        let address = try AddrSpec(#""x@y.test> ORCPT=admin@z.test"@b.test"#)
        let line = try Command.rcpt(forwardPath: address).wireText
        #expect(line.description == #"RCPT TO:<"x@y.test> ORCPT=admin@z.test"@b.test>"#)
        #expect(try Command(parsing: line.bytes) == .rcpt(forwardPath: address))
    }

    @Test(arguments: ["1 BODY=8BITMIME", "1\tX", "", "a=b"])
    func valuesCannotAddParameters(value: String) {
        #expect(throws: CommandSyntaxError.self) { try ESMTPParameter(keyword: "SIZE", value: value) }
    }

    @Test func contentIsTakenWhereItsOnlyLineEndsAreCRLF() throws {
        let envelope = Envelope(reversePath: nil, forwardPaths: [try Self.bob()])
        var accepted = 0
        for payload in InjectionPayloads.all {
            let content = Array("a\(payload)b\r\n".utf8)
            let hasFault = content.indices.contains { index in
                switch content[index] {
                case 0x00: true
                case 0x0D: content[index + 1] != 0x0A
                case 0x0A: content[index - 1] != 0x0D
                default: false
                }
            }
            let submission = try? Submission(envelope: envelope, content: content)
            #expect((submission == nil) == hasFault, "\(payload.debugDescription)")
            accepted += submission == nil ? 0 : 1
        }
        #expect(accepted > 0 && accepted < InjectionPayloads.all.count)
    }
}
