// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser

/// `galley provider`
struct ProviderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "Shows what a provider's settings amount to, asks it, and goes back to the built-in server.",
        discussion: "A provider applies to both realms of a tenant.\n\nExit status: that of the subcommands.",
        subcommands: [ProviderShowCommand.self, ProviderCheckCommand.self, ProviderRevertCommand.self])
}
