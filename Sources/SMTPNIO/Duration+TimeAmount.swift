// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import NIOCore

extension Duration {
    /// The duration for NIO, or `nil` for zero, which means that there is no limit.
    var timeAmountOrOff: TimeAmount? {
        self > .zero ? TimeAmount(self) : nil
    }
}
