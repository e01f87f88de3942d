// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Why a text is not a date as RFC 5322, section 3.3, has it, and where.
public struct DateTimeError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// Something else stands there than the grammar has.
        case syntax
        /// A day, time, zone or year that does not exist, or a year before 1900 or past 9999.
        case outOfRange
        /// A day of the week that is not the one of the date.
        case wrongWeekday
        /// A year of two or three digits (RFC 5322, section 4.3).
        case shortYear
        /// A zone by a name that does not say its distance from UTC (RFC 5322, section 4.3).
        case unknownZone
        /// A zone by a name that says its distance from UTC, such as `GMT` (RFC 5322, section 4.3).
        case obsoleteZone
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in a phrase.
    public var message: String
    /// The byte offset of the fault in the text.
    public var offset: Int
}

extension DateTimeError: CustomStringConvertible {
    /// The message.
    public var description: String { self.message }
}
