// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Composition

/// What became of a message that was to be handed over to Graph.
package struct GraphDelivery: Hashable, Sendable {
    /// Why it was not taken; `nil` where it was.
    package var error: GraphError?
    /// How often it was tried.
    package var tries: Int

    /// Creates a result.
    package init(error: GraphError?, tries: Int) {
        self.error = error
        self.tries = tries
    }

    /// The result.
    package var result: DeliveryOutcome.Result { self.error?.deliveryResult ?? .sent }

    /// What Graph said, or what went wrong, safe to show.
    package var said: String {
        self.error?.description
            ?? "202: accepted, to be delivered later; what fails then comes to the mailbox as mail"
    }
}

extension GraphError {
    static let cancelled = GraphError(.cancelled, "cancelled before the message was handed over")

    /// The error that a failed exchange of `sendMail` means.
    init(_ failure: HTTPFailure) {
        if failure.mayHaveArrived {
            self = GraphFault.lost(failure.message)
        } else if failure.code == .cancelled {
            self = .cancelled
        } else {
            self.init(.connection, failure.message, advice: failure.advice)
        }
    }
}
