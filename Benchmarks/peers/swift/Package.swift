// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import PackageDescription

let package = Package(
    name: "swift-mustache-peer",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1")],
    targets: [
        .executableTarget(
            name: "swift-mustache-peer", dependencies: [.product(name: "Mustache", package: "swift-mustache")])
    ],
    swiftLanguageModes: [.v6]
)
