// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import TenantConfiguration

extension ProviderValues {
    /// Splits the entries of `smtpProperties` at the first `=`, as the vendor's documentation writes them, and checks
    /// them against ``JakartaMailProperty/all``.
    mutating func readEntries() {
        for text in self["smtpProperties"]?.list ?? [] {
            let location = text.location()
            let pieces = text.bytes.split(separator: .ascii("="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: Array(pieces[0]).trimmingWhitespace, as: UTF8.self)
            guard pieces.count == 2, !name.isEmpty else {
                self.problems.append(
                    Problem(
                        .outOfRange, "an entry of smtpProperties is not name=value", at: location,
                        fix: "write it as name=value, such as mail.mime.allowutf8=true"))
                continue
            }
            let entry = EmailProvider.SMTPProperty(
                name: name, value: String(decoding: Array(pieces[1]).trimmingWhitespace, as: UTF8.self),
                location: location)
            if !self.append(entry) {
                self.problems.append(
                    Problem(
                        .outOfRange, "\(name) is set twice in smtpProperties; the last one counts", at: location,
                        fix: "keep one of the two"))
            }
        }
        for entry in self.entries { self.check(entry) }
    }

    private mutating func check(_ entry: EmailProvider.SMTPProperty) {
        guard let property = JakartaMailProperty.named(entry.name) else { return self.reportUnknown(entry) }
        if case .ignored(let reason) = property.effect { return self.reportIgnored(entry, property, reason) }
        self.checkValue(of: entry, property)
        self.reportContradiction(entry, property)
    }

    private mutating func reportUnknown(_ entry: EmailProvider.SMTPProperty) {
        let nearest = Suggestion.nearest(to: entry.name, among: JakartaMailProperty.all.map(\.name))
        self.problems.append(
            Problem(
                .unknownKey, "Jakarta Mail has no property \(entry.name)", at: entry.location,
                fix: nearest.map { "write \($0)" }
                    ?? "remove it, or check its spelling; it is kept but has no effect"))
    }

    private mutating func reportIgnored(
        _ entry: EmailProvider.SMTPProperty, _ property: JakartaMailProperty, _ reason: String
    ) {
        // The vendor's own samples say everything of TLS twice, for both protocols.
        if let twin = property.twin, let other = self.entry(twin), other.value.hasSameBytes(as: entry.value) { return }
        self.problems.append(
            Problem(
                .misplaced, "\(entry.name) has no effect: \(reason)", at: entry.location,
                fix: property.twin.map { "write \($0)" } ?? "remove it"))
    }

    private mutating func checkValue(of entry: EmailProvider.SMTPProperty, _ property: JakartaMailProperty) {
        // In the place of a flag that has to do with passwords there may be one.
        let shown = property.isSecret || property.name.hasSuffix("password") ? "" : " is “\(entry.value)”, which"
        switch property.type {
        case .bool where Bool(setting: entry.value) == nil:
            let standard = property.defaultValue ?? "false"
            self.problems.append(
                Problem(
                    .outOfRange, "\(entry.name)\(shown) counts as \(standard)", at: entry.location,
                    fix: "write \(entry.name)=true or \(entry.name)=false"))
        case .int where Int(entry.value) == nil:
            let standard = property.defaultValue.map { "counts as \($0)" } ?? "has no effect"
            self.problems.append(
                Problem(
                    .outOfRange, "\(entry.name)\(shown) is not a whole number and \(standard)", at: entry.location,
                    fix: "write a whole number"))
        case .words where entry.value.isEmpty:
            self.problems.append(
                Problem(
                    .outOfRange, "\(entry.name) is empty", at: entry.location,
                    fix: "remove it, or write words with spaces between them"))
        default: break
        }
    }

    /// A field of the document counts before the entry that says the same.
    private mutating func reportContradiction(_ entry: EmailProvider.SMTPProperty, _ property: JakartaMailProperty) {
        guard let field = property.field, let value = self[field], value.unavailable == nil else { return }
        let isSame =
            switch property.type {
            case .bool: value.bool == JakartaMailProperty.flag(entry.value, default: false)
            case .int: value.int == Int(entry.value)
            case .string, .words: value.text?.string.hasSameBytes(as: entry.value) ?? false
            }
        guard !isSame else { return }
        self.problems.append(
            Problem(
                .misplaced, "\(entry.name) contradicts \(field), which counts", at: entry.location,
                fix: "remove the entry, or set \(field)"))
    }
}
