// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Names of array elements as JavaScript has them: decimal, without leading zeros.
enum ArrayIndex {
    static func parse(_ name: String) -> Int? {
        let digits = name.utf8
        // 2^32 - 1 is no array index any more (ECMA-262, 6.1.7).
        guard let first = digits.first, digits.count <= 10, first != .ascii("0") || digits.count == 1 else {
            return nil
        }
        var index = 0
        for digit in digits {
            guard digit.isDigit else { return nil }
            index = index * 10 + Int(digit - .ascii("0"))
        }
        return index < 0xFFFF_FFFF ? index : nil
    }
}

extension Value {
    /// What `if` asks in JavaScript.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .number(let number): !(number == 0 || number.isNaN)
        case .string(let text): !text.isEmpty
        case .array, .object: true
        }
    }

    /// What handlebars.js calls empty: all that is not truthy but zero, and the array without elements.
    var isEmpty: Bool {
        switch self {
        case .number(let number): number.isNaN
        case .array(let elements): elements.isEmpty
        default: !self.isTruthy
        }
    }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The own property of that name; nothing is inherited, so `constructor` is a name like any other.
    func property(_ name: Name) -> Value? {
        if case .object(let members) = self { members[name] } else { self.property(ofPrimitive: name.text) }
    }

    private func property(ofPrimitive name: String) -> Value? {
        switch self {
        case .array(let elements):
            // Not `? ... : nil`, which makes the null of a value of it.
            if name.hasSameBytes(as: "length") { return .number(Double(elements.count)) }
            guard let index = ArrayIndex.parse(name), index < elements.count else { return nil }
            return elements[index]
        case .string(let text):
            if name.hasSameBytes(as: "length") { return .number(Double(text.utf16.count)) }
            guard let index = ArrayIndex.parse(name),
                let unit = text.utf16.index(text.utf16.startIndex, offsetBy: index, limitedBy: text.utf16.endIndex),
                unit != text.utf16.endIndex
            else { return nil }
            return .string(String(decoding: CollectionOfOne(text.utf16[unit]), as: UTF16.self))
        case .null, .bool, .number, .object:
            return nil
        }
    }

    /// The text that JavaScript's `String` gives.
    var javaScriptText: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): NumberText.text(of: number)
        case .string(let text): text
        case .array(let elements): elements.text.joined
        case .object: "[object Object]"
        }
    }

    /// `==` of JavaScript, of which objects and arrays are equal only to themselves.
    ///
    /// - Parameter work: What is added to it is the work that this takes beyond that of a step.
    func looselyEquals(_ other: Value, work: inout Int) -> Bool {
        switch (self, other) {
        case (.object(let left), .object(let right)): return left.isSameObject(as: right)
        case (.array(let left), .array(let right)): return left.isSameArray(as: right)
        case (.array, .object), (.object, .array): return false
        case (.null, _), (_, .null): return self.isNull && other.isNull
        case (.array(let elements), _):
            let text = elements.text
            work += text.work
            return Value.string(text.joined).looselyEquals(other, work: &work)
        case (.object, _): return Value.string(self.javaScriptText).looselyEquals(other, work: &work)
        case (_, .array), (_, .object): return other.looselyEquals(self, work: &work)
        case (.string(let left), .string(let right)):
            work += min(left.utf8.count, right.utf8.count) / Self.bytesPerStep
            return left.hasSameBytes(as: right)
        default: return self.javaScriptNumber(work: &work) == other.javaScriptNumber(work: &work)
        }
    }

    private func javaScriptNumber(work: inout Int) -> Double {
        switch self {
        case .bool(let flag): return flag ? 1 : 0
        case .number(let number): return number
        case .string(let text):
            work += text.utf8.count / Self.bytesPerStep
            return NumberText.number(of: text)
        case .null, .array, .object: return .nan
        }
    }

    /// How many bytes of a text are copied or compared for the price of a step.
    fileprivate static let bytesPerStep = 64
}

extension Value.Elements {
    /// `Array.prototype.join`, with a stack of its own: how deep arrays nest is up to the data.
    ///
    /// The work is in steps: one for each element, those inside of others included, and one for so many bytes.
    var text: (joined: String, work: Int) {
        var text = ""
        var work = 0
        var stack = [self.array[...]]
        while var top = stack.popLast() {
            guard let element = top.popFirst() else { continue }
            work += 1
            let hasMore = !top.isEmpty
            switch element {
            case .null:
                if hasMore { text += "," }
            case .array(let nested):
                // The comma comes after all of the nested array, so it waits below it.
                if hasMore {
                    stack.append(top)
                    stack.append([.string(",")])
                    stack.append(nested.array[...])
                    continue
                }
                stack.append(nested.array[...])
                continue
            default:
                text += element.javaScriptText
                if hasMore { text += "," }
            }
            if hasMore { stack.append(top) }
        }
        return (text, work + text.utf8.count / Value.bytesPerStep)
    }
}
