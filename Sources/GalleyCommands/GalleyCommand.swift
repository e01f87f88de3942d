// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ArgumentParser
internal import Composition

/// The command `galley`.
public struct GalleyCommand: ParsableCommand {
    /// What `galley --help` says.
    public static let configuration = CommandConfiguration(
        commandName: "galley",
        abstract: "Renders and verifies the email templates of PingOne Advanced Identity Cloud, PingIDM and ForgeOps.",
        version: GalleyVersion.current,
        subcommands: [
            VerifyCommand.self, RenderCommand.self, FixturesCommand.self, TemplatesCommand.self, ProviderCommand.self,
        ])

    /// Creates the command.
    public init() {}

    /// Runs the command that `arguments` name.
    ///
    /// - Parameters:
    ///   - arguments: The arguments after the program's name.
    ///   - environment: The world around the command.
    /// - Returns: The exit status.
    public static func run(_ arguments: [String], in environment: CommandEnvironment) async -> Int32 {
        do {
            var command = try self.parseAsRoot(arguments)
            if let command = command as? any Subcommand {
                try await command.run(in: environment)
            } else {
                try command.run()
            }
            return ExitStatus.success.rawValue
        } catch let error as CommandError {
            for line in error.lines { environment.console.writeError(line.escapedForDisplayWhole + "\n") }
            return error.status.rawValue
        } catch {
            let exitCode = self.exitCode(for: error)
            // The parser quotes arguments as they are.
            let message = self.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
                .map { String($0).escapedForDisplayWhole }.joined(separator: "\n")
            if !message.isEmpty {
                let write = exitCode.isSuccess ? environment.console.writeOutput : environment.console.writeError
                write(message + "\n")
            }
            return exitCode.rawValue
        }
    }
}

/// A command that does something.
protocol Subcommand: ParsableCommand {
    func run(in environment: CommandEnvironment) async throws
}

extension Subcommand {
    /// Commands run in an environment; ``GalleyCommand/run(_:in:)`` gives it to them.
    mutating func run() throws {
        throw CleanExit.helpRequest(self)
    }
}
