// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import MSGraph

/// The options for talking to a provider.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Certificates in PEM that are trusted beside the system's own, for a provider with a root of its own.",
            valueName: "file"))
    var ca: String?

    @Flag(
        help: """
            Lets the password go over the network in the clear where the provider does not encrypt, as AIC does without \
            asking.
            """)
    var allowCleartextAuth = false

    @Option(help: "How messages go to MS Graph: as its json, or as mime, which carries all header fields.")
    var graphForm: GraphClient.Form = .json
}

extension GraphClient.Form: ExpressibleByArgument {}
