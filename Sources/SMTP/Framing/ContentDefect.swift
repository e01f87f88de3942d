// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What a client did in the content that RFC 5321 forbids. The content is kept as it came all the same.
public enum ContentDefect: String, Hashable, Sendable, CaseIterable {
    /// A CR that no LF follows (section 2.3.8).
    case bareCarriageReturn = "bare-cr"
    /// An LF that no CR precedes (section 2.3.8).
    case bareLineFeed = "bare-lf"
    /// A NUL (section 4.5.2).
    case nul
    /// A line of more than 998 octets (section 4.5.3.1.6).
    case longLine = "long-line"
}
