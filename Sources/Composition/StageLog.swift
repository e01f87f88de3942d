// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// How a conversation with a provider went, stage by stage.
public struct StageLog: Hashable, Sendable {
    /// The stages in their order.
    public var stages: [DeliveryStage]
    /// What kind of trouble the failed stage ran into; `nil` if none failed.
    public var failure: DeliveryFailure?
    /// What was said, line by line, without secrets.
    public var transcript: [String]

    /// Creates a log.
    public init(stages: [DeliveryStage], failure: DeliveryFailure?, transcript: [String] = []) {
        self.stages = stages
        self.failure = failure
        self.transcript = transcript
    }
}
