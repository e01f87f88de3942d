// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Who reads a document: Outlook on Windows obeys conditional comments, to all others they are comments.
public enum HTMLAudience: Hashable, Sendable {
    /// Browsers, and mail programs other than Outlook on Windows.
    case others
    /// Outlook on Windows that lays mail out with Word: 2007 to 2024, and what calls itself classic.
    case outlook
}
