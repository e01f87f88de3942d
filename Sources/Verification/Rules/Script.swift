// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The script that a letter belongs to, for those scripts that people write names in (Unicode Standard Annex 24).
package struct Script: Hashable, Sendable {
    /// The code of ISO 15924: `Latn`.
    package let code: String

    /// The script of a letter; `nil` for what is no letter, and for letters of other scripts.
    package init?(_ scalar: Unicode.Scalar) {
        guard scalar.properties.isAlphabetic,
            let range = Self.ranges.first(where: { $0.scalars.contains(scalar.value) })
        else { return nil }
        self.code = range.code
    }

    private init(code: String) {
        self.code = code
    }

    /// The scripts of a word where they do not go together: the moderately restrictive level of Unicode Technical
    /// Standard 39, section 5.2, with Greek and Cyrillic beside nothing else, and Latin beside any one other.
    static func mixture(in word: some Sequence<Unicode.Scalar>) -> [String]? {
        let scripts = Set(word.compactMap(Script.init))
        let others = scripts.subtracting([Self(code: "Latn")])
        let isTogether =
            others.isEmpty || Self.families.contains(where: others.isSubset)
            || (others.count == 1 && (scripts.count == 1 || others.isDisjoint(with: Self.lookalikes)))
        return isTogether ? nil : scripts.map(\.code).sorted()
    }

    /// The scripts of Japanese, Korean and Chinese.
    private static let families: [Set<Script>] = [["Hani", "Hira", "Kana"], ["Hani", "Hang"], ["Hani", "Bopo"]]
        .map { Set($0.map(Script.init(code:))) }

    private static let lookalikes = Set(["Grek", "Cyrl", "Copt", "Cher"].map(Script.init(code:)))

    /// The ranges of letters, in hexadecimal; what stands between the letters of a range is no letter.
    private static let ranges: [(code: String, scalars: ClosedRange<UInt32>)] = """
        Latn 41-7A C0-2AF 1D00-1D25 1D62-1D65 1D6B-1D77 1D79-1D9A 1E00-1EFF 2090-209C 2184-2184 2C60-2C7F A722-A787
        Latn A78B-A7D9 A7F5-A7FF AB30-AB5A AB60-AB64 AB66-AB68 FB00-FB06 FF21-FF5A
        Grek 370-3E1 3F0-3FF 1D26-1D2A 1D66-1D6A 1F00-1FFC AB65-AB65
        Copt 3E2-3EF 2C80-2CF3
        Cyrl 400-52F 1C80-1C88 1D2B-1D2B A640-A69B
        Armn 531-588 FB13-FB17
        Hebr 5D0-5F2 FB1D-FB4F
        Arab 620-6FF 750-77F 870-8C9 FB50-FEFC
        Syrc 710-74F 860-86A
        Thaa 780-7B1
        Deva 904-97F A8F2-A8FE
        Beng 980-9FC
        Guru A05-A74
        Gujr A85-AF9
        Orya B05-B71
        Taml B83-BD0
        Telu C05-C61
        Knda C80-CF2
        Mlym D04-D7F
        Sinh D85-DC6
        Thai E01-E46
        Laoo E81-EDF
        Tibt F00-F8C
        Mymr 1000-108E A9E0-A9FE AA60-AA7F
        Geor 10A0-10FA 10FD-10FF 1C90-1CBF 2D00-2D2D
        Hang 1100-11FF 3131-318E A960-A97C AC00-D7FB FFA0-FFDC
        Ethi 1200-138F 2D80-2DDE AB01-AB2E
        Cher 13A0-13FD AB70-ABBF
        Khmr 1780-17DC
        Mong 1820-18AA
        Hira 3041-309F
        Kana 30A1-30FA 30FD-30FF 31F0-31FF FF66-FF6F FF71-FF9F
        Bopo 3105-312F 31A0-31BF
        Hani 3005-3005 3400-9FFF F900-FAD9 20000-3134A
        """.utf8.split(separator: 0x0A).flatMap { line -> [(code: String, scalars: ClosedRange<UInt32>)] in
            let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            return words.dropFirst().compactMap { word in
                let bounds = word.utf8.split(separator: 0x2D).compactMap {
                    UInt32(String(decoding: $0, as: UTF8.self), radix: 16)
                }
                return bounds.count == 2 && bounds[0] <= bounds[1] ? (words[0], bounds[0]...bounds[1]) : nil
            }
        }
}
