// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

struct UnkeyedValueContainer: UnkeyedEncodingContainer {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { self.encoder.codingPath }
    var count: Int { self.encoder.slot.count }

    private func nested() -> ValueEncoder {
        let key = AnyKey(intValue: self.count)
        return self.encoder.nested(self.encoder.slot.append(), key)
    }

    func encodeNil() {
        self.encoder.slot.append().set(.null)
    }

    func encode(_ value: some Encodable) throws {
        try self.nested().encode(value)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        self.nested().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        self.nested().unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        self.nested()
    }
    func encode(_ value: Bool) { self.encoder.slot.append().set(.bool(value)) }
    func encode(_ value: String) { self.encoder.slot.append().set(.string(value)) }
    func encode(_ value: Double) { self.encoder.slot.append().set(.number(value)) }
    func encode(_ value: Float) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: Int) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: Int8) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: Int16) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: Int32) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: Int64) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: UInt) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: UInt8) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: UInt16) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: UInt32) { self.encoder.slot.append().set(.number(Double(value))) }
    func encode(_ value: UInt64) { self.encoder.slot.append().set(.number(Double(value))) }
}

struct SingleValueContainer: SingleValueEncodingContainer {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { self.encoder.codingPath }

    func encodeNil() {
        self.encoder.slot.set(.null)
    }

    func encode(_ value: some Encodable) throws {
        try self.encoder.nested(self.encoder.slot, nil).encode(value)
    }
    func encode(_ value: Bool) { self.encoder.slot.set(.bool(value)) }
    func encode(_ value: String) { self.encoder.slot.set(.string(value)) }
    func encode(_ value: Double) { self.encoder.slot.set(.number(value)) }
    func encode(_ value: Float) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: Int) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: Int8) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: Int16) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: Int32) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: Int64) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: UInt) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: UInt8) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: UInt16) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: UInt32) { self.encoder.slot.set(.number(Double(value))) }
    func encode(_ value: UInt64) { self.encoder.slot.set(.number(Double(value))) }
}
