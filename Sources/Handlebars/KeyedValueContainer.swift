// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

struct KeyedValueContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { self.encoder.codingPath }

    private func slot(_ key: Key) -> EncodedSlot {
        self.encoder.slot.add(key.stringValue)
    }

    func encodeNil(forKey key: Key) {
        self.slot(key).set(.null)
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try self.encoder.nested(self.slot(key), key).encode(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        self.encoder.nested(self.slot(key), key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        self.encoder.nested(self.slot(key), key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        let key = AnyKey(stringValue: "super")
        return self.encoder.nested(self.encoder.slot.add(key.stringValue), key)
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        self.encoder.nested(self.slot(key), key)
    }
    func encode(_ value: Bool, forKey key: Key) { self.slot(key).set(.bool(value)) }
    func encode(_ value: String, forKey key: Key) { self.slot(key).set(.string(value)) }
    func encode(_ value: Double, forKey key: Key) { self.slot(key).set(.number(value)) }
    func encode(_ value: Float, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: Int, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: Int8, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: Int16, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: Int32, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: Int64, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: UInt, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: UInt8, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: UInt16, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: UInt32, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
    func encode(_ value: UInt64, forKey key: Key) { self.slot(key).set(.number(Double(value))) }
}
