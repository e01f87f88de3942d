// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText
package import Composition

/// A transport whose reports keep secret what the user has marked as secret, wherever it stands in them: a user name, the
/// path of an endpoint, or what a provider repeats.
package struct RedactingTransport: MessageTransport {
    private let base: any MessageTransport
    private let redactor: SecretRedactor

    package init(_ base: any MessageTransport, redactor: SecretRedactor) {
        self.base = base
        self.redactor = redactor
    }

    package var concurrency: Int { self.base.concurrency }

    package var executor: (any TaskExecutor)? { self.base.executor }

    package func send(_ message: Message) async -> [DeliveryOutcome] {
        self.redact(await self.base.send(message))
    }

    package func sendInStages(_ message: Message) async -> (outcomes: [DeliveryOutcome], log: StageLog) {
        let (outcomes, log) = await self.base.sendInStages(message)
        return (self.redact(outcomes), self.redact(log))
    }

    package func check(_ inquiry: DeliveryInquiry) async -> StageLog {
        self.redact(await self.base.check(inquiry))
    }

    package func close() async {
        await self.base.close()
    }

    private func redact(_ outcomes: [DeliveryOutcome]) -> [DeliveryOutcome] {
        outcomes.map { outcome in
            var outcome = outcome
            outcome.reply = outcome.reply.map(self.redactor.redact)
            outcome.advice = outcome.advice.map(self.redactor.redact)
            return outcome
        }
    }

    private func redact(_ log: StageLog) -> StageLog {
        var log = log
        for index in log.stages.indices {
            log.stages[index].said = log.stages[index].said.map(self.redactor.redact)
            log.stages[index].advice = log.stages[index].advice.map(self.redactor.redact)
        }
        log.transcript = log.transcript.map(self.redactor.redact)
        return log
    }
}
