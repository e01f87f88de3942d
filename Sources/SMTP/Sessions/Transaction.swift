// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import MIME

/// A message on its way.
struct Transaction: Sendable {
    let submission: Submission
    /// Whether it ends before DATA.
    let isRehearsal: Bool

    /// The recipient whose reply comes next.
    var recipientIndex = 0
    /// How many recipients the server has been told.
    var sentCount = 0
    /// Whether DATA has gone out with the recipients.
    var isDataSent = false

    var refusals: [SubmissionOutcome.Refusal] = []
    /// Why the message is given up, while replies to what went out together are still to come.
    var verdict: SubmissionOutcome?

    init(submission: Submission, isRehearsal: Bool) {
        self.submission = submission
        self.isRehearsal = isRehearsal
    }

    var recipients: [AddrSpec] { self.submission.envelope.forwardPaths }

    var recipient: AddrSpec? {
        self.recipientIndex < self.recipients.count ? self.recipients[self.recipientIndex] : nil
    }

    /// What there is to say once every recipient has been answered; `nil` if the content can go out.
    var outcome: SubmissionOutcome? {
        if let verdict = self.verdict { return verdict }
        if var refusal = self.refusals.first, self.refusals.count == self.recipients.count {
            refusal.others = Array(self.refusals.dropFirst())
            return SubmissionOutcome(refusal)
        }
        return self.isRehearsal ? .rehearsed(refused: self.refusals) : nil
    }
}
