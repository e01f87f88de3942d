// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension JakartaMailProperty {
    /// All properties that count when mail is sent, and those that look as if they did.
    public static let all: [JakartaMailProperty] =
        Self.connection + Self.encryption + Self.authentication + Self.transaction + Self.proxies + Self.session
        + Self.system

    private static let connection: [JakartaMailProperty] = [
        .honoured("mail.smtp.host", .string, field: "host"),
        .honoured("mail.smtp.port", .int, "25", field: "port"),
        .honoured("mail.smtp.connectiontimeout", .int, "300000", field: "connectiontimeout"),
        .honoured("mail.smtp.timeout", .int, "300000", field: "timeout"),
        .honoured("mail.smtp.writetimeout", .int, "300000", field: "writetimeout"),
        .honoured("mail.smtp.localhost", .string),
        .honoured("mail.smtp.ehlo", .bool, "true"),
        .reported("mail.smtp.localaddress", .string, "connects from this address"),
        .reported("mail.smtp.localport", .int, "connects from this port"),
        .reported("mail.smtp.userset", .bool, "false", "checks connections with RSET, not NOOP"),
        .reported("mail.smtp.noop.strict", .bool, "true", "asks for 250 in reply to NOOP"),
        .reported("mail.smtp.quitwait", .bool, "true", "waits for the reply to QUIT unless this is false"),
        .reported("mail.smtp.quitonsessionreject", .bool, "false", "says QUIT to a server that refuses the session"),
        .reported("mail.smtp.usesocketchannels", .bool, "false", "connects through a SocketChannel"),
    ]

    private static let encryption: [JakartaMailProperty] = [
        .honoured("mail.smtp.starttls.enable", .bool, "false", field: "starttls.enable"),
        .honoured("mail.smtp.starttls.required", .bool, "false"),
        .honoured("mail.smtp.ssl.enable", .bool, "false", field: "ssl.enable"),
        .honoured("mail.smtp.ssl.protocols", .words, "TLSv1.2"),
        .honoured("mail.smtp.ssl.trust", .words),
        .honoured("mail.smtp.ssl.checkserveridentity", .bool, "true"),
        .reported("mail.smtp.ssl.ciphersuites", .words, "offers these cipher suites only"),
        .reported("mail.smtp.ssl.hostnameverifier", .string, "takes this object to check the server's name"),
        .reported("mail.smtp.ssl.hostnameverifier.class", .string, "takes this class to check the server's name"),
        .reported("mail.smtp.ssl.socketFactory", .string, "makes TLS connections with this object"),
        .reported("mail.smtp.ssl.socketFactory.class", .string, "makes TLS connections with this class"),
        .reported("mail.smtp.ssl.socketFactory.port", .int, "connects to this port for TLS"),
        .reported("mail.smtp.socketFactory", .string, "makes connections with this object"),
        .reported("mail.smtp.socketFactory.class", .string, "makes connections with this class"),
        .reported("mail.smtp.socketFactory.port", .int, "connects to this port with the socket factory"),
        .reported("mail.smtp.socketFactory.fallback", .bool, "true", "connects without the socket factory if it fails"),
    ]

    private static let authentication: [JakartaMailProperty] = [
        .honoured("mail.smtp.auth", .bool, "false", field: "auth.enable"),
        .honoured("mail.smtp.user", .string, field: "auth.username"),
        .honoured("mail.smtp.auth.mechanisms", .words, "LOGIN PLAIN DIGEST-MD5 NTLM"),
        .honoured("mail.smtp.auth.login.disable", .bool, "false"),
        .honoured("mail.smtp.auth.plain.disable", .bool, "false"),
        .honoured("mail.smtp.auth.digest-md5.disable", .bool, "false"),
        .honoured("mail.smtp.auth.ntlm.disable", .bool, "false"),
        .honoured("mail.smtp.auth.xoauth2.disable", .bool, "true"),
        .reported(
            "mail.smtp.auth.xoauth2.two.line.authentication.format", .bool, "false",
            "sends AUTH XOAUTH2 and the token on lines of their own"),
        .reported("mail.smtp.auth.ntlm.domain", .string, "signs in to this NTLM domain"),
        .reported("mail.smtp.auth.ntlm.flags", .int, "signs in with these NTLM flags"),
        .reported("mail.smtp.auth.ntlm.v2", .bool, "true", "signs in with NTLM version 2 unless this is false"),
        .reported("mail.smtp.submitter", .string, "names this submitter in AUTH= of MAIL"),
        .reported("mail.smtp.sasl.enable", .bool, "false", "signs in through Java's SASL"),
        .reported("mail.smtp.sasl.mechanisms", .words, "tries these mechanisms of Java's SASL"),
        .reported("mail.smtp.sasl.authorizationid", .string, "acts as this user"),
        .reported("mail.smtp.sasl.realm", .string, "signs in to this realm of DIGEST-MD5"),
        .reported(
            "mail.smtp.sasl.usecanonicalhostname", .bool, "false", "gives SASL the server's canonical name"),
    ]

    private static let transaction: [JakartaMailProperty] = [
        .honoured("mail.mime.allowutf8", .bool, "false"),
        .honoured("mail.smtp.from", .string),
        .honoured("mail.smtp.sendpartial", .bool, "false"),
        .honoured("mail.smtp.allow8bitmime", .bool, "false"),
        .honoured("mail.smtp.dsn.notify", .string),
        .honoured("mail.smtp.dsn.ret", .string),
        .reported("mail.smtp.reportsuccess", .bool, "false", "takes every message that is sent for a failure"),
        .reported("mail.smtp.chunksize", .int, "-1", "sends BDAT in chunks where the server offers CHUNKING"),
        .reported("mail.smtp.mailextension", .string, "appends this to MAIL"),
        .reported("mail.smtp.class", .string, "sends through this Java class"),
    ]

    private static let proxies: [JakartaMailProperty] = [
        .reported("mail.smtp.proxy.host", .string, "connects through this HTTP proxy"),
        .reported("mail.smtp.proxy.port", .int, "80", "connects to this port of the HTTP proxy"),
        .reported("mail.smtp.proxy.user", .string, "signs in to the HTTP proxy with this name"),
        .reported("mail.smtp.proxy.password", .string, "signs in to the HTTP proxy with this password", isSecret: true),
        .reported("mail.smtp.socks.host", .string, "connects through this SOCKS5 proxy"),
        .reported("mail.smtp.socks.port", .int, "1080", "connects to this port of the SOCKS5 proxy"),
    ]

    private static let session: [JakartaMailProperty] = [
        .reported("mail.debug", .bool, "false", "writes the protocol to its log", field: "debug"),
        .reported("mail.debug.auth", .bool, "false", "writes sign-ins to its log where debug is on"),
        .reported("mail.debug.auth.username", .bool, "true", "writes the user name to its log where debug is on"),
        .reported("mail.debug.auth.password", .bool, "false", "writes the password to its log where debug is on"),
        .reported("mail.mime.address.strict", .bool, "true", "reads addresses in received header fields strictly"),
        .ignored("mail.from", .string, "the provider's from is used"),
        .ignored("mail.host", .string, "host is used"),
        .ignored("mail.user", .string, "auth.username is used"),
        .ignored("mail.transport.protocol", .string, "the protocol is always smtp"),
        .ignored("mail.store.protocol", .string, "no mail is read"),
        .ignored("mail.alternates", .string, "it is for replies"),
        .ignored("mail.replyallcc", .bool, "it is for replies"),
    ]

    /// What `jakarta.mail.internet` reads from the properties of the Java process.
    private static let system: [JakartaMailProperty] = [
        "mail.mime.charset", "mail.mime.encodefilename", "mail.mime.decodefilename", "mail.mime.encodeparameters",
        "mail.mime.decodeparameters", "mail.mime.foldtext", "mail.mime.foldencodedwords", "mail.mime.decodetext.strict",
        "mail.mime.encodeeol.strict", "mail.mime.parameters.strict", "mail.mime.setcontenttypefilename",
        "mail.mime.setdefaulttextcharset", "mail.mime.windowsfilenames", "mail.mime.applefilenames",
        "mail.mime.contenttypehandler", "mail.mime.contentdisposition.strict", "mail.mime.ignoreunknownencoding",
        "mail.mime.ignoremultipartencoding", "mail.mime.ignorewhitespacelines",
        "mail.mime.address.usecanonicalhostname",
        "mail.mime.base64.ignoreerrors", "mail.mime.uudecode.ignoreerrors", "mail.mime.cachemultipart",
        "mail.mime.multipart.allowempty", "mail.mime.multipart.ignoreexistingboundaryparameter",
        "mail.mime.multipart.ignoremissingboundaryparameter", "mail.mime.multipart.ignoremissingendboundary",
    ].map { .ignored($0, .string, "Jakarta Mail reads it from the Java process, not from the session") }

    private static func honoured(
        _ name: String, _ type: ValueType, _ defaultValue: String? = nil, field: String? = nil
    ) -> JakartaMailProperty {
        JakartaMailProperty(name: name, type: type, defaultValue: defaultValue, effect: .honoured, field: field)
    }

    private static func reported(
        _ name: String, _ type: ValueType, _ defaultValue: String, _ meaning: String, field: String? = nil
    ) -> JakartaMailProperty {
        JakartaMailProperty(
            name: name, type: type, defaultValue: defaultValue, effect: .reported(meaning: meaning), field: field)
    }

    private static func reported(
        _ name: String, _ type: ValueType, _ meaning: String, isSecret: Bool = false
    ) -> JakartaMailProperty {
        JakartaMailProperty(name: name, type: type, effect: .reported(meaning: meaning), isSecret: isSecret)
    }

    private static func ignored(_ name: String, _ type: ValueType, _ reason: String) -> JakartaMailProperty {
        JakartaMailProperty(name: name, type: type, effect: .ignored(reason: reason))
    }
}
