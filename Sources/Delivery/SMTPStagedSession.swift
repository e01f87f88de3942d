// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailProvider
internal import SMTP
internal import SMTPNIO
internal import Synchronization

/// One session with an SMTP server, whose stages are kept: a delivery, or a rehearsal that stops before the message.
struct SMTPStagedSession {
    let settings: SMTPSettings
    let context: DeliveryContext
    let configuration: SMTPClient.Configuration
    /// Makes the message for what the server offers.
    let prepare: @Sendable (Extensions) throws(SMTPError) -> Submission
    let isRehearsal: Bool
    /// What pre-flights have found out about the server already.
    let olderTLS: OlderTLS

    private let log = SessionLog()

    init(
        settings: SMTPSettings, context: DeliveryContext, configuration: SMTPClient.Configuration,
        prepare: @escaping @Sendable (Extensions) throws(SMTPError) -> Submission, isRehearsal: Bool,
        olderTLS: OlderTLS
    ) {
        self.settings = settings
        self.context = context
        self.prepare = prepare
        self.isRehearsal = isRehearsal
        self.olderTLS = olderTLS
        var configuration = configuration
        let log = self.log
        configuration.observer = { log.append($0) }
        // Each stage has its own time.
        configuration.session.pipelines = false
        // A tenant waits for minutes; whoever stands before the screen does not.
        if isRehearsal { configuration.timeouts.limit(to: context.stageTimeout) }
        self.configuration = configuration
    }

    func run() async -> (outcome: SubmissionOutcome, log: StageLog) {
        var stages = SMTPStages(
            settings: self.settings, isRehearsal: self.isRehearsal, now: self.context.now)
        let outcome: SubmissionOutcome
        do throws(SMTPError) {
            let addresses = try await self.resolve(&stages)
            self.log.start()
            outcome = try await self.converse(with: addresses)
            stages.add(self.log.entries)
            stages.finish(with: outcome, after: self.log.sinceLastEntry)
            if self.isRehearsal, stages.failure == nil, self.hasNewerTLSThanAIC {
                let (isTaken, isNew) = await self.olderTLS.isTaken { await self.takesTLS12() }
                stages.noteOnTLS(
                    said: SMTPAdvice.said(onTLS12: isTaken) + (isNew ? " (asked on a second connection)" : ""),
                    advice: isTaken == false ? SMTPAdvice.onNewerTLS : nil)
            }
        } catch {
            stages.add(self.log.entries)
            stages.fail(with: error, after: self.log.sinceLastEntry, because: await self.certificateFault(error))
            outcome = .notAttempted(error)
        }
        let transcript = self.log.entries.flatMap { entry in
            entry.event.description.split(separator: "\n").map(String.init)
        }
        return (outcome, StageLog(stages: stages.complete(), failure: stages.failure, transcript: transcript))
    }

    private func converse(with addresses: HostAddresses?) async throws(SMTPError) -> SubmissionOutcome {
        let connection = try await SMTPClient.connect(
            host: self.settings.wireHost, port: self.settings.port, configuration: self.configuration,
            addresses: addresses)
        do throws(SMTPError) {
            let submission = try self.prepare(connection.extensions)
            let outcome =
                self.isRehearsal ? try await connection.rehearse(submission) : try await connection.send(submission)
            await connection.quit()
            return outcome
        } catch {
            await connection.quit()
            throw error
        }
    }

    /// The addresses of the host; `nil` where it is one itself.
    private func resolve(_ stages: inout SMTPStages) async throws(SMTPError) -> HostAddresses? {
        let host = self.settings.wireHost
        guard !HostAddresses.isAddress(host) else {
            stages.skip(.dns, said: "\(host) is an address")
            return nil
        }
        let start = ContinuousClock.now
        do throws(SMTPError) {
            let addresses = try await HostAddresses.resolve(
                host, limit: self.configuration.timeouts.opening)
            stages.pass(
                .dns, (ContinuousClock.now - start).milliseconds, said: addresses.descriptions.joined(separator: ", "))
            return addresses
        } catch {
            stages.fail(
                .dns, (ContinuousClock.now - start).milliseconds, said: "\(host): \(error.message)",
                advice: "check the spelling of host, and that this machine can ask DNS", failure: .unavailable)
            throw error
        }
    }

    /// Looks at a certificate that was not accepted, on a connection on which nothing else is said.
    private func certificateFault(_ error: SMTPError) async -> String? {
        guard error.code == .tlsFailed else { return nil }
        var tls = self.settings.tls
        tls.trust = .anything
        tls.checksServerIdentity = false
        let description = try? await self.handshake(with: tls)
        return description?.certificate.map {
            SMTPAdvice.fault(of: $0, host: self.settings.wireHost, now: self.context.now)
        }
    }

    /// Whether the session had a version of TLS that AIC does not offer for these settings. Only then it has not shown what
    /// AIC would find.
    private var hasNewerTLSThanAIC: Bool {
        !self.settings.tls.namesVersions && self.log.entries.contains(where: \.event.hasTLS13)
    }

    /// Whether the server takes what AIC offers; `nil` where that cannot be found out.
    private func takesTLS12() async -> Bool? {
        var tls = self.settings.tls
        tls.versions = .tls12 ... .tls12
        do {
            _ = try await self.handshake(with: tls)
            return true
        } catch {
            return (error as? SMTPError)?.code == .tlsFailed ? false : nil
        }
    }

    /// What TLS comes to with other settings, on a connection on which nothing else is said.
    private func handshake(with tls: TLSSettings) async throws -> TLSDescription? {
        var settings = self.settings
        settings.credentials = nil
        settings.tls = tls
        settings.encryption = settings.encryption == .implicitTLS ? .implicitTLS : .requiredSTARTTLS
        var configuration = try settings.clientConfiguration(self.context)
        configuration.timeouts.limit(to: self.context.stageTimeout)
        let connection = try await SMTPClient.connect(
            host: settings.wireHost, port: settings.port, configuration: configuration)
        await connection.quit()
        return connection.tls
    }
}

/// What was said in a session, and when.
final class SessionLog: Sendable {
    struct Entry: Sendable {
        var event: SessionEvent
        /// Milliseconds since the entry before it, or the start.
        var duration: Int
    }

    private struct State {
        var entries: [Entry] = []
        var last = ContinuousClock.now
    }

    private let state = Mutex(State())

    var entries: [Entry] { self.state.withLock(\.entries) }

    /// Milliseconds.
    var sinceLastEntry: Int { self.state.withLock { (ContinuousClock.now - $0.last).milliseconds } }

    func start() {
        self.state.withLock { $0.last = .now }
    }

    func append(_ event: SessionEvent) {
        self.state.withLock { state in
            let now = ContinuousClock.now
            state.entries.append(Entry(event: event, duration: (now - state.last).milliseconds))
            state.last = now
        }
    }
}

extension SessionEvent {
    fileprivate var hasTLS13: Bool {
        if case .encrypted(let description) = self { description.version == "TLS 1.3" } else { false }
    }
}

extension Duration {
    /// The whole milliseconds.
    var milliseconds: Int {
        let (seconds, attoseconds) = self.components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}

extension SMTPClient.Timeouts {
    /// Makes every limit at most `limit`; one that is off becomes `limit`.
    fileprivate mutating func limit(to limit: Duration) {
        func limited(_ duration: Duration) -> Duration { duration == .zero ? limit : min(duration, limit) }
        self.connect = limited(self.connect)
        self.read = limited(self.read)
        self.write = limited(self.write)
    }
}
