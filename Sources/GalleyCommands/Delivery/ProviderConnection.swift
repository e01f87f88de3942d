// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import Delivery
internal import Digests
internal import EmailProvider
internal import Foundation
internal import MSGraph
internal import MSGraphHTTP
internal import SMTP
internal import SMTPTLS
internal import TenantConfiguration

/// Puts together the way to the provider that the document describes.
struct ProviderConnection {
    var options: ConnectionOptions
    var environment: CommandEnvironment
    /// Takes out of reports what the user has marked as secret.
    var redactor = SecretRedactor([])
    /// The form of messages for MS Graph.
    var form: GraphClient.Form { self.options.graphForm }
    /// The longest wait of a pre-flight at any stage.
    var stageTimeout = Duration.seconds(30)

    /// The way to a provider. Nothing is connected yet.
    ///
    /// - Throws: Whatever makes it impossible before a connection.
    func transport(to provider: EmailProvider) throws(Problem) -> any MessageTransport {
        RedactingTransport(try self.plainTransport(to: provider), redactor: self.redactor)
    }

    private func plainTransport(to provider: EmailProvider) throws(Problem) -> any MessageTransport {
        let place = provider.location ?? SourceLocation(file: "--provider")
        switch provider.kind {
        case .builtIn:
            throw Problem(
                .missingValue,
                provider.location == nil
                    ? "no provider is named" : "the provider is the built-in server, which only the tenant can reach",
                at: place, fix: "name the document of an SMTP server or of MS Graph with --provider")
        case .smtp:
            guard let settings = provider.smtp else { throw Self.unreadable(at: place) }
            let context = try self.context()
            do throws(SettingsError) {
                return try SMTPTransport(settings, of: provider, context: context)
            } catch {
                throw Problem(.missingValue, error.message, at: place, fix: error.advice)
            }
        case .msgraph:
            guard let settings = provider.graph else { throw Self.unreadable(at: place) }
            let roots = try self.roots()
            do throws(GraphError) {
                return try self.graphTransport(settings, roots: roots)
            } catch {
                throw Problem(.missingValue, error.message, at: place, fix: error.advice)
            }
        }
    }

    private func graphTransport(_ settings: GraphSettings, roots: [UInt8]?) throws(GraphError) -> GraphTransport {
        let http = try HTTPClientTransport(settings, additionalRoots: roots.map { [$0] } ?? [])
        let client = GraphClient(
            settings, transport: http, environment: GraphEnvironment(now: { Int(Date().timeIntervalSince1970) }),
            policy: settings.retriesRequests ? RetryPolicy() : .never)
        return GraphTransport(
            client, form: self.form, concurrency: settings.concurrency, stageTimeout: self.stageTimeout
        ) { await http.shutDown() }
    }

    /// The same for a command that ends without it: exit status 78, or 66 for a file that is not there.
    func requiredTransport(to provider: EmailProvider) throws(CommandError) -> any MessageTransport {
        do throws(Problem) {
            return try self.transport(to: provider)
        } catch {
            throw CommandError(error, status: error.code == .unreadableInput ? .noInput : .badConfiguration)
        }
    }

    private static func unreadable(at place: SourceLocation) -> Problem {
        Problem(
            .missingValue, "a setting that a connection needs is missing or not valid", at: place,
            fix: "see what is wrong with: galley provider show")
    }

    private func context() throws(Problem) -> DeliveryContext {
        let roots = try self.roots()
        return DeliveryContext(
            digests: SASLDigests(
                sha256: MessageAuthentication.sha256, hmacSHA256: MessageAuthentication.hmacSHA256,
                hmacMD5: MessageAuthentication.hmacMD5, nonce: MessageAuthentication.nonce),
            encrypt: { host, settings in try .tls(to: host, settings: settings, roots: roots) },
            cleartextAllowance: self.options.allowCleartextAuth ? .byUser : nil,
            hostName: Self.hostName(), stageTimeout: self.stageTimeout, now: self.environment.now)
    }

    private func roots() throws(Problem) -> [UInt8]? {
        guard let path = self.options.ca else { return nil }
        do throws(FileError) {
            return try DiskFiles.read(path)
        } catch {
            throw Problem(error)
        }
    }

    /// The name of this machine as the system has it; DNS is not asked.
    private static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension ExitStatus {
    /// What a failed delivery says when the process ends.
    init(_ failure: DeliveryFailure) {
        switch failure {
        case .unavailable: self = .unavailable
        case .temporary: self = .temporaryFailure
        case .protocolViolation: self = .protocolError
        case .permission: self = .noPermission
        case .configuration: self = .badConfiguration
        case .unknown: self = .ioError
        }
    }
}
