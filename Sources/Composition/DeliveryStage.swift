// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// One step of a conversation with a provider, such as the connection, TLS, signing in or a sender.
///
/// A pre-flight is a list of them, in the order in which they are taken; what follows a failed one is skipped.
public struct DeliveryStage: Hashable, Sendable {
    /// What became of a step.
    public enum Result: String, Hashable, Sendable {
        /// The provider agreed.
        case passed
        /// The provider refused, or could not be asked.
        case failed
        /// It was not taken: an earlier one failed, or the settings do not ask for it.
        case skipped
    }

    /// What was done.
    public var kind: Kind
    /// The result.
    public var result: Result
    /// How long it took, in milliseconds; zero where it was skipped.
    public var duration: Int
    /// What was found, or what the provider said, safe to show: on one line, without secrets.
    public var said: String?
    /// What to do next; `nil` where nothing is to be done.
    public var advice: String?

    /// Creates a step.
    public init(_ kind: Kind, result: Result, duration: Int = 0, said: String? = nil, advice: String? = nil) {
        self.kind = kind
        self.result = result
        self.duration = duration
        self.said = said
        self.advice = advice
    }
    /// What was done, in a word or two, such as `TLS` or `RCPT`.
    public var name: String { self.kind.rawValue }
}
