// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import PackageDescription

let package = Package(
    name: "galley-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "galley", path: "..")],
    targets: [
        .executableTarget(
            name: "galley-benchmarks",
            dependencies: [
                .product(name: "Galley", package: "galley"), .product(name: "Handlebars", package: "galley"),
                .product(name: "MIME", package: "galley"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
