// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import GalleyCommands

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

@main
enum Galley {
    static func main() async {
        // A reader that goes away early, such as head, ends the output and not the process.
        signal(SIGPIPE, SIG_IGN)
        exit(await GalleyCommand.run(Array(CommandLine.arguments.dropFirst()), in: .process))
    }
}
