// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension EmailProvider {
    /// What the settings really protect, as a sentence without a full stop.
    public var encryptionSummary: String {
        switch self.kind {
        case .builtIn where self.location == nil: "none, and none is needed: the server is on this machine"
        case .builtIn: "the built-in server is part of the tenant: its connection is not configured here"
        case .smtp: self.smtp?.encryptionSummary ?? "not known, because a setting that it depends on cannot be read"
        case .msgraph:
            self.graph.map { "HTTPS" + ($0.checksServerIdentity ? "" : ", but the server's name is not checked") }
                ?? "HTTPS, once the settings can be read"
        }
    }
}

extension SMTPSettings {
    /// What the settings really protect, as a sentence without a full stop.
    public var encryptionSummary: String {
        let what = self.credentials == nil ? "messages" : "the password and messages"
        let doubts = self.tls.doubts.map { ", but " + $0 } ?? ""
        return switch self.encryption {
        case .none: "none: \(what) go over the network in the clear"
        case .opportunisticSTARTTLS:
            "STARTTLS if the server offers it; AIC continues in the clear if not"
                + (self.credentials == nil ? "" : ", password included") + doubts
        case .requiredSTARTTLS: "STARTTLS always: without it no mail is sent" + doubts
        case .implicitTLS: "TLS from the first byte" + doubts
        }
    }
}

extension TLSSettings {
    /// Why the other end may be someone else.
    fileprivate var doubts: String? {
        switch self.trust {
        case .anything: "any certificate is accepted, so anyone can pretend to be the server"
        case .hosts: "certificates of the trusted hosts are accepted whoever signed them"
        case .roots:
            self.checksServerIdentity ? nil : "the server's name is not checked, so others can pretend to be it"
        }
    }
}
