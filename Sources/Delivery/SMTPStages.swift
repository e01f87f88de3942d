// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailProvider
internal import SMTP

/// The stages that a pre-flight reports, made of what was said.
struct SMTPStages {
    private let settings: SMTPSettings
    private let isRehearsal: Bool
    private let now: Int
    /// The mechanisms that the server offered last.
    private var mechanisms: [SASLMechanism] = []
    private var stages: [DeliveryStage] = []
    private var isEncrypted = false
    private(set) var failure: DeliveryFailure?

    /// - Parameter now: What time it is, in seconds since 1 January 1970, 00:00 UTC.
    init(settings: SMTPSettings, isRehearsal: Bool, now: Int) {
        self.settings = settings
        self.isRehearsal = isRehearsal
        self.now = now
    }

    mutating func pass(_ kind: DeliveryStage.Kind, _ duration: Int, said: String?, advice: String? = nil) {
        self.stages.append(
            DeliveryStage(kind, result: .passed, duration: duration, said: said, advice: advice))
    }

    mutating func skip(_ kind: DeliveryStage.Kind, said: String, advice: String? = nil) {
        self.stages.append(DeliveryStage(kind, result: .skipped, said: said, advice: advice))
    }

    mutating func fail(
        _ kind: DeliveryStage.Kind, _ duration: Int, said: String?, advice: String?, failure: DeliveryFailure
    ) {
        self.failure = self.failure ?? failure
        // Whoever ends by itself says so after QUIT.
        self.stages.insert(
            DeliveryStage(kind, result: .failed, duration: duration, said: said, advice: advice),
            at: self.place(of: kind, in: self.stages))
    }

    // MARK: From a session

    mutating func add(_ entries: [SessionLog.Entry]) {
        var mechanism = "AUTH"
        var sent = ""
        for entry in entries {
            switch entry.event {
            case .connected(let address):
                self.pass(.connect, entry.duration, said: address)
            case .sent(let stage, let text):
                if stage == .auth, text.utf8.starts(with: "AUTH ".utf8) {
                    mechanism = text.split(separator: " ").dropFirst().first.map(String.init) ?? mechanism
                }
                if stage == .helo { self.pardonEHLO() }
                sent = text
            case .encrypted(let description):
                self.isEncrypted = true
                let concern = description.certificate.flatMap {
                    SMTPAdvice.concern(about: $0, settings: self.settings, now: self.now)
                }
                self.pass(self.tls, entry.duration, said: description.summary, advice: concern)
            case .received(let stage, let reply):
                self.add(stage, reply, entry.duration, sent: sent, mechanism: mechanism)
            }
        }
    }

    /// A server that refuses EHLO and is asked by HELO has not failed.
    private mutating func pardonEHLO() {
        guard let index = self.stages.lastIndex(where: { $0.kind == self.ehlo }) else { return }
        self.stages[index].result = .skipped
        self.failure = nil
    }

    private var tls: DeliveryStage.Kind { self.settings.encryption == .implicitTLS ? .tls : .starttls }

    private mutating func add(
        _ stage: SessionStage, _ reply: Reply, _ duration: Int, sent: String, mechanism: String
    ) {
        let isPositive = reply.code.severity == .positiveCompletion
        switch stage {
        case .ehlo where isPositive:
            let extensions = Extensions(parsing: reply)
            let offers = extensions.entries.map { entry in
                ([entry.keyword.name] + entry.parameters).joined(separator: " ")
            }
            self.mechanisms = extensions.authMechanisms
            self.pass(self.ehlo, duration, said: offers.joined(separator: ", "))
            self.noteMissingSTARTTLS(in: extensions)
        case .starttls where reply.code == .serviceReady, .auth where reply.code == .authenticationChallenge, .ready:
            break
        case .auth where isPositive:
            self.pass(.auth, duration, said: "\(mechanism): \(reply)", advice: self.advice(onSigningInBy: mechanism))
        case .mail where isPositive, .rcpt where isPositive, .content where isPositive:
            self.pass(stage.kind, duration, said: "\(sent): \(reply)")
        case .data where reply.code.severity == .positiveIntermediate:
            self.pass(stage.kind, duration, said: reply.description)
        case _ where isPositive:
            self.pass(stage.kind, duration, said: reply.description)
        default:
            self.fail(
                stage == .ehlo ? self.ehlo : stage.kind, duration,
                said: stage == .mail || stage == .rcpt ? "\(sent): \(reply)" : reply.description, advice: nil,
                failure: .unavailable)
        }
    }

    private var ehlo: DeliveryStage.Kind {
        self.isEncrypted && self.settings.encryption != .implicitTLS ? .ehloUnderTLS : .ehlo
    }

    private mutating func noteMissingSTARTTLS(in extensions: Extensions) {
        guard self.settings.encryption == .opportunisticSTARTTLS, !self.isEncrypted, !extensions.contains(.starttls)
        else { return }
        self.skip(
            .starttls, said: "the server does not offer it",
            advice: self.settings.credentials == nil
                ? "AIC would send the mail in the clear; mail.smtp.starttls.required=true forbids that"
                : "AIC would send the password in the clear; mail.smtp.starttls.required=true forbids that")
    }

    private func advice(onSigningInBy mechanism: String) -> String? {
        let advice = [
            SMTPAdvice.advice(
                onSigningInBy: mechanism, allowed: self.settings.credentials?.mechanisms ?? [],
                offered: self.mechanisms),
            self.isEncrypted ? nil : SMTPAdvice.advice(onSigningInTheClearBy: mechanism),
        ].compactMap(\.self)
        return advice.isEmpty ? nil : advice.joined(separator: "; ")
    }

    // MARK: Ends

    mutating func finish(with outcome: SubmissionOutcome, after duration: Int) {
        let refusals: [SubmissionOutcome.Refusal]
        switch outcome {
        case .refused(let refusal), .temporary(let refusal): refusals = [refusal]
        case .rehearsed(let refused), .sent(_, let refused): refusals = refused
        case .unknown(let error):
            return self.fail(with: error, after: duration, because: nil, as: .unknown)
        case .notAttempted: refusals = []
        }
        guard let refusal = refusals.first else { return }
        self.failure = refusal.failure
        self.advise(stage: refusal.stage.kind, SMTPAdvice.advice(on: refusal))
    }

    /// Ends with an error, which belongs to the last stage if that failed, and to the next one otherwise.
    ///
    /// - Parameter cause: What is wrong with the server's certificate, if it is that.
    mutating func fail(
        with error: SMTPError, after duration: Int, because cause: String?, as failure: DeliveryFailure? = nil
    ) {
        let advice = failure == .unknown ? SMTPAdvice.onUnknown : SMTPAdvice.advice(on: error, settings: self.settings)
        let said = cause.map { "\(error.message): \($0)" } ?? error.message
        if self.failure != nil {
            // The resolver has said what it had to say.
            guard self.stages.last?.kind != .dns else { return }
            self.failure = failure ?? error.failure
            self.advise(stage: nil, advice)
            if error.reply == nil { self.say(said) }
            return
        }
        let kind = self.kind(of: error)
        let promise = self.takeFalsePromise(of: kind, error)
        self.fail(
            kind, duration, said: [promise, said].compactMap(\.self).joined(separator: "; "), advice: advice,
            failure: failure ?? error.failure)
    }

    /// Adds to what was found out about TLS, which has passed, and to what to do about it.
    mutating func noteOnTLS(said: String, advice: String?) {
        guard let index = self.stages.lastIndex(where: { $0.kind == self.tls }) else { return }
        self.stages[index].said = [self.stages[index].said, said].compactMap(\.self).joined(separator: "; ")
        guard let advice else { return }
        self.stages[index].advice = [self.stages[index].advice, advice].compactMap(\.self).joined(separator: "; ")
    }

    /// Takes back a stage that seemed to pass: the reply sounds like success, and is the fault itself.
    private mutating func takeFalsePromise(of kind: DeliveryStage.Kind, _ error: SMTPError) -> String? {
        guard error.reply != nil || error.code == .authenticationFailed, let last = self.stages.last,
            last.kind == kind, last.result == .passed
        else { return nil }
        return self.stages.removeLast().said
    }

    private func kind(of error: SMTPError) -> DeliveryStage.Kind {
        switch error.code {
        case .tlsFailed, .startTLSNotOffered, .startTLSRefused: return self.tls
        case .cleartextCredentials, .authenticationNotOffered, .noCommonMechanism, .mechanismNotImplemented:
            return .auth
        case .smtpUTF8NotOffered, .eightBitMIMENotOffered, .messageTooBig: return .mail
        default: break
        }
        // TLS comes before the greeting, and a server that does not speak it says nothing at all.
        if error.stage == .greeting, self.settings.encryption == .implicitTLS, !self.isEncrypted { return .tls }
        return error.stage == .ehlo ? self.ehlo : error.stage.kind
    }

    private mutating func advise(stage kind: DeliveryStage.Kind?, _ advice: String?) {
        guard
            let index = self.stages.lastIndex(where: { $0.result == .failed && (kind == nil || $0.kind == kind) })
        else { return }
        self.stages[index].advice = advice
    }

    private mutating func say(_ text: String) {
        guard let index = self.stages.lastIndex(where: { $0.result == .failed }) else { return }
        self.stages[index].said = [self.stages[index].said, text].compactMap(\.self).joined(separator: "; ")
    }

    /// All stages, with those that were not reached.
    func complete() -> [DeliveryStage] {
        var stages = self.stages
        for kind in self.expected where !stages.contains(where: { $0.kind == kind }) {
            let said = kind == .auth && self.settings.credentials == nil ? "auth.enable is false" : nil
            guard self.failure != nil || said != nil else { continue }
            let place = self.place(of: kind, in: stages)
            stages.insert(DeliveryStage(kind, result: .skipped, said: said), at: place)
        }
        return stages
    }

    private var expected: [DeliveryStage.Kind] {
        var kinds: [DeliveryStage.Kind] = [.dns, .connect]
        switch self.settings.encryption {
        case .implicitTLS: kinds += [.tls, .greeting, .ehlo]
        case .none: kinds += [.greeting, .ehlo]
        case .requiredSTARTTLS, .opportunisticSTARTTLS: kinds += [.greeting, .ehlo, .starttls]
        }
        return kinds + [.auth, .mail, .rcpt] + (self.isRehearsal ? [] : [.data, .message])
    }

    /// Before the first stage that comes after it.
    private func place(of kind: DeliveryStage.Kind, in stages: [DeliveryStage]) -> Int {
        let later = (self.expected + [.rset, .quit]).drop { $0 != kind }.dropFirst()
        return stages.firstIndex { later.contains($0.kind) } ?? stages.count
    }
}

extension SessionStage {
    /// The stage as a report has it.
    fileprivate var kind: DeliveryStage.Kind {
        switch self {
        case .connect: .connect
        case .greeting: .greeting
        case .ehlo: .ehlo
        case .helo: .helo
        case .starttls: .starttls
        case .auth: .auth
        // What goes wrong between messages keeps the next one from beginning.
        case .ready, .mail: .mail
        case .rcpt: .rcpt
        case .data: .data
        case .content: .message
        case .rset: .rset
        case .quit: .quit
        }
    }
}

extension TLSDescription {
    /// The version, whose certificate it is, and until when it is valid.
    fileprivate var summary: String {
        guard let certificate = self.certificate else { return self.description }
        return "\(self), valid until \(DateTime(secondsSinceEpoch: certificate.notAfter).day)"
    }
}
