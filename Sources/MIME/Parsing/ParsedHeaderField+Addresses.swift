// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension ParsedHeaderField {
    /// The addresses of a field such as `From` or `To`, read leniently; offsets are those in ``rawValue``.
    ///
    /// - Parameter form: ``HeaderForm/internationalized`` for a message that came with SMTPUTF8.
    public func addresses(form: HeaderForm = .ascii) throws(AddressError) -> AddressList.Reading {
        try AddressList.Reading(lenient: self.rawValue, form: form)
    }
}
