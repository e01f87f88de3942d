// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import Foundation
import JSONText
import MIME
import MSGraph
import Synchronization
import TestSupport
import Testing

@testable import MSGraphHTTP

/// What must show nowhere. The tokens of the server begin with `canaryToken`.
let canarySecret = "canary+Secret/7"

/// The server of `Server/graph_server.py`, one for all tests. It ends with this process.
struct GraphServer: Sendable {
    private let ports: [String: Int]
    private let folder: URL

    static let canRun = ["python3", "openssl"].allSatisfy { name in
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    private static let shared = Task { try await Self.start() }

    static func running() async throws -> GraphServer {
        try await Self.shared.value
    }

    /// The standard input of the server, which ends when it is closed.
    private static let input = Pipe()

    private static func start() async throws -> GraphServer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "galley-graph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", TestData.package + "/Tests/MSGraphHTTPTests/Server/graph_server.py",
            folder.path(percentEncoded: false),
        ]
        process.standardInput = Self.input
        process.standardError = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        // Read without a thread that waits: the client needs the threads.
        let (chunks, continuation) = AsyncStream.makeStream(of: Data.self)
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { continuation.finish() } else { continuation.yield(data) }
        }
        try process.run()
        var line: [UInt8] = []
        for await chunk in chunks {
            line += chunk
            if line.contains(UInt8(ascii: "\n")) { break }
        }
        output.fileHandleForReading.readabilityHandler = nil
        let members = try #require(try JSONDocument(parsing: line).root.members)
        let ports = members.compactMap { member in member.value.number?.int.map { (member.name, $0) } }
        return GraphServer(ports: Dictionary(uniqueKeysWithValues: ports), folder: folder)
    }

    /// The roots that vouch for the good certificates.
    func roots() throws -> [UInt8] {
        Array(try Data(contentsOf: self.folder.appending(path: "ca.pem")))
    }

    func port(_ listener: String) throws -> Int {
        try #require(self.ports[listener], "\(listener)")
    }

    struct Request {
        var method: String
        var path: String
        /// The port that it came from.
        var peer: Int?
        var body: String
        var headers: [String: String]
    }

    /// The requests of a name that have come.
    func requests(_ id: String) throws -> [Request] {
        guard let text = try? Data(contentsOf: self.folder.appending(path: "\(id).requests")) else { return [] }
        return try text.split(separator: UInt8(ascii: "\n")).map { line in
            let root = try JSONDocument(parsing: Array(line)).root
            let headers = (root["headers"]?.members ?? []).map { ($0.name, $0.value.string ?? "") }
            return Request(
                method: root["method"]?.string ?? "", path: root["path"]?.string ?? "",
                peer: root["peer"]?.number?.int, body: root["body"]?.string ?? "",
                headers: Dictionary(headers) { $1 })
        }
    }
}

/// A client of that server, and what it waited for.
struct Scenario: Sendable {
    /// The names under which its requests stand in the server's list.
    let tokenID = "token-\(UUID().uuidString)"
    let mailID = "mail-\(UUID().uuidString)"

    var token = "token"
    var mail = "202"
    var listener = "good"
    var tokenListener = "good"
    var host = "graph.test"
    var tokenHost = "login.test"
    var tlsVersions = TLSSettings.Version.tls12 ... .tls13
    var checksServerIdentity = true
    var trustsRoots = true
    /// Milliseconds: no test waits for its end but those that set it, and busy machines need time.
    var connectTimeout = 10_000
    var readTimeout = 1000
    var totalTimeout = Duration.seconds(20)
    var concurrency = 20
    var proxy: GraphSettings.Proxy?
    var reusesConnections = true
    var policy = RetryPolicy()

    let waits = Waits()

    final class Waits: Sendable {
        private let durations = Mutex<[Duration]>([])

        var all: [Duration] { self.durations.withLock { $0 } }

        func add(_ duration: Duration) {
            self.durations.withLock { $0.append(duration) }
        }
    }

    func run<Value: Sendable>(
        _ operation: (GraphClient, GraphServer) async throws -> Value
    ) async throws -> Value {
        let server = try await GraphServer.running()
        let mailPort = try server.port(self.listener)
        let tokenPort = try server.port(self.tokenListener)
        var settings = GraphSettings(
            mailEndpoint:
                "https://\(self.host):\(mailPort)/v1.0/users/ada@example.com/sendMail?id=\(self.mailID)&plan=\(self.mail)",
            tokenEndpoint:
                "https://\(self.tokenHost):\(tokenPort)/t/oauth2/v2.0/token?id=\(self.tokenID)&plan=\(self.token)",
            clientID: "client", clientSecret: .known(Secret(canarySecret)), scopes: ["https://graph.test/.default"],
            tlsVersions: self.tlsVersions, checksServerIdentity: self.checksServerIdentity,
            connectTimeout: self.connectTimeout, readTimeout: self.readTimeout, concurrency: self.concurrency)
        settings.proxy = self.proxy
        settings.reusesConnections = self.reusesConnections
        let hosts = ["graph.test", "login.test", "a.graph.test", "deep.graph.test"]
        let transport = try HTTPClientTransport(
            settings, additionalRoots: self.trustsRoots ? [try server.roots()] : [],
            totalTimeout: self.totalTimeout,
            addresses: Dictionary(uniqueKeysWithValues: hosts.map { ($0, "127.0.0.1") }))
        let environment = GraphEnvironment(
            now: { Int(Date().timeIntervalSince1970) },
            sleep: { self.waits.add($0) }, random: { 1 })
        let client = GraphClient(settings, transport: transport, environment: environment, policy: self.policy)
        do {
            let value = try await operation(client, server)
            await transport.shutDown()
            return value
        } catch {
            await transport.shutDown()
            throw error
        }
    }
}

extension Message {
    static func sample(text: String = "Hello\n") throws -> Message {
        Message(
            from: try Mailbox("ada@example.com"), to: try AddressList("bob@example.com"), subject: "Hi",
            body: .plainText(Array(text.utf8)), date: .fixture,
            messageID: try #require(MessageID(left: "1", right: "example.com")))
    }
}
