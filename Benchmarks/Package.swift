// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import PackageDescription

// The raw encoders and single readers are `package` API of Galley, which is measured here too.
let seesPackageAPI: [SwiftSetting] = [.unsafeFlags(["-Xfrontend", "-disable-access-control"])]

let package = Package(
    name: "galley-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "galley", path: "..")],
    targets: [
        .executableTarget(
            name: "galley-benchmarks",
            dependencies: [
                .product(name: "Galley", package: "galley"), .product(name: "Handlebars", package: "galley"),
                .product(name: "MIME", package: "galley"),
            ]),
        .executableTarget(
            name: "galley-peer",
            dependencies: [.product(name: "Galley", package: "galley")],
            swiftSettings: seesPackageAPI),
        .executableTarget(
            name: "galley-growth",
            dependencies: [.product(name: "Galley", package: "galley")],
            swiftSettings: seesPackageAPI),
    ],
    swiftLanguageModes: [.v6]
)
