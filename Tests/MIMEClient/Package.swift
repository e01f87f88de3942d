// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import PackageDescription

// A package of its own, because the tests of Galley see its `package` API: here only what is public compiles.
let package = Package(
    name: "mime-client",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "galley", path: "../..")],
    targets: [
        .testTarget(
            name: "MIMEClientTests", dependencies: [.product(name: "MIME", package: "galley")],
            path: "MIMEClientTests",
            swiftSettings: [.enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error)])
    ],
    swiftLanguageModes: [.v6]
)
