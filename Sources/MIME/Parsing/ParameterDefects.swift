// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What was forgiven in the parameters of one field: each kind once, so that a field has few however long it is.
struct ParameterDefects {
    /// The first parameter that has the fault; `nil` where it is none of one.
    private var names: [MessageDefect.Code: String?] = [:]

    /// The faults in an order of their own.
    var sorted: [(code: MessageDefect.Code, name: String?)] {
        self.names.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
    }

    mutating func insert(_ code: MessageDefect.Code, of name: String?) {
        if self.names[code] == nil { self.names[code] = .some(name) }
    }

    mutating func formUnion(_ others: ParameterDefects) {
        self.names.merge(others.names) { first, _ in first }
    }
}
