// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Partials and helpers by name, and the templates that use them.
///
/// ```swift
/// var set = TemplateSet()
/// set.register("upper") { arguments, _ in arguments.first?.text.uppercased() ?? "" }
/// try set.add("greeting", "Hi {{upper name}}")
/// try set.template("{{> greeting}}!").render(["name": "Ada"])
/// ```
///
/// A set is a value: a template keeps what was in it when it was made.
public struct TemplateSet: Sendable {
    private var library = Library()
    private let limits: Limits

    /// Creates a set without partials, with the built-in helpers.
    public init(options: Options = Options(), limits: Limits = Limits()) {
        self.library.dialect = Dialect(options: options)
        self.limits = limits
    }

    /// Adds a template by name, in place of one of that name: a partial for the others.
    public mutating func add(_ name: String, _ source: String) throws(HandlebarsError) {
        let unit = try Template.unit(
            named: name, utf8: Array(source.utf8), limits: self.limits, dialect: self.library.dialect)
        self.library.add(unit, named: Name(name))
    }

    /// The names of the templates, in the order of their bytes.
    public var names: [String] {
        self.library.partials.keys.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The template of that name.
    public subscript(name: String) -> Template? {
        self.library.partials[Name(name)].map { unit in
            let unit = Unit(source: unit.source, program: unit.program, code: unit.code)
            return Template(unit: unit, library: self.library, limits: self.limits)
        }
    }

    /// Makes a template that can use what is in the set by now.
    public func template(_ source: String) throws(HandlebarsError) -> Template {
        let unit = try Template.unit(utf8: Array(source.utf8), limits: self.limits, dialect: self.library.dialect)
        return Template(unit: unit, library: self.library, limits: self.limits)
    }

    /// Renders the template of that name.
    public func render(
        _ name: String, _ data: Value, escaping: Escaping = .html
    ) throws(HandlebarsError) -> String {
        guard let template = self[name] else {
            throw HandlebarsError(
                code: .missingPartial, message: "the set has no template `\(name)`", position: .start,
                mend: "add it first")
        }
        return try template.render(data, escaping: escaping)
    }
}

// MARK: - Helpers

extension TemplateSet {
    /// Adds a helper, in place of one of that name, whose result is escaped where `{{helper}}` escapes.
    public mutating func register(
        _ name: String, _ helper: @escaping @Sendable (_ arguments: [Value], HelperOptions) throws -> Value
    ) {
        self.add(RegisteredHelper(name: name) { .value(try helper($0, $1)) })
    }

    /// Adds a helper, in place of one of that name, whose result is escaped where `{{helper}}` escapes.
    public mutating func register(
        _ name: String, _ helper: @escaping @Sendable (_ arguments: [Value], HelperOptions) throws -> String
    ) {
        self.add(RegisteredHelper(name: name) { .value(.string(try helper($0, $1))) })
    }

    /// Adds a helper, in place of one of that name, whose result is not escaped.
    public mutating func register(
        _ name: String, _ helper: @escaping @Sendable (_ arguments: [Value], HelperOptions) throws -> SafeString
    ) {
        self.add(RegisteredHelper(name: name) { .safe(try helper($0, $1).text) })
    }

    private mutating func add(_ helper: RegisteredHelper) {
        if let position = self.library.dialect.position(of: helper.name) {
            self.library.helpers[position] = helper
            return
        }
        self.library.dialect.helpers[Name(helper.name)] = self.library.helpers.count
        self.library.helpers.append(helper)
        // What is in the set already may use the name, and took it for one of the data.
        for (name, unit) in self.library.partials {
            guard let code = try? Compiler.compile(unit.program, dialect: self.library.dialect) else { continue }
            let recompiled = Unit(name: unit.name, source: unit.source, program: unit.program, code: code)
            self.library.add(recompiled, named: name)
        }
    }
}

extension Value {
    /// The text that JavaScript makes of the value, which is what `{{x}}` writes; nothing for null.
    public var text: String {
        self.isNull ? "" : self.javaScriptText
    }
}
