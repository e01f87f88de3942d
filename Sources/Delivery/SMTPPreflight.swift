// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailProvider
internal import MIME
internal import SMTP
internal import SMTPNIO
internal import Synchronization

/// The stages of a delivery to an SMTP server, taken one after the other up to the message itself.
struct SMTPPreflight {
    let settings: SMTPSettings
    let context: DeliveryContext
    let configuration: SMTPClient.Configuration
    let sender: AddrSpec
    let recipients: [AddrSpec]

    private let log = SessionLog()

    init(
        settings: SMTPSettings, context: DeliveryContext, configuration: SMTPClient.Configuration, sender: AddrSpec,
        recipients: [AddrSpec]
    ) {
        self.settings = settings
        self.context = context
        self.sender = sender
        self.recipients = recipients
        var configuration = configuration
        let log = self.log
        configuration.observer = { log.append($0) }
        // A tenant waits for minutes; whoever stands before the screen does not.
        configuration.timeouts.limit(to: context.stageTimeout)
        self.configuration = configuration
    }

    func run() async -> Preflight {
        var stages = SMTPStages(settings: self.settings, hasRecipients: !self.recipients.isEmpty)
        do throws(SMTPError) {
            try await self.resolve(&stages)
            self.log.start()
            let connection = try await SMTPClient.connect(
                host: self.settings.wireHost, port: self.settings.port, configuration: self.configuration)
            do throws(SMTPError) {
                let outcome = try await connection.rehearse(try self.submission())
                await connection.quit()
                stages.add(self.log.entries)
                stages.finish(with: outcome)
            } catch {
                await connection.quit()
                throw error
            }
        } catch {
            stages.add(self.log.entries)
            stages.fail(with: error, after: self.log.sinceLastEntry, because: await self.certificateFault(error))
        }
        return Preflight(
            stages: stages.complete(), failure: stages.failure,
            transcript: self.log.entries.flatMap { entry in
                entry.event.description.split(separator: "\n").map(String.init)
            })
    }

    private func resolve(_ stages: inout SMTPStages) async throws(SMTPError) {
        let host = self.settings.wireHost
        guard !HostAddresses.isAddress(host) else {
            return stages.skip("DNS", said: "\(host) is an address")
        }
        let start = ContinuousClock.now
        do throws(SMTPError) {
            let addresses = try await HostAddresses.resolve(host, limit: self.configuration.timeouts.connect)
            stages.pass("DNS", (ContinuousClock.now - start).milliseconds, said: addresses.joined(separator: ", "))
        } catch {
            stages.fail(
                "DNS", (ContinuousClock.now - start).milliseconds, said: "\(host): \(error.message)",
                advice: "check the spelling of host, and that this machine can ask DNS", failure: .unavailable)
            throw error
        }
    }

    private func submission() throws(SMTPError) -> Submission {
        try Submission(
            envelope: Envelope(reversePath: self.sender, forwardPaths: self.recipients), content: [])
    }

    /// Looks at a certificate that was not accepted, on a connection on which nothing else is said.
    private func certificateFault(_ error: SMTPError) async -> String? {
        guard error.code == .tlsFailed else { return nil }
        var settings = self.settings
        settings.credentials = nil
        settings.tls.trust = .anything
        settings.tls.checksServerIdentity = false
        settings.encryption = settings.encryption == .implicitTLS ? .implicitTLS : .requiredSTARTTLS
        guard var configuration = try? settings.clientConfiguration(self.context) else { return nil }
        configuration.timeouts.limit(to: self.context.stageTimeout)
        guard
            let connection = try? await SMTPClient.connect(
                host: settings.wireHost, port: settings.port, configuration: configuration)
        else { return nil }
        await connection.quit()
        return connection.tls?.certificate.map {
            SMTPAdvice.fault(of: $0, host: settings.wireHost, now: self.context.now)
        }
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
