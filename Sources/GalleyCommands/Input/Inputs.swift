// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailProvider
internal import EmailTemplates
internal import JSONText
internal import TenantConfiguration

/// Everything that a command reads, with what was wrong with it.
struct Inputs {
    var templatesPath: String
    var templates: [PreparedTemplate] = []
    var templateProblems: [Problem] = []
    /// Those of the problems that are about a template in two files, by its name.
    var duplicates: [String: [Problem]] = [:]
    var provider = EmailProvider.galley
    var providerProblems: [Problem] = []
    var personas: [Persona] = []
    var request = SendRequest()
    var preferences: LanguagePreferences?
    /// What was wrong with the request, the personas and the placeholder values.
    var inputProblems: [Problem] = []
    /// Whether the run is about the one message of a `send` request, which needs no template.
    var isRaw = false
    /// Takes the values of placeholders that are secret out of a text.
    var redactor = SecretRedactor([])
    /// The documents and the files of options, as they were when they were read, by their paths.
    private var files: [[UInt8]: SourceFile] = [:]

    /// Reads what `options` name. Reading goes on past whatever is wrong.
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - environment: The world around the command.
    ///   - names: The templates that the arguments name.
    ///   - isOneMessage: Whether a request without template, subject and body is a message by itself, too.
    init(
        _ options: InputOptions, environment: CommandEnvironment, names: [String], isOneMessage: Bool = false
    ) throws(CommandError) {
        self.templatesPath = options.templates ?? Self.defaultTemplatesPath
        if let value = options.acceptLanguage {
            guard let preferences = LanguagePreferences(acceptLanguage: value) else {
                throw CommandError(
                    .usage, "--accept-language “\(value.escapedForDisplay)” is not a list of language tags",
                    fix: "write it as in fr-CA,fr;q=0.8,en;q=0.5")
            }
            self.preferences = preferences
        }
        let placeholders = self.readPlaceholders(options.properties, environment: environment)
        self.redactor = SecretRedactor(placeholders.secretValues)
        self.readRequest(options)
        self.isRaw =
            names.isEmpty && self.request.templateName == nil
            && (self.request.isRaw || (isOneMessage && options.request != nil))
        if !self.isRaw { self.readTemplates(placeholders) }
        if let path = options.provider { self.readProvider(path, placeholders) }
        self.readPersonas(options.persona)
    }

    /// Reads a provider and nothing else.
    ///
    /// - Parameters:
    ///   - path: The document, in any layout; without it, the provider is Galley's own server.
    ///   - properties: The file of placeholder values.
    ///   - environment: The world around the command.
    init(provider path: String?, properties: String?, environment: CommandEnvironment) {
        self.templatesPath = ""
        let placeholders = self.readPlaceholders(properties, environment: environment)
        self.redactor = SecretRedactor(placeholders.secretValues)
        if let path { self.readProvider(path, placeholders) }
    }

    static var defaultTemplatesPath: String {
        DiskFiles.exists("Templates") ? "Templates" : "."
    }

    /// A document or the file of an option, as it was when it was read; `nil` where it was not.
    func file(_ path: String) -> SourceFile? {
        self.files[Array(path.utf8)]
    }

    private mutating func keep(_ file: SourceFile) {
        self.files[Array(file.path.utf8)] = file
    }

    private mutating func readTemplates(_ placeholders: Placeholders) {
        let files = DiskFiles(self.templatesPath)
        let tenant = TenantReader.read(files, for: .templates)
        self.templateProblems = tenant.problems
        let (documents, duplicates) = tenant.distinct(from: files)
        for (document, problem) in duplicates {
            guard case .template(let name) = document.kind else { continue }
            self.templateProblems.append(problem)
            self.duplicates[name, default: []].append(problem)
        }
        for document in documents {
            guard case .template = document.kind else { continue }
            self.keep(document.file)
            let (template, problems) = EmailTemplate.read(document, files: files, placeholders: placeholders)
            self.templates.append(PreparedTemplate(template))
            self.templateProblems += problems
        }
        self.templates.sort { $0.template.name.utf8.lexicographicallyPrecedes($1.template.name.utf8) }
    }

    private mutating func readProvider(_ path: String, _ placeholders: Placeholders) {
        let tenant = TenantReader.read(DiskFiles(path), for: .provider)
        self.providerProblems = tenant.problems
        let documents = tenant.documents.filter { if case .provider = $0.kind { true } else { false } }
        let active = documents.first { $0.kind == .provider(isDefault: false) } ?? documents.first
        if let active {
            self.keep(active.file)
            let (provider, problems) = EmailProvider.read(active, placeholders: placeholders)
            self.provider = provider
            self.providerProblems += problems
        } else if tenant.problems.isEmpty {
            self.providerProblems.append(
                Problem(
                    .unrecognizedDocument, "there is no provider document here", at: SourceLocation(file: path),
                    fix: "name the file that holds external.email"))
        }
    }

    private mutating func readPersonas(_ paths: [String]) {
        var names: Set<[UInt8]> = []
        for path in paths {
            do throws(Problem) {
                let persona = try Persona(parsing: try self.read(path))
                guard names.insert(Array(persona.name.utf8)).inserted else {
                    throw Problem(
                        .duplicate, "there are two personas with the name \(persona.name)",
                        at: SourceLocation(file: path), fix: "give each persona a name of its own")
                }
                self.personas.append(persona)
            } catch {
                var problem = error
                if !path.utf8.contains(UInt8(ascii: ".")), error.code == .unreadableInput {
                    problem.fix = "--persona takes every file up to the next option: put names of templates before it"
                }
                self.inputProblems.append(problem)
            }
        }
        if paths.isEmpty { self.personas = [.sample] }
    }

    private mutating func readRequest(_ options: InputOptions) {
        if let path = options.request {
            do throws(Problem) {
                let (request, problems) = try SendRequest.read(try self.read(path))
                self.request = request
                self.inputProblems += problems
            } catch {
                self.inputProblems.append(error)
            }
        }
        if let from = options.from { self.request.from = .argument("--from", from) }
        if let to = options.to { self.request.to = .argument("--to", to) }
        if let cc = options.cc { self.request.cc = .argument("--cc", cc) }
        if let bcc = options.bcc { self.request.bcc = .argument("--bcc", bcc) }
        if let locale = options.locale { self.request.locale = locale }
    }

    private mutating func readPlaceholders(_ path: String?, environment: CommandEnvironment) -> Placeholders {
        guard let path else { return Placeholders([:], environment: environment.variables) }
        do throws(Problem) {
            let file = try PropertiesFile(parsing: try self.read(path))
            return Placeholders(file.values, secrets: file.secrets, environment: environment.variables)
        } catch {
            self.inputProblems.append(error)
            return Placeholders([:], environment: environment.variables)
        }
    }

    private mutating func read(_ path: String) throws(Problem) -> SourceFile {
        do throws(FileError) {
            let file = SourceFile(path: path, bytes: try DiskFiles.read(path))
            self.keep(file)
            return file
        } catch {
            throw Problem(error)
        }
    }
}

extension SourceText {
    /// The value of an option.
    fileprivate static func argument(_ name: String, _ value: String) -> SourceText {
        SourceText(wholeFile: SourceFile(name: name, text: value))
    }
}
