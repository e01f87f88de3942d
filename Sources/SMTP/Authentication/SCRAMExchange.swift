// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding.
///
/// The password is never sent, and the server has to prove that it knows it. User names and passwords beyond printable
/// ASCII are refused: both sides would have to prepare them by SASLprep (RFC 4013), which changes nothing else.
struct SCRAMExchange: Sendable {
    /// RFC 7677, section 4, asks for at least 4,096 rounds. No timeout ends them, so that many more would let a server keep
    /// the client past all its limits.
    static let iterationRange = 4096...100_000

    private enum Step {
        case serverFirst
        case serverFinal(signature: [UInt8])
        case done
    }

    private let password: [UInt8]
    private let digests: SASLDigests
    private let clientNonce: [UInt8]
    private let clientFirstBare: [UInt8]
    private var step = Step.serverFirst

    init(_ credentials: ClientCredentials) {
        self.password = credentials.password.bytes
        self.digests = credentials.digests
        self.clientNonce = Base64.encode(credentials.digests.nonce())
        self.clientFirstBare =
            Array("n=".utf8) + Self.escape(credentials.username) + Array(",r=".utf8) + self.clientNonce
    }

    /// The header `n,,` says: no channel binding, no other identity.
    private static let gs2Header = Array("n,,".utf8)

    /// The client's first message.
    ///
    /// - Throws: ``SASLError`` where the user name or the password needs SASLprep.
    func clientFirstMessage() throws(SASLError) -> [UInt8] {
        for (name, bytes) in [("user name", self.clientFirstBare), ("password", self.password)] {
            guard bytes.allSatisfy({ $0.isVisible || $0 == .space }) else {
                throw SASLError(
                    "SCRAM-SHA-256 needs SASLprep for a \(name) beyond printable ASCII, which this client does not have: "
                        + "name another mechanism")
            }
        }
        return Self.gs2Header + self.clientFirstBare
    }

    var hasVerifiedServer: Bool {
        if case .done = self.step { true } else { false }
    }

    mutating func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] {
        switch self.step {
        case .serverFirst:
            return try self.answer(serverFirst: challenge)
        case .serverFinal(let signature):
            let attributes = Self.attributes(challenge)
            // server-error = "e=" server-error-value     (RFC 5802, section 7)
            if let error = attributes["e"] {
                throw SASLError("the server refuses the client's proof: \(DisplayText.escape(error))")
            }
            guard let verifier = attributes["v"], let proof = Base64.decode(verifier), proof == signature
            else { throw SASLError("the server does not know the password: what it proves with is wrong") }
            self.step = .done
            return []
        case .done:
            throw SASLError("the server goes on asking where SCRAM-SHA-256 is over")
        }
    }

    ///     server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
    private mutating func answer(serverFirst: [UInt8]) throws(SASLError) -> [UInt8] {
        let attributes = Self.attributes(serverFirst)
        guard attributes["m"] == nil, let nonce = attributes["r"], let saltText = attributes["s"],
            let salt = Base64.decode(saltText), let count = attributes["i"],
            let iterations = Int(String(decoding: count, as: UTF8.self))
        else { throw SASLError("the server's challenge is not one of SCRAM-SHA-256") }
        guard nonce.count > self.clientNonce.count, nonce.starts(with: self.clientNonce) else {
            throw SASLError("the server does not answer with the client's nonce")
        }
        guard Self.iterationRange.contains(iterations) else {
            throw SASLError(
                "the server asks for \(iterations) rounds, outside \(Self.iterationRange.lowerBound) to "
                    + "\(Self.iterationRange.upperBound)")
        }
        let withoutProof = Array("c=".utf8) + Base64.encode(Self.gs2Header) + Array(",r=".utf8) + nonce
        let comma = [UInt8.ascii(",")]
        let message = self.clientFirstBare + comma + serverFirst + comma + withoutProof
        let salted = self.saltedPassword(salt, iterations: iterations)
        let clientKey = self.digests.hmacSHA256(salted, Array("Client Key".utf8))
        let clientSignature = self.digests.hmacSHA256(self.digests.sha256(clientKey), message)
        let proof = zip(clientKey, clientSignature).map { $0 ^ $1 }
        let serverKey = self.digests.hmacSHA256(salted, Array("Server Key".utf8))
        self.step = .serverFinal(signature: self.digests.hmacSHA256(serverKey, message))
        return withoutProof + Array(",p=".utf8) + Base64.encode(proof)
    }

    /// `Hi` of RFC 5802, section 2.2: PBKDF2 for a key as long as the digest.
    private func saltedPassword(_ salt: [UInt8], iterations: Int) -> [UInt8] {
        var block = self.digests.hmacSHA256(self.password, salt + [0, 0, 0, 1])
        var result = block
        for _ in 1..<iterations {
            block = self.digests.hmacSHA256(self.password, block)
            for index in result.indices { result[index] ^= block[index] }
        }
        return result
    }

    /// The members of a message, by their letters; the first counts where one is there twice.
    private static func attributes(_ message: [UInt8]) -> [String: [UInt8]] {
        var attributes: [String: [UInt8]] = [:]
        for member in message.split(separator: .ascii(",")) {
            guard let letter = member.first, letter.isAlpha, member.dropFirst().first == .ascii("=") else { continue }
            let name = String(decoding: [letter], as: UTF8.self)
            if attributes[name] == nil { attributes[name] = Array(member.dropFirst(2)) }
        }
        return attributes
    }

    /// RFC 5802, section 5.1: `=2C` and `=3D` stand for the comma and the equals sign.
    private static func escape(_ username: String) -> [UInt8] {
        username.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case .ascii(","): Array("=2C".utf8)
            case .ascii("="): Array("=3D".utf8)
            default: [byte]
            }
        }
    }
}
