// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
package import Composition
package import MIME

extension GraphClient {
    /// Goes through the stages of sending without sending: settings, the connection to the token endpoint and the token,
    /// its claims, the connection to Graph, and the mailbox against those who are to send.
    ///
    /// - Parameters:
    ///   - senders: The senders to compare with the mailbox of the endpoint.
    ///   - limit: The longest time for each request and its reply, where that of the transport is longer.
    package func check(senders: [AddrSpec], limit: Duration? = nil) async -> StageLog {
        var stages = Preflight()
        await self.check(senders: senders, limit: limit, stages: &stages)
        return stages.log
    }

    private func check(senders: [AddrSpec], limit: Duration?, stages: inout Preflight) async {
        let tokenRequest: TokenRequest
        let url: EndpointURL
        do throws(GraphError) {
            (tokenRequest, url) = try self.targets()
        } catch {
            return stages.fail(.settings, error)
        }
        stages.pass(
            .settings,
            said:
                "application \(self.settings.clientID.escapedForDisplay), scope \(tokenRequest.key.scope.escapedForDisplay)"
        )

        let (attempt, duration) = await Preflight.timed { await self.requestToken(tokenRequest, limit: limit) }
        guard let reply = attempt.reply else {
            return stages.fail(.signInConnection, attempt.error ?? .cancelled, duration: duration)
        }
        let connected = reply.connection?.duration ?? .zero
        stages.pass(.signInConnection, duration: connected, said: reply.connection.said(for: tokenRequest.key.endpoint))
        let token: AccessToken
        do throws(GraphError) {
            token = try attempt.result.get()
        } catch {
            return stages.fail(.token, error, duration: duration - connected)
        }
        stages.pass(.token, duration: duration - connected, said: "good for \(token.lifetime) s")
        stages.add(.claims, self.claims(of: token, for: url))
        guard !stages.hasFailed else { return }

        await self.checkConnection(to: url, limit: limit, stages: &stages)
        guard !stages.hasFailed else { return }
        stages.add(.mailbox, self.mailbox(of: url, senders: senders))
    }

    /// Asks without a token, so that nothing is sent: any answer shows that there is somebody.
    private func checkConnection(to url: EndpointURL, limit: Duration?, stages: inout Preflight) async {
        var get = HTTPRequest(.get, url, userAgent: self.settings.userAgent)
        get.limit = limit
        let (result, duration) = await Preflight.timed { () async -> Result<HTTPReply, HTTPFailure> in
            do throws(HTTPFailure) {
                return .success(try await self.transport.reply(to: get))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(var failure):
            failure.mayHaveArrived = false
            stages.fail(.graphConnection, GraphError(failure), duration: duration)
        case .success(let reply):
            if let error = reply.redirection(of: url, words: ServerWords(hiding: [])) {
                return stages.fail(.graphConnection, error, duration: duration)
            }
            stages.pass(.graphConnection, duration: duration, said: reply.connection.said(for: url))
        }
    }

    private func claims(of token: AccessToken, for url: EndpointURL) -> Preflight.Finding {
        guard let claims = AccessTokenClaims(token: token.secret.bytes) else {
            return Preflight.Finding(.passed, said: "the token cannot be read here; Graph will decide")
        }
        let words = ServerWords(hiding: [token.secret])
        let audience = claims.audience.map(words.shown).joined(separator: ", ")
        guard claims.audience.contains(where: { Self.isGraph($0, host: url.host) }) else {
            return Preflight.Finding(.failed, said: "the token is for \(audience), not for \(url.host)", step: .scope)
        }
        if let expiry = claims.expiry, expiry <= self.environment.now() {
            return Preflight.Finding(
                .failed, said: "the token ended at \(DateTime(secondsSinceEpoch: expiry))",
                advice: "set the clock of this machine, or that of the token endpoint")
        }
        guard claims.roles.contains(where: "Mail.Send".hasSameBytes) else {
            let has = claims.roles.isEmpty ? "no roles" : claims.roles.map(words.shown).joined(separator: ", ")
            let isDelegated = claims.scopes?.utf8.split(separator: .space).contains {
                $0.elementsEqual("Mail.Send".utf8)
            }
            return Preflight.Finding(
                .failed,
                said: "the token has \(has), and needs Mail.Send"
                    + (isDelegated == true ? "; it has the delegated permission only" : ""),
                step: .permission)
        }
        let expiry = claims.expiry.map { ", until \(DateTime(secondsSinceEpoch: $0))" } ?? ""
        return Preflight.Finding(.passed, said: "Mail.Send for \(audience)\(expiry)")
    }

    /// Whether an audience is Graph: by the host that is asked, or by the application ID that Graph has in every cloud.
    private static func isGraph(_ audience: String, host: String) -> Bool {
        if audience.utf8.elementsEqual("00000003-0000-0000-c000-000000000000".utf8) { return true }
        let prefix = "https://".utf8
        guard audience.utf8.startsIgnoringASCIICase(with: prefix) else { return false }
        return audience.utf8.dropFirst(prefix.count).prefix { $0 != .ascii("/") }.equalsIgnoringASCIICase(host.utf8)
    }

    private func mailbox(of url: EndpointURL, senders: [AddrSpec]) -> Preflight.Finding {
        guard let user = url.user else {
            return Preflight.Finding(
                .failed, said: "mailEndpoint does not name a mailbox as …/users/{address}/sendMail", step: .mailbox)
        }
        let shown = user.escapedForDisplay
        guard user.utf8.contains(.ascii("@")) else {
            return Preflight.Finding(
                .passed,
                said: "mailEndpoint names the mailbox by its ID \(shown), which cannot be compared with the sender",
                advice: "write its address, so that it can be compared")
        }
        let others = senders.filter { !$0.serialized.utf8.equalsIgnoringASCIICase(user.utf8) }
        guard let other = others.first else { return Preflight.Finding(.passed, said: shown) }
        return Preflight.Finding(
            .passed, said: "\(shown) sends as another mailbox, \(other.serialized)", advice: AzureStep.sendAs.advice)
    }
}

extension HTTPReply.Connection? {
    fileprivate func said(for url: EndpointURL) -> String {
        guard let connection = self else { return url.host }
        return "\(url.host) (\(connection.address)), \(connection.tlsVersion)"
    }
}
