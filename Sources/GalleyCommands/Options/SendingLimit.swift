// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import Delivery

/// The most messages in a minute, as `--limit` has it: `10/min` or `10`.
struct SendingLimit: ExpressibleByArgument {
    var count: Int

    /// As many as AIC's built-in server takes.
    static let standard = SendingLimit(count: 10)

    init(count: Int) {
        self.count = count
    }

    init?(argument: String) {
        let unit = "/min"
        let digits = argument.hasSuffix(unit) ? String(argument.dropLast(unit.count)) : argument
        guard let count = Int(digits), (1...100_000).contains(count) else { return nil }
        self.count = count
    }

    var defaultValueDescription: String { "\(self.count)/min" }

    var pace: DeliveryQueue.Pace { .perMinute(self.count) }
}
