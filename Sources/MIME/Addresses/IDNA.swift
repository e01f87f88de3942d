// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import CIDN2

/// Internationalised domain names by IDNA2008 and UTS 46, through libidn2.
///
/// This is one of the two files of the module with unsafe pointers.
enum IDNA {
    /// Why libidn2 refused a name, in its words.
    struct Failure: Error {
        var reason: String
    }

    /// The name with every label as an A-label, lower-cased.
    ///
    /// - Parameter name: A host name without NUL.
    static func asciiForm(of name: String) throws(Failure) -> String {
        let flags = CInt(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
        return try Self.convert(name) { name, output in idn2_to_ascii_8z(name, output, flags) }
    }

    /// The name with every A-label as a U-label.
    static func unicodeForm(of name: String) throws(Failure) -> String {
        try Self.convert(name) { name, output in idn2_to_unicode_8z8z(name, output, 0) }
    }

    private static func convert(
        _ name: String,
        with function: (UnsafePointer<CChar>, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt
    ) throws(Failure) -> String {
        var output: UnsafeMutablePointer<CChar>?
        let status = name.withCString { function($0, &output) }
        defer { idn2_free(output) }
        guard status == IDN2_OK.rawValue, let output else {
            throw Failure(reason: String(cString: idn2_strerror(status)))
        }
        return String(cString: output)
    }
}
