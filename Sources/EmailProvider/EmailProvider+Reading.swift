// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import JSONText
internal import MIME
public import TenantConfiguration

extension EmailProvider {
    /// Reads a provider document and checks it against ``ProviderProperty/all``.
    ///
    /// Whatever can be read is; what cannot is a problem.
    ///
    /// - Parameters:
    ///   - document: A document of the kind ``TenantConfiguration/TenantDocument/Kind/provider(isDefault:)``.
    ///   - placeholders: The values of `&{name}`.
    public static func read(
        _ document: TenantDocument, placeholders: Placeholders
    ) -> (provider: EmailProvider, problems: [Problem]) {
        var reader = ProviderReader(document: document, placeholders: placeholders)
        return (reader.read(), reader.problems)
    }
}

private struct ProviderReader {
    let document: TenantDocument
    let placeholders: Placeholders
    var problems: [Problem] = []
    private var values = ProviderValues()

    init(document: TenantDocument, placeholders: Placeholders) {
        self.document = document
        self.placeholders = placeholders
    }

    mutating func read() -> EmailProvider {
        for property in ProviderProperty.all { self.resolve(property) }
        let kind = self.kind()
        self.problems += self.document.repeatedKeys()
        let unknown = self.unknownKeys()
        self.reportSender()
        self.reportMissing(for: kind)
        self.reportMisplaced(for: kind)
        self.values.readEntries()
        let smtp = kind == .smtp ? self.values.smtpSettings() : nil
        let graph = kind == .msgraph ? self.values.graphSettings() : nil
        self.problems += self.values.problems
        return EmailProvider(
            kind: kind, from: self.values["from"]?.text, smtpProperties: self.values.entries,
            settings: self.values.effectiveSettings(for: kind, unknown: unknown), smtp: smtp, graph: graph,
            location: self.document.location())
    }

    private func kind() -> EmailProvider.Kind {
        if self.values.rawString("type").map({ $0.hasSameBytes(as: "msgraph") }) ?? false { return .msgraph }
        guard let host = self.document.root["host"], !host.isNull, self.values.rawString("host")?.isEmpty != true else {
            return .builtIn
        }
        // Exports of tenants that never left the built-in server name its relay by this placeholder.
        let isRelay = host.string?.utf8.starts(with: "&{aic.smtp.relay.host".utf8) ?? false
        return isRelay ? .builtIn : .smtp
    }

    private mutating func resolve(_ property: ProviderProperty) {
        let tokens = property.path.tokens
        let group = Array(tokens.dropLast())
        if let node = JSONPointer(group).resolve(in: self.document.root), !group.isEmpty, node.members != nil,
            !self.isReadable(group: group)
        {
            self.values[property.path] = SettingValue(
                content: .unavailable(
                    "\(group.joined(separator: ".")) is given as a whole, in a form that is not read here"),
                location: self.document.location(of: node, at: group))
            return
        }
        guard let node = JSONPointer(tokens).resolve(in: self.document.root), !node.isNull else { return }
        var setting = SettingReader(
            document: self.document, placeholders: self.placeholders, property: property, tokens: tokens)
        self.values[property.path] = setting.read(node)
        self.problems += setting.problems
    }

    /// The keys that have no meaning, each with its place and a problem.
    private mutating func unknownKeys() -> [(name: String, location: SourceLocation)] {
        var unknown: [(String, SourceLocation)] = []
        let groups: [[String]] = [[], ["auth"], ["starttls"], ["ssl"], ["proxy"]]
        for group in groups {
            let known = ProviderProperty.all.map(\.path.tokens).filter {
                $0.count == group.count + 1 && $0.starts(with: group)
            }
            .compactMap(\.last)
            for member in JSONPointer(group).resolve(in: self.document.root)?.members ?? []
            where !known.contains(where: member.name.hasSameBytes) && !member.name.utf8.starts(with: "$".utf8) {
                let name = (group + [member.name]).joined(separator: ".")
                let pointer = JSONPointer(self.document.pointer.tokens + group + [member.name])
                let location = self.document.file.location(of: member.nameRange.lowerBound, pointer: pointer)
                unknown.append((name, location))
                if let entry = Self.proposed.first(where: { $0.path.hasSameBytes(as: name) })?.entry {
                    self.problems.append(
                        Problem(
                            .unknownKey, "\(name) was proposed for OpenIDM, and AIC does not read it", at: location,
                            fix: "add \(entry) to smtpProperties in its place"))
                    continue
                }
                self.problems.append(
                    Problem(
                        .unknownKey, "the provider has no property \(name)", at: location,
                        fix: Suggestion.nearest(to: member.name, among: known).map {
                            "write \((group + [$0]).joined(separator: "."))"
                        } ?? "remove it, or check its spelling; it is kept but has no effect"))
            }
        }
        return unknown
    }

    /// What OpenIDM's pull request 206 proposed, with the entry of `smtpProperties` that does the same.
    private static let proposed = [
        (path: "starttls.required", entry: "mail.smtp.starttls.required=true"),
        (path: "starttls.trustAll", entry: "mail.smtp.ssl.trust=HOST with the names of the hosts"),
        (path: "starttls.trustedHosts", entry: "mail.smtp.ssl.trust=HOST with the names of the hosts"),
    ]

    /// A `from` that is not blank must be one mailbox.
    private mutating func reportSender() {
        guard let text = self.values["from"]?.text, self.values["from"]?.unavailable == nil,
            !text.bytes.allSatisfy(\.isWhitespace)
        else { return }
        do throws(AddressError) {
            _ = try Mailbox(text.string)
        } catch {
            self.problems.append(
                Problem(
                    .outOfRange, "from is not exactly one mailbox: \(error.message)",
                    at: text.location(of: error.offset),
                    fix: #"write one address, such as no-reply@example.com or "Example" <no-reply@example.com>"#))
        }
    }

    private mutating func reportMissing(for kind: EmailProvider.Kind) {
        // A document without host means the built-in server, which needs nothing.
        guard kind != .builtIn else { return }
        let scope = kind.scope
        for property in ProviderProperty.all where !property.requiredFor.isDisjoint(with: scope) {
            guard JSONPointer(property.path.tokens).resolve(in: self.document.root)?.isNull ?? true else { continue }
            // One finding for a missing group is enough.
            let group = property.path.tokens.dropLast()
            if !group.isEmpty, !self.isReadable(group: Array(group)) { continue }
            self.problems.append(
                Problem(
                    .missingValue, "the provider lacks \(property.path), which \(kind.rawValue) needs",
                    at: self.document.location(), fix: "add \(property.path), \(property.type.description)"))
        }
        self.reportMissingCredentials(for: kind)
    }

    /// Whether the members of a group can be told: it is an object, and none that stands for one (`$object`, `$crypto`).
    private func isReadable(group: [String]) -> Bool {
        guard let members = JSONPointer(group).resolve(in: self.document.root)?.members else { return false }
        return members.count != 1 || !members[0].name.utf8.starts(with: "$".utf8)
    }

    private mutating func reportMissingCredentials(for kind: EmailProvider.Kind) {
        guard kind == .smtp, self.values["auth.enable"]?.bool == true,
            self.values.rawString("auth.type").map({ $0.hasSameBytes(as: "basic") }) ?? true
        else { return }
        for path in ["auth.username", "auth.password"] where self.values[path] == nil {
            self.problems.append(
                Problem(
                    .missingValue, "auth.enable is true, but \(path) is missing",
                    at: self.document.location(of: self.document.root["auth"], "auth"),
                    fix: "add \(path), or set auth.enable to false"))
        }
    }

    private mutating func reportContradictions(for kind: EmailProvider.Kind) {
        if kind == .smtp, self.values["ssl.enable"]?.bool == true, let value = self.values["starttls.enable"],
            value.bool == true
        {
            self.problems.append(
                Problem(
                    .misplaced, "starttls.enable has no effect where ssl.enable is true", at: value.location,
                    fix: "set one of them to false: ssl.enable is for port 465, starttls.enable for 587 and 25"))
        }
        if kind == .msgraph, let value = self.values["auth.enable"], value.bool == false {
            self.problems.append(
                Problem(
                    .outOfRange, "auth.enable is false, but msgraph always signs in", at: value.location,
                    fix: "set auth.enable to true"))
        }
        if kind == .msgraph, let value = self.values["connectionTimeout"], let other = self.values["connectiontimeout"],
            value.int != other.int
        {
            self.problems.append(
                Problem(
                    .misplaced, "connectionTimeout contradicts connectiontimeout, which counts", at: value.location,
                    fix: "keep one of the two"))
        }
    }

    private mutating func reportMisplaced(for kind: EmailProvider.Kind) {
        self.reportContradictions(for: kind)
        for property in ProviderProperty.all where property.appliesTo.isDisjoint(with: kind.scope) {
            let tokens = property.path.tokens
            guard tokens.count == 1, let member = self.document.root.member(property.path) else { continue }
            let pointer = JSONPointer(self.document.pointer.tokens + tokens)
            self.problems.append(
                Problem(
                    .misplaced, "\(property.path) has no effect on \(kind.rawValue)",
                    at: self.document.file.location(of: member.nameRange.lowerBound, pointer: pointer),
                    fix: "remove it, or set the type that it is meant for"))
        }
        let type = self.values.rawString("auth.type") ?? "basic"
        if kind == .msgraph, !type.hasSameBytes(as: "oauth2") {
            self.problems.append(
                Problem(
                    .outOfRange, "msgraph signs in with oauth2 only, but auth.type is \(type)",
                    at: self.document.location(of: self.document.root["auth"], "auth"), fix: "set auth.type to oauth2"))
        } else if kind == .smtp, type.hasSameBytes(as: "oauth2") {
            self.problems.append(
                Problem(
                    .misplaced, "auth.type oauth2 is documented for msgraph only, and may have no effect on smtp",
                    at: self.document.location(of: self.document.root["auth"], "auth"), fix: "set auth.type to basic"))
        }
    }
}

extension EmailProvider.Kind {
    var scope: ProviderProperty.Scope {
        self == .msgraph ? .msgraph : .smtp
    }
}

extension String {
    /// The components of a path with dots.
    fileprivate var tokens: [String] {
        self.utf8.split(separator: .ascii(".")).map { String(decoding: $0, as: UTF8.self) }
    }
}
