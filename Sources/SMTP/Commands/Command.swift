// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText
public import MIME

/// What a client asks of a server (RFC 5321, section 4.1.1).
public enum Command: Hashable, Sendable {
    /// Introduces the client and asks for the extensions.
    case ehlo(EHLODomain)
    /// Introduces the client, without extensions.
    case helo(EHLODomain)
    /// Begins a transaction. `nil` is the null reverse-path `<>`.
    case mail(reversePath: AddrSpec?, MailParameters = MailParameters())
    /// Names one recipient.
    case rcpt(forwardPath: AddrSpec, [ESMTPParameter] = [])
    /// Asks to send the content.
    case data
    /// Ends the transaction.
    case rset
    /// Asks for nothing.
    case noop(String? = nil)
    /// Ends the session.
    case quit
    /// Asks whether a mailbox exists.
    case vrfy(String)
    /// Asks for help.
    case help(String? = nil)
    /// Asks for TLS (RFC 3207).
    case starttls
    /// Authenticates (RFC 4954). The response is raw; base64 is a matter of the wire.
    case auth(SASLMechanism, initialResponse: [UInt8]? = nil)
    /// Anything else.
    case unknown(Verb)

    /// The word the command begins with.
    public var verb: Verb {
        switch self {
        case .ehlo: .ehlo
        case .helo: .helo
        case .mail: .mail
        case .rcpt: .rcpt
        case .data: .data
        case .rset: .rset
        case .noop: .noop
        case .quit: .quit
        case .vrfy: .vrfy
        case .help: .help
        case .starttls: .starttls
        case .auth: .auth
        case .unknown(let verb): verb
        }
    }
}

extension Command {
    /// The command as one line on the wire, without CR LF.
    ///
    /// - Throws: An argument that could end the line is an error; nothing is written then.
    package var wireText: WireText {
        get throws(CommandSyntaxError) {
            do {
                return try self.joinedWireText
            } catch let error as CommandSyntaxError {
                throw CommandSyntaxError(error.code, error.message, verb: self.verb)
            } catch let error as WireTextError {
                throw CommandSyntaxError(
                    .controlCharacter, "an argument of \(self.verb) holds \(error)", verb: self.verb)
            } catch {
                throw CommandSyntaxError(.controlCharacter, "\(error)", verb: self.verb)
            }
        }
    }

    /// Whether the line is one that every server takes: 512 octets with CR LF (RFC 5321, section 4.5.3.1.4).
    var fitsOnLine: Bool {
        (try? self.wireText).map { $0.bytes.count + 2 <= 512 } ?? false
    }

    /// The command as a transcript shows it: without credentials.
    var transcript: String {
        if case .auth(let mechanism, _?) = self { return "AUTH \(mechanism.name) \(SecretRedactor.mask)" }
        return (try? self.wireText).map { DisplayText.escape($0.bytes) } ?? self.verb.name
    }

    private var joinedWireText: WireText {
        get throws {
            var text = try WireText(validating: self.verb.name)
            switch self {
            case .ehlo(let domain), .helo(let domain):
                text.append(try domain.wireText)
            case .mail(let reversePath, let parameters):
                text.append("FROM:<" + (try reversePath?.wireText ?? "") + ">")
                for parameter in try parameters.list { text.append(try parameter.wireText) }
            case .rcpt(let forwardPath, let parameters):
                text.append("TO:<" + (try forwardPath.wireText) + ">")
                for parameter in parameters { text.append(try parameter.wireText) }
            case .vrfy(let argument), .noop(.some(let argument)), .help(.some(let argument)):
                text.append(try WireText(validating: argument, as: .utf8))
            case .auth(let mechanism, let response):
                text.append(try mechanism.wireText)
                // An empty response is written as "=": RFC 4954, section 4.
                if let response {
                    text.append(try WireText(validating: response.isEmpty ? [.ascii("=")] : Base64.encode(response)))
                }
            case .data, .rset, .quit, .starttls, .noop(nil), .help(nil), .unknown:
                break
            }
            return text
        }
    }
}

extension WireText {
    /// Adds an argument after a space.
    fileprivate mutating func append(_ argument: WireText) {
        self = self + " " + argument
    }
}
