// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME
internal import TenantConfiguration

extension ProviderValues {
    /// What the document amounts to for an SMTP server; `nil` where the server, or how to talk to it, cannot be read.
    mutating func smtpSettings() -> SMTPSettings? {
        var tls = TLSSettings(
            versions: self.tlsVersions(), trust: self.trust(),
            checksServerIdentity: self.bool("mail.smtp.ssl.checkserveridentity"))
        tls.namesVersions = self.entry("mail.smtp.ssl.protocols") != nil
        let (notify, extent) = (self.dsnNotify(), self.dsnReturn())
        let (envelopeFrom, localHost) = (self.envelopeFrom(), self.localHost())
        guard let host = self.validString("host"), let encryption = self.encryption(),
            let port = self.port(encryption), let signsIn = self.bool("auth.enable", or: "mail.smtp.auth")
        else { return nil }
        let standard = SMTPSettings.Timeouts()
        return SMTPSettings(
            host: host, port: port, encryption: encryption, tls: tls,
            credentials: signsIn ? self.credentials() : nil,
            timeouts: SMTPSettings.Timeouts(
                connect: self.milliseconds("connectiontimeout") ?? standard.connect,
                read: self.milliseconds("timeout") ?? standard.read,
                write: self.milliseconds("writetimeout") ?? standard.write),
            connectionLimit: self["threadPoolSize"]?.int ?? SMTPSettings.defaultConnectionLimit,
            localHost: localHost, saysEHLO: self.bool("mail.smtp.ehlo"),
            envelopeFrom: envelopeFrom, sendsPartially: self.bool("mail.smtp.sendpartial"),
            allowsEightBitMIME: self.bool("mail.smtp.allow8bitmime"), dsnNotify: notify, dsnReturn: extent)
    }

    private func encryption() -> SMTPSettings.Encryption? {
        guard let usesTLS = self.bool("ssl.enable", or: "mail.smtp.ssl.enable"),
            let usesSTARTTLS = self.bool("starttls.enable", or: "mail.smtp.starttls.enable")
        else { return nil }
        if usesTLS { return .implicitTLS }
        // Jakarta Mail says STARTTLS where it is required, enabled or not.
        if self.bool("mail.smtp.starttls.required") { return .requiredSTARTTLS }
        return usesSTARTTLS ? .opportunisticSTARTTLS : SMTPSettings.Encryption.none
    }

    private func port(_ encryption: SMTPSettings.Encryption) -> Int? {
        if self["port"] != nil || self.entry("mail.smtp.port") != nil {
            return self.int("port", or: "mail.smtp.port").flatMap { (1...65_535).contains($0) ? $0 : nil }
        }
        return encryption == .implicitTLS ? 465 : 25
    }

    /// A limit on waiting. What is below zero or not a number counts as absent.
    private func milliseconds(_ path: String) -> Int? {
        self.int(path, or: "mail.smtp." + path).flatMap { (0...Int(Int32.max)).contains($0) ? $0 : nil }
    }

    // MARK: Signing in

    private func credentials() -> SMTPSettings.Credentials {
        if self["auth.username"] == nil, let user = self.entry("mail.smtp.user") {
            return SMTPSettings.Credentials(
                username: user.value, password: self.secret("auth.password"), mechanisms: self.mechanisms())
        }
        let (username, password) = self.identity("auth.username", secret: "auth.password")
        return SMTPSettings.Credentials(username: username, password: password, mechanisms: self.mechanisms())
    }

    /// What `mail.smtp.auth.mechanisms` says, or the default less what is disabled: a list of one's own disables none.
    private func mechanisms() -> [String] {
        if let words = self.words("mail.smtp.auth.mechanisms") { return words.map(\.asciiUppercased) }
        return SMTPSettings.Credentials.mechanismsOfJakartaMail.filter {
            !self.bool("mail.smtp.auth.\($0.asciiLowercased).disable")
        }
    }

    // MARK: TLS

    private mutating func tlsVersions() -> ClosedRange<TLSSettings.Version> {
        let standard = TLSSettings().versions
        guard let entry = self.entry("mail.smtp.ssl.protocols"), let words = self.words(entry.name) else {
            return standard
        }
        var versions: [TLSSettings.Version] = []
        for word in words {
            if let version = TLSSettings.Version(javaName: word) {
                versions.append(version)
            } else {
                self.problems.append(
                    Problem(
                        .outOfRange, "\(entry.name) names “\(word)”, which is no version of TLS", at: entry.location,
                        fix: "write TLSv1.2, TLSv1.3, or both with a space between them"))
            }
        }
        guard let least = versions.min(), let greatest = versions.max() else { return standard }
        return least...greatest
    }

    private func trust() -> TLSSettings.Trust {
        guard let words = self.words("mail.smtp.ssl.trust"), !words.isEmpty else { return .roots }
        return words == ["*"] ? .anything : .hosts(words)
    }

    // MARK: The envelope

    private mutating func envelopeFrom() -> String? {
        guard let entry = self.entry("mail.smtp.from") else { return nil }
        do throws(AddressError) {
            _ = try AddrSpec(entry.value)
            return entry.value
        } catch {
            self.problems.append(
                Problem(
                    .outOfRange, "mail.smtp.from is not an address: \(error.message)", at: entry.location,
                    fix: "write an address without a name, such as bounces@example.com"))
            return nil
        }
    }

    private mutating func localHost() -> String? {
        guard let entry = self.entry("mail.smtp.localhost") else { return nil }
        do throws(AddressError) {
            return try Domain(entry.value).ascii
        } catch {
            self.problems.append(
                Problem(
                    .outOfRange, "mail.smtp.localhost is not a host name: \(error.message)", at: entry.location,
                    fix: "write the name of the sending host, such as mail.example.com"))
            return nil
        }
    }

    /// NOTIFY= of RFC 3461, section 4.1.
    private mutating func dsnNotify() -> String? {
        guard let entry = self.entry("mail.smtp.dsn.notify") else { return nil }
        let words = entry.value.asciiUppercased.utf8.split(separator: .ascii(","), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let allowed = ["SUCCESS", "FAILURE", "DELAY"]
        if words == ["NEVER"] || words.allSatisfy(allowed.contains) { return words.joined(separator: ",") }
        self.problems.append(
            Problem(
                .outOfRange, "mail.smtp.dsn.notify is not what RFC 3461 allows", at: entry.location,
                fix: "write NEVER, or SUCCESS, FAILURE and DELAY with commas between them"))
        return nil
    }

    /// RET= of RFC 3461, section 4.3.
    private mutating func dsnReturn() -> String? {
        guard let entry = self.entry("mail.smtp.dsn.ret") else { return nil }
        let word = entry.value.asciiUppercased
        if ["FULL", "HDRS"].contains(word) { return word }
        self.problems.append(
            Problem(
                .outOfRange, "mail.smtp.dsn.ret is not what RFC 3461 allows", at: entry.location,
                fix: "write FULL or HDRS"))
        return nil
    }
}

extension TLSSettings.Version {
    /// Reads a name as Java has it: `TLSv1.2`.
    init?(javaName name: String) {
        switch name {
        case "TLSv1": self = .tls10
        case "TLSv1.1": self = .tls11
        case "TLSv1.2": self = .tls12
        case "TLSv1.3": self = .tls13
        default: return nil
        }
    }
}
