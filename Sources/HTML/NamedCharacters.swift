// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The names that stand for characters: those of HTML 4, which libxml2 knows, and those of HTML5 that mail uses.
enum NamedCharacters {
    private static let scalars: [String: Unicode.Scalar] = {
        var scalars = HTMLTree.namedCharacters()
        for line in Self.additions.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let value = UInt32(words[1], radix: 16), let scalar = Unicode.Scalar(value) else {
                continue
            }
            scalars[String(words[0])] = scalar
        }
        return scalars
    }()

    /// The character with the given name, which stood before a semicolon.
    static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        self.scalars[String(decoding: name, as: UTF8.self)]
    }

    /// The character with the given name, if the name counts without a semicolon.
    ///
    /// Those are the names of Latin-1 and the four that XML has too, as HTML 2 had them.
    static func legacyScalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard !name.elementsEqual("apos".utf8), let scalar = self.scalar(name) else { return nil }
        switch scalar {
        case "\u{A0}"..."\u{FF}", "&", "<", ">", "\"": return scalar
        default: return nil
        }
    }

    private static let additions = """
        AMP 26
        COPY A9
        GT 3E
        LT 3C
        NewLine A
        NoBreak 2060
        QUOT 22
        REG AE
        Tab 9
        ZeroWidthSpace 200B
        apos 27
        ast 2A
        bigstar 2605
        bsol 5C
        check 2713
        checkmark 2713
        colon 3A
        comma 2C
        commat 40
        cross 2717
        dash 2010
        dollar 24
        emsp13 2004
        emsp14 2005
        equals 3D
        excl 21
        grave 60
        hairsp 200A
        horbar 2015
        hyphen 2010
        lbrace 7B
        lbrack 5B
        lowbar 5F
        lpar 28
        num 23
        numero 2116
        numsp 2007
        percnt 25
        period 2E
        phone 260E
        plus 2B
        puncsp 2008
        quest 3F
        rbrace 7D
        rbrack 5D
        rpar 29
        semi 3B
        sol 2F
        star 2606
        starf 2605
        verbar 7C
        vert 7C
        """
}
