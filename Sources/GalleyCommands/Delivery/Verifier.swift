// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import Delivery
internal import EmailProvider
internal import EmailTemplates
internal import JSONText
internal import MIME
internal import Verification

/// Composes the planned messages, sends them to the embedded server, and runs the rules.
struct Verifier {
    let inputs: Inputs
    let plan: MessagePlan
    let composer: Composer
    let console: Console

    /// Everything that was read, and the messages as they are composed.
    func composed() -> VerificationSubject {
        var subject = VerificationSubject(provider: self.inputs.provider)
        subject.templateProblems = self.inputs.templateProblems
        subject.providerProblems = self.inputs.providerProblems
        subject.inputProblems = self.inputs.inputProblems + self.plan.problems
        subject.templatesPath = self.inputs.isRaw ? nil : self.inputs.templatesPath
        subject.locale = self.inputs.request.locale
        for template in self.inputs.templates { subject.append(template) }
        subject.messages = self.compose()
        return subject
    }

    private func compose() -> [VerifiedMessage] {
        let progress = Progress(self.console, total: self.plan.messages.count)
        defer { progress.end() }
        return self.plan.messages.enumerated().map { index, planned in
            defer { progress.show("rendered", index + 1) }
            return VerifiedMessage(
                template: planned.template?.template.name, locale: planned.locale, persona: planned.persona,
                composed: planned.compose(self.composer))
        }
    }

    /// Sends the messages to the embedded server, or encodes them for Graph.
    func transmit(_ messages: inout [VerifiedMessage]) async -> [VerificationReport.DeliverySummary] {
        let indices = messages.indices.filter { messages[$0].composed.message != nil }
        let composed = indices.compactMap { messages[$0].composed.message }
        guard self.inputs.provider.kind != .msgraph else {
            for (index, message) in zip(indices, composed) {
                messages[index].transmission = .encoded(json: message.graphJSON.serialized(.compact))
            }
            return []
        }
        let progress = Progress(self.console, total: composed.count)
        let results = await LoopbackDelivery.deliver(composed) { progress.show("delivered on loopback", $0) }
        progress.end()
        var deliveries: [VerificationReport.DeliverySummary] = []
        for ((index, message), result) in zip(zip(indices, composed), results) {
            messages[index].transmission = result.transmission
            deliveries += result.outcomes.map { outcome in
                VerificationReport.DeliverySummary(
                    template: messages[index].template, locale: messages[index].locale, outcome: outcome,
                    messageID: message.messageID.description)
            }
        }
        return deliveries
    }
}
