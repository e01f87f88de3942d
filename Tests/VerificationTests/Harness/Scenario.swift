// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import EmailTemplates
import JSONText
import MIME
import SMTP
import TenantConfiguration
import Verification

/// Everything that a run of `galley verify` reads, as texts with marks, and what is done to it before the rules look.
struct Scenario: Sendable {
    /// The files of the templates, by path.
    var files: [String: String]
    /// The provider's document; without it, Galley's own provider counts.
    var provider: String?
    /// The request.
    var request: String?
    /// The personas; without any, the built-in one counts.
    var personas: [String] = []
    /// The values of placeholders.
    var placeholders: [String: String] = [:]
    /// The names of those that are secrets.
    var secrets: Set<String> = []
    /// How HTML bodies go out.
    var bodyForm: Composer.BodyForm = .alternative
    /// Whether text parts go out as `format=flowed`.
    var isTextFlowed = false
    /// How messages travel.
    var transport: @Sendable (Message) throws -> VerifiedMessage.Transmission = Transport.faithful
    /// What is done at the end.
    var edit: @Sendable (inout VerificationSubject) throws -> Void = { _ in }

    init(files: [String: String] = ["emailTemplate-welcome.json": Scenario.template()]) {
        self.files = files
    }

    /// One template in one locale.
    init(subject: String = "Hello", body: String = "<p>Hello</p>", type: String = "text/html") {
        self.init(files: [
            "emailTemplate-welcome.json": Scenario.template(
                subject: #""en": "\#(subject)""#, message: #""en": "\#(body)""#, type: type)
        ])
    }

    /// One template with members as given.
    init(template: String) {
        self.init(files: ["emailTemplate-welcome.json": template])
    }

    /// The scenario with something changed.
    func with(_ change: (inout Scenario) -> Void) -> Scenario {
        var scenario = self
        change(&scenario)
        return scenario
    }

    /// The text of a template, each member on a line of its own.
    static func template(
        mark: String = "", enabled: String = "true", from: String = "no-reply@example.com",
        subject: String = #""en": "Hello""#, message: String = #""en": "<p>Hello</p>""#,
        type: String = "text/html", defaultLocale: String = "en", more: String = ""
    ) -> String {
        """
        \(mark){
          "enabled": \(enabled),
          "from": "\(from)",
          "subject": {\(subject)},
          "message": {\(message)},
          "mimeType": "\(type)",\(more)
          "defaultLocale": "\(defaultLocale)"
        }
        """
    }

    /// An SMTP provider with more members.
    static func smtp(from: String = #""from": "provider@example.com","#, _ more: String = "") -> String {
        """
        {
          \(from)
          "host": "smtp.example.com",
          "port": 465,\(more)
          "ssl": {"enable": true},
          "auth": {"enable": false}
        }
        """
    }

    /// An SMTP provider on the submission port that signs in, with other members and entries of `smtpProperties`.
    static func submission(
        _ more: String = "", port: String = "587", starttls: String = #""starttls": {"enable": true},"#,
        auth: String = #"{"enable": true, "username": "u", "password": "p"}"#,
        entries: String = #""mail.smtp.starttls.required=true""#
    ) -> String {
        """
        {
          "from": "provider@example.com",
          "host": "smtp.example.com",
          "port": \(port),\(more)
          \(starttls)
          "auth": \(auth),
          "smtpProperties": [\(entries)]
        }
        """
    }

    /// A Graph provider with more members.
    static func graph(_ more: String = "") -> String {
        """
        {
          "type": "msgraph",
          "from": "provider@example.com",
          "mailEndpoint": "https://graph.microsoft.com/v1.0/users/me/sendMail",\(more)
          "auth": {
            "enable": true, "type": "oauth2", "clientId": "id", "clientSecret": "secret",
            "tokenEndpoint": "https://login.example.com/token", "scope": ["https://graph.microsoft.com/.default"]
          }
        }
        """
    }

    private var sources: [(path: String, text: MarkedText)] {
        var sources = self.files.map { ($0.key, MarkedText($0.value)) }
        if let provider = self.provider { sources.append(("external.email.json", MarkedText(provider))) }
        if let request = self.request { sources.append(("request.json", MarkedText(request))) }
        sources += self.personas.enumerated().map { ("persona\($0.offset).json", MarkedText($0.element)) }
        return sources
    }

    /// The marks as `file:line:column`, in the order in which findings come.
    var marks: [String] {
        self.sources.sorted { $0.path < $1.path }.flatMap { path, text in text.places.map { "\(path):\($0)" } }
    }

    private func source(_ path: String) -> SourceFile? {
        self.sources.first { $0.path == path }.map { SourceFile(path: path, bytes: Array($0.text.text.utf8)) }
    }

    /// The findings at a gate.
    func findings(at gate: Gate = .development) throws -> [Finding] {
        Rules.verify(try self.subject(), at: gate)
    }

    /// Reads, composes and sends everything.
    func subject() throws -> VerificationSubject {
        let placeholders = Placeholders(self.placeholders, secrets: self.secrets)
        let (provider, providerProblems) = try self.readProvider(placeholders)
        var subject = VerificationSubject(provider: provider)
        subject.providerProblems = providerProblems
        let request = self.readRequest(&subject.inputProblems)
        let personas = self.readPersonas(&subject.inputProblems)
        if !request.isRaw {
            subject.templatesPath = "Templates"
            self.readTemplates(placeholders, into: &subject)
        }
        let composer = Composer(
            provider: provider, bodyForm: self.bodyForm, isTextFlowed: self.isTextFlowed,
            date: DateTime(secondsSinceEpoch: 946_684_800))
        if request.isRaw {
            subject.messages = [
                VerifiedMessage(template: nil, locale: nil, persona: nil, composed: composer.compose(request))
            ]
        }
        for template in subject.templates {
            for locale in template.template.locales {
                for persona in personas {
                    var addressed = request
                    addressed.to = request.to ?? persona.recipient
                    addressed.object = request.object ?? persona.object
                    subject.messages.append(
                        VerifiedMessage(
                            template: template.template.name, locale: locale, persona: persona.name,
                            composed: composer.compose(addressed, template: template, locale: locale)))
                }
            }
        }
        for index in subject.messages.indices {
            guard let message = subject.messages[index].composed.message else { continue }
            subject.messages[index].transmission =
                provider.kind == .msgraph ? Transport.encoded(message) : try self.transport(message)
        }
        try self.edit(&subject)
        return subject
    }

    private func readTemplates(_ placeholders: Placeholders, into subject: inout VerificationSubject) {
        let files = MemoryFiles(self.files.mapValues { MarkedText($0).text })
        let tenant = TenantReader.read(files, for: .templates)
        subject.templateProblems = tenant.problems
        for document in tenant.documents {
            guard case .template = document.kind else { continue }
            let (template, problems) = EmailTemplate.read(document, files: files, placeholders: placeholders)
            subject.append(PreparedTemplate(template))
            subject.templateProblems += problems
        }
    }

    private func readProvider(_ placeholders: Placeholders) throws -> (EmailProvider, [Problem]) {
        guard let text = self.provider else { return (.galley, []) }
        let tenant = TenantReader.read(MemoryFiles(["external.email.json": MarkedText(text).text]), for: .provider)
        guard let document = tenant.documents.first else { return (.galley, tenant.problems) }
        let (provider, problems) = EmailProvider.read(document, placeholders: placeholders)
        return (provider, tenant.problems + problems)
    }

    private func readRequest(_ problems: inout [Problem]) -> SendRequest {
        guard let file = self.source("request.json") else { return SendRequest() }
        do throws(Problem) {
            let (request, found) = try SendRequest.read(file)
            problems += found
            return request
        } catch {
            problems.append(error)
            return SendRequest()
        }
    }

    private func readPersonas(_ problems: inout [Problem]) -> [Persona] {
        guard !self.personas.isEmpty else { return [.sample] }
        return self.personas.indices.compactMap { index in
            guard let file = self.source("persona\(index).json") else { return nil }
            do throws(Problem) {
                return try Persona(parsing: file)
            } catch {
                problems.append(error)
                return nil
            }
        }
    }
}
