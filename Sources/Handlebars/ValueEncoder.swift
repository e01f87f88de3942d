// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Where a value is encoded to.
final class EncodedSlot {
    private enum Content {
        case none
        case value(Value)
        case array([EncodedSlot])
        case object([(name: String, slot: EncodedSlot)])
    }

    private var content = Content.none

    /// The value; an object without members if nothing was encoded.
    ///
    /// It recurses no deeper than encoding did.
    var value: Value {
        switch self.content {
        case .none: .object(Value.Members())
        case .value(let value): value
        case .array(let slots): .array(Value.Elements(slots.lazy.map(\.value)))
        case .object(let members): .object(Value.Members(members.lazy.map { ($0.name, $0.slot.value) }))
        }
    }

    var count: Int {
        if case .array(let slots) = self.content { slots.count } else { 0 }
    }

    func set(_ value: Value) {
        self.content = .value(value)
    }

    func makeArray() {
        if case .array = self.content { return }
        self.content = .array([])
    }

    func makeObject() {
        if case .object = self.content { return }
        self.content = .object([])
    }

    func append() -> EncodedSlot {
        let slot = EncodedSlot()
        if case .array(var slots) = self.content {
            // Letting go of the content keeps the array from being copied.
            self.content = .none
            slots.append(slot)
            self.content = .array(slots)
        }
        return slot
    }

    func add(_ name: String) -> EncodedSlot {
        let slot = EncodedSlot()
        if case .object(var members) = self.content {
            self.content = .none
            members.append((name, slot))
            self.content = .object(members)
        }
        return slot
    }
}

/// Encodes to a ``Value``, without Foundation.
struct ValueEncoder: Encoder {
    let slot: EncodedSlot
    let codingPath: [any CodingKey]
    let depthLeft: Int

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func encode(_ value: some Encodable) throws {
        guard self.depthLeft > 0 else {
            throw EncodingError.invalidValue(
                value, EncodingError.Context(codingPath: self.codingPath, debugDescription: "nests too deep"))
        }
        try value.encode(to: self)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        self.slot.makeObject()
        return KeyedEncodingContainer(KeyedValueContainer<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        self.slot.makeArray()
        return UnkeyedValueContainer(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleValueContainer(encoder: self)
    }

    /// The encoder of something inside.
    func nested(_ slot: EncodedSlot, _ key: (any CodingKey)?) -> ValueEncoder {
        ValueEncoder(
            slot: slot, codingPath: self.codingPath + (key.map { [$0] } ?? []), depthLeft: self.depthLeft - 1)
    }
}

/// A name or index that no type declares.
struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init(intValue: Int) {
        self.stringValue = String(intValue)
        self.intValue = intValue
    }
}
