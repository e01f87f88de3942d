// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import TenantConfiguration

extension ProviderValues {
    /// What the document amounts to for Microsoft Graph; `nil` where an endpoint or the scopes cannot be read.
    func graphSettings() -> GraphSettings? {
        guard let mailEndpoint = self.validString("mailEndpoint"),
            let tokenEndpoint = self.validString("auth.tokenEndpoint"),
            let scopes = self["auth.scope"]?.list
        else { return nil }
        let (clientID, clientSecret) = self.identity("auth.clientId", secret: "auth.clientSecret")
        var settings = GraphSettings(
            mailEndpoint: mailEndpoint, tokenEndpoint: tokenEndpoint, clientID: clientID, clientSecret: clientSecret,
            scopes: scopes.map(\.string))
        if let delimiter = self.string("auth.scopeDelimiter") { settings.scopeDelimiter = delimiter }
        if let wait = self["connectiontimeout"]?.int ?? self["connectionTimeout"]?.int {
            settings.connectTimeout = wait
        }
        if let wait = self["socketTimeout"]?.int { settings.readTimeout = wait }
        if let size = self["threadPoolSize"]?.int { settings.concurrency = size }
        if let count = self["maxConnections"]?.int { settings.concurrency = min(settings.concurrency, count) }
        if let agent = self.string("userAgent") { settings.userAgent = agent }
        if let retries = self["retryRequests"]?.bool { settings.retriesRequests = retries }
        if let reuses = self["reuseConnections"]?.bool { settings.reusesConnections = reuses }
        if let version = self.string("tlsVersion").flatMap(TLSSettings.Version.init(javaName:)) {
            settings.tlsVersions = version...version
        }
        // A misspelt verifier must not turn the check off.
        settings.checksServerIdentity = self.string("hostnameVerifier") != "ALLOW_ALL"
        settings.proxy = self.proxy()
        return settings
    }

    private func proxy() -> GraphSettings.Proxy? {
        guard let uri = self.string("proxy.proxyUri") else { return nil }
        guard self["proxy.userName"] != nil || self["proxy.password"] != nil else {
            return GraphSettings.Proxy(uri: uri)
        }
        let (username, password) = self.identity("proxy.userName", secret: "proxy.password")
        return GraphSettings.Proxy(uri: uri, username: username, password: password)
    }
}
