// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import SMTP
import Testing

@testable import Digests

/// Mechanisms held to the examples of the RFCs that define them.
@Suite struct SASLVectorTests {
    private static func exchange(
        _ mechanism: SASLMechanism, username: String, password: String, nonce: String = ""
    ) throws -> SASLExchange {
        let nonce = try #require(Base64.decode(Array(nonce.utf8)))
        let digests = SASLDigests(
            sha256: MessageAuthentication.sha256, hmacSHA256: MessageAuthentication.hmacSHA256,
            hmacMD5: MessageAuthentication.hmacMD5, nonce: { nonce })
        let permit = try #require(CredentialPermit(on: .loopback, allowance: nil))
        return try #require(
            SASLExchange(
                mechanism,
                credentials: ClientCredentials(username: username, password: Secret(password), digests: digests),
                permit: permit))
    }

    /// RFC 4616, section 4.
    @Test func plain() throws {
        let exchange = try Self.exchange(.plain, username: "tim", password: "tanstaaftanstaaf")
        #expect(try exchange.initialResponse() == Array("\0tim\0tanstaaftanstaaf".utf8))
    }

    /// RFC 2195, section 2.
    @Test func cramMD5() throws {
        var exchange = try Self.exchange(.cramMD5, username: "tim", password: "tanstaaftanstaaf")
        #expect(try exchange.initialResponse() == nil)
        let response = try exchange.respond(to: Array("<1896.697170952@postoffice.reston.mci.net>".utf8))
        #expect(response == Array("tim b913a602c7eda7a495b4e6e7334d3890".utf8))
    }

    private static let nonce = "rOprNGfwEbeRWgbNEkqO"
    private static let serverFirst =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    private static let clientFinal =
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="

    /// RFC 7677, section 3.
    @Test func scramSHA256() throws {
        var exchange = try Self.exchange(.scramSHA256, username: "user", password: "pencil", nonce: Self.nonce)
        #expect(try exchange.initialResponse() == Array("n,,n=user,r=\(Self.nonce)".utf8))
        #expect(try exchange.respond(to: Array(Self.serverFirst.utf8)) == Array(Self.clientFinal.utf8))
        #expect(throws: SASLError.self) { try exchange.finish() }
        #expect(try exchange.respond(to: Array("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".utf8)) == [])
        try exchange.finish()
    }

    @Test(arguments: [
        // Another nonce, no nonce of the server's own, too few rounds, too many, an extension that must be understood.
        "r=xOprNGfwEbeRWgbNEkqO%h,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqO%h,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1",
        "r=rOprNGfwEbeRWgbNEkqO%h,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000",
        "m=x,r=rOprNGfwEbeRWgbNEkqO%h,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "r=,s=,i=", "s=!,i=4096,r=x",
    ])
    func scramRefusesServersThatCheat(challenge: String) throws {
        var exchange = try Self.exchange(.scramSHA256, username: "user", password: "pencil", nonce: Self.nonce)
        #expect(throws: SASLError.self) { try exchange.respond(to: Array(challenge.utf8)) }
    }

    /// RFC 4954, section 4: a server that takes no initial response asks for it, once.
    @Test func scramAnswersAnEmptyChallengeOnce() throws {
        var exchange = try Self.exchange(.scramSHA256, username: "user", password: "pencil", nonce: Self.nonce)
        #expect(try exchange.respond(to: []) == Array("n,,n=user,r=\(Self.nonce)".utf8))
        #expect(throws: SASLError.self) { try exchange.respond(to: []) }
    }

    @Test func scramRefusesAServerThatDoesNotKnowThePassword() throws {
        var exchange = try Self.exchange(.scramSHA256, username: "user", password: "pencil", nonce: Self.nonce)
        _ = try exchange.respond(to: Array(Self.serverFirst.utf8))
        let proof = "v=" + String(decoding: Base64.encode([UInt8](repeating: 7, count: 32)), as: UTF8.self)
        #expect(throws: SASLError.self) { try exchange.respond(to: Array(proof.utf8)) }
    }

    @Test func noncesDiffer() {
        #expect(Set((0..<100).map { _ in MessageAuthentication.nonce() }).count == 100)
        #expect(MessageAuthentication.nonce().count == 24)
    }
}
