// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailProvider
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// The entries of `smtpProperties`: `name=value`.
@Suite struct SMTPPropertiesTests {
    private static func reading(_ entries: String) throws -> (provider: EmailProvider, problems: [Problem]) {
        try EmailProvider.reading(Base.smtp(#""smtpProperties": [\#(entries)]"#))
    }

    @Test(
        arguments: [
            (#""a=b""#, ["a:b"]), (#""a=b=c""#, ["a:b=c"]), (#""a=""#, ["a:"]), (#""a=b", "c=d""#, ["a:b", "c:d"]),
            (#""&{esv.x|a=b}""#, ["a:b"]), (#""a=&{esv.x|b}""#, ["a:b"]), (#"" a = b ""#, ["a:b"]), ("", []),
            (#""mail.smtp.ssl.protocols=TLSv1.2 TLSv1.3""#, ["mail.smtp.ssl.protocols:TLSv1.2 TLSv1.3"]),
        ] as [(String, [String])])
    func entriesAreSplitAtTheFirstEqualsSign(entries: String, properties: [String]) throws {
        let (provider, problems) = try Self.reading(entries)
        #expect(problems.allSatisfy { $0.code == .unknownKey })
        #expect(provider.smtpProperties.map { "\($0.name):\($0.value)" } == properties)
    }

    @Test(arguments: ["mail.mime.allowutf8", "", "=true", " =true", "mail.mime.allowutf8:true"])
    func otherEntriesAreProblems(entry: String) throws {
        let (provider, problems) = try Self.reading(#""mail.debug.auth=false", "\#(entry)""#)
        #expect(problems.map(\.code) == [.outOfRange])
        #expect(problems.first?.location.pointer?.description == "/smtpProperties/1")
        #expect(provider.smtpProperties.map(\.name) == ["mail.debug.auth"])
    }

    @Test(arguments: ["7", "null", "{}", "true", #"["a=b"]"#])
    func entriesAreStrings(entry: String) throws {
        let (_, problems) = try Self.reading(#""mail.debug.auth=false", \#(entry)"#)
        #expect(problems.map(\.code) == [.wrongType])
        #expect(problems.first?.location.pointer?.description == "/smtpProperties/1")
    }

    @Test func aRepeatedNameIsAProblemAndTheLastCounts() throws {
        let text = Base.smtp(
            #""smtpProperties": ["mail.mime.allowutf8=true", "mail.smtp.ehlo=true", "mail.mime.allowutf8=false"]"#)
        let (provider, problems) = try EmailProvider.reading(text)
        #expect(problems.map(\.code) == [.outOfRange])
        #expect(
            problems.first?.location.position?.description
                == Place.of(#""mail.mime.allowutf8=false""#, in: text).shifted)
        #expect(!provider.allowsUTF8)
    }

    @Test(arguments: [
        ("mail.mime.allowutf8=true", true, 0), ("mail.mime.allowutf8=TRUE", true, 0),
        ("mail.mime.allowutf8=false", false, 0), ("mail.mime.allowutf8=False", false, 0),
        (" mail.mime.allowutf8 = true ", true, 0), ("mail.mime.allowutf8=yes", false, 1),
        ("mail.mime.allowutf8=1", false, 1), ("mail.mime.allowutf8=", false, 1),
        ("mail.mime.allowutf8=true=", false, 1), ("mail.smtp.ehlo=true", false, 0),
        ("mail.mime.allowutf8=&{esv.x|true}", true, 0),
    ])
    func allowUTF8(entry: String, isAllowed: Bool, problemCount: Int) throws {
        let (provider, problems) = try Self.reading(#""\#(entry)""#)
        #expect(provider.allowsUTF8 == isAllowed)
        #expect(problems.map(\.code) == Array(repeating: .outOfRange, count: problemCount))
    }

    @Test func unresolvedEntriesAreProblems() throws {
        let (provider, problems) = try Self.reading(#""mail.mime.allowutf8=&{esv.none}""#)
        #expect(problems.contains { $0.code == .unresolvedPlaceholder })
        #expect(!provider.allowsUTF8)
    }
}

extension String {
    /// The place one column later: a text begins after its quotation mark.
    fileprivate var shifted: String {
        let pieces = self.split(separator: ":").compactMap { Int($0) }
        return pieces.count == 2 ? "\(pieces[0]):\(pieces[1] + 1)" : self
    }
}
