// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Glibc

// The names of C are libFuzzer's; everything else is in `FuzzTarget`.

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// One input for the target that is named first on the command line.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.chosen.test(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// The entry point: SwiftPM gives `main` of an executable the name of its module in front.
@_cdecl("galley_fuzz_main")
public func start(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    guard getenv("FUZZ_TARGET") != nil else {
        for target in FuzzTarget.allCases { print(target.rawValue) }
        return 0
    }
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments, testOneInput)
}
