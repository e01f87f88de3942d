// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME

enum AddressTarget {
    /// Addresses written for people or for the wire and read again are the same addresses.
    static func test(_ input: [UInt8]) {
        let text = input.text
        let reading: AddressList.Reading
        do throws(AddressError) {
            reading = try AddressList.Reading(text)
        } catch {
            require((0...text.utf8.count).contains(error.offset), "the fault is at \(error.offset)")
            return
        }
        Self.check(reading.list)
    }

    /// What a lenient reading forgives, it makes whole: the list is written, and read strictly as the same.
    static func lenient(_ input: [UInt8]) {
        let text = input.text
        let reading: AddressList.Reading
        do throws(AddressError) {
            reading = try AddressList.Reading(lenient: text)
        } catch {
            require((0...text.utf8.count).contains(error.offset), "the fault is at \(error.offset)")
            return
        }
        for defect in reading.defects {
            require((0...text.utf8.count).contains(defect.offset), "\(defect.code) is at \(defect.offset)")
        }
        // A folded line is nothing to forgive, and the strict parser reads what is unfolded.
        let isStrict = text.utf8.contains(0x0A) || Self.read(text) != nil
        require(!reading.defects.isEmpty || isStrict, "nothing was forgiven in what is refused")
        Self.check(reading.list)
    }

    private static func check(_ list: AddressList) {
        require(Self.read(list.description) == list, "for people: \(list.description)")
        for mailbox in list.mailboxes {
            require((try? AddrSpec(mailbox.address.serialized)) == mailbox.address, "\(mailbox.address.serialized)")
            require((try? mailbox.address.wireText) != nil, "no wire form: \(mailbox.address)")
        }
        for form in [HeaderForm.ascii, .internationalized] {
            let field = HeaderField(.to, .addresses(list))
            do throws(HeaderError) {
                let lines = try field.lines(form: form)
                let parsed = EntityParser.parse(lines.bytes + Array("\r\n".utf8))
                require(parsed.headerFields.count == 1, "\(parsed.headerFields.count) fields: \(lines.bytes.text)")
                let again = Self.read(parsed.headerFields[0].rawValue)
                require(again == list, "\(form): \(lines.bytes.text.debugDescription)")
                let lenient = try? parsed.headerFields[0].addresses(form: form)
                require(lenient?.list == list, "leniently, \(form): \(lines.bytes.text.debugDescription)")
            } catch {
                switch error.code {
                case .needsInternationalizedForm:
                    require(list.mailboxes.contains { $0.address.isInternationalized } && form == .ascii, "\(error)")
                case .lineTooLong: break
                case .badCharacter, .duplicate, .noParts, .compositeType:
                    require(false, "\(list.description.debugDescription): \(error)")
                }
            }
        }
    }

    private static func read(_ text: String) -> AddressList? {
        try? AddressList(text)
    }
}
