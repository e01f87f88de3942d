// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition

/// The stages of a pre-flight of Graph, in their order.
struct Preflight {
    private static let stages: [DeliveryStage.Kind] = [
        .settings, .signInConnection, .token, .claims, .graphConnection, .mailbox,
    ]

    /// What a look at a value found.
    struct Finding {
        var result: DeliveryStage.Result
        var said: String
        var advice: String?
        /// What kind of trouble it is, if it failed.
        var failure = DeliveryFailure.configuration

        init(_ result: DeliveryStage.Result, said: String, advice: String? = nil, step: AzureStep? = nil) {
            self.result = result
            self.said = said
            self.advice = advice ?? step?.advice
        }
    }

    private var taken: [DeliveryStage] = []
    private var failure: DeliveryFailure?

    var hasFailed: Bool { self.taken.last?.result == .failed }

    /// The stages that were taken, and those that were not.
    var log: StageLog {
        let skipped = Self.stages.dropFirst(self.taken.count)
        return StageLog(
            stages: self.taken + skipped.map { DeliveryStage($0, result: .skipped) },
            failure: self.failure)
    }

    mutating func pass(_ stage: DeliveryStage.Kind, duration: Duration = .zero, said: String) {
        self.add(stage, Finding(.passed, said: said), duration: duration)
    }

    mutating func fail(_ stage: DeliveryStage.Kind, _ error: GraphError, duration: Duration = .zero) {
        var finding = Finding(.failed, said: error.message, advice: error.advice)
        finding.failure = error.failure
        self.add(stage, finding, duration: duration)
    }

    mutating func add(_ stage: DeliveryStage.Kind, _ finding: Finding, duration: Duration = .zero) {
        if finding.result == .failed { self.failure = finding.failure }
        self.taken.append(
            DeliveryStage(
                stage, result: finding.result, duration: Int(duration / .milliseconds(1)),
                said: finding.said, advice: finding.advice))
    }

    static func timed<Value>(_ operation: () async -> Value) async -> (Value, Duration) {
        let start = ContinuousClock.now
        let value = await operation()
        return (value, ContinuousClock.now - start)
    }
}
