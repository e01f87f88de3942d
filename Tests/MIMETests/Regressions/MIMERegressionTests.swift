// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Foundation
import MIME
import Testing

/// What fuzzing found, tried again; `Fuzzing/Targets` says what must hold of each.
struct MIMERegressionTests {
    private static func inputs(of target: String) throws -> [[UInt8]] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appendingPathComponent("Fuzzing/Regressions/\(target)")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .map { [UInt8](try Data(contentsOf: $0)) }
    }

    @Test("A media type may end anywhere, in a comment after a backslash too")
    func mediaTypes() throws {
        #expect(MediaType(parsing: "text/plain; (a\\")?.essence == "text/plain")
        for input in try Self.inputs(of: "media-type") {
            _ = MediaType(parsing: String(decoding: input, as: UTF8.self))
        }
    }

    @Test("The offset of a fault lies in the text")
    func addresses() throws {
        for input in try Self.inputs(of: "addresses") {
            let text = String(decoding: input, as: UTF8.self)
            do throws(AddressError) {
                let list = try AddressList(text)
                #expect((try? AddressList(list.description)) == list)
            } catch {
                #expect((0...text.utf8.count).contains(error.offset))
            }
        }
    }

    @Test("A text that was encoded is decoded to itself, where the value begins on the second line too")
    func headerTexts() throws {
        for input in try Self.inputs(of: "header-text") {
            let text = String(decoding: input, as: UTF8.self)
            for form in [HeaderForm.ascii, .internationalized] {
                let lines = try HeaderField(.subject, .unstructured(text)).lines(form: form)
                let field = EntityParser.parse(lines.bytes + Array("\r\n".utf8)).headerFields.first
                #expect(field?.text.utf8.elementsEqual(text.replacingControlsWithSpaces.utf8) == true)
            }
        }
        #expect(EntityParser.parse(Array("A:\r\n\t x\r\n  y\r\n\r\n".utf8)).headerFields.first?.rawValue == "x  y")
    }
}
