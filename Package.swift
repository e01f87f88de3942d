// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import PackageDescription

// `CORE_ONLY=1 swift test --scratch-path .build-core` leaves out everything that needs SwiftNIO: the short loop.
let isCoreOnly = Context.environment["CORE_ONLY"] != nil

var products: [Product] = [
    .library(name: "Galley", targets: ["Composition"]),
    .library(name: "Handlebars", targets: ["Handlebars"]),
    .library(name: "MIME", targets: ["MIME"]),
    .library(name: "SMTP", targets: ["SMTP"]),
]

var targets: [Target] = [
    .systemLibrary(name: "CIconv"),
    .systemLibrary(
        name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
    .systemLibrary(
        name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),

    .target(name: "ByteText"),
    .target(name: "TaskLimits"),
    .target(name: "JSONText", dependencies: ["ByteText"]),
    .target(name: "Handlebars", dependencies: ["ByteText", "JSONText"]),
    .target(
        name: "MIME", dependencies: ["ByteText", "CIDN2", "CIconv"],
        linkerSettings: [.linkedLibrary("iconv", .when(platforms: [.macOS]))]),
    .target(name: "CSS", dependencies: ["ByteText"]),
    .target(name: "HTML", dependencies: ["ByteText", "CLibXML2", "CSS"]),
    .target(name: "SMTP", dependencies: ["ByteText", "MIME"]),
    .target(name: "TenantConfiguration", dependencies: ["ByteText", "JSONText"]),
    .target(name: "EmailTemplates", dependencies: ["ByteText", "Handlebars", "JSONText", "TenantConfiguration"]),
    .target(name: "EmailProvider", dependencies: ["ByteText", "JSONText", "MIME", "TenantConfiguration"]),
    .target(
        name: "Composition",
        dependencies: [
            "ByteText", "EmailProvider", "EmailTemplates", "HTML", "Handlebars", "JSONText", "MIME",
            "TenantConfiguration",
        ]),
    .target(
        name: "MSGraph",
        dependencies: ["ByteText", "Composition", "EmailProvider", "JSONText", "MIME", "TaskLimits"]),
    .target(
        name: "Verification",
        dependencies: [
            "ByteText", "Composition", "EmailProvider", "EmailTemplates", "HTML", "Handlebars", "JSONText", "MIME",
            "SMTP", "TenantConfiguration",
        ]),

    // What is fuzzed, as a library: tests replay what fuzzing has found, without libFuzzer.
    .target(
        name: "FuzzTargets",
        dependencies: [
            "ByteText", "CSS", "Composition", "EmailProvider", "EmailTemplates", "HTML", "Handlebars", "JSONText",
            "MIME", "SMTP", "TenantConfiguration",
        ],
        path: "Fuzzing/Targets"),
    .testTarget(name: "FuzzTargetsTests", dependencies: ["FuzzTargets"]),

    .target(name: "TestSupport", dependencies: ["JSONText"], path: "Tests/TestSupport"),
    .testTarget(name: "ByteTextTests", dependencies: ["ByteText", "TestSupport"]),
    .testTarget(name: "TaskLimitsTests", dependencies: ["TaskLimits"]),
    .testTarget(name: "JSONTextTests", dependencies: ["ByteText", "JSONText", "TestSupport"]),
    .testTarget(
        name: "HandlebarsTests", dependencies: ["ByteText", "FuzzTargets", "Handlebars", "JSONText", "TestSupport"]),
    .testTarget(name: "MIMETests", dependencies: ["ByteText", "JSONText", "MIME", "TestSupport"]),
    .testTarget(name: "CSSTests", dependencies: ["ByteText", "CSS", "TestSupport"]),
    .testTarget(name: "HTMLTests", dependencies: ["ByteText", "CSS", "HTML", "TestSupport"]),
    .testTarget(name: "SMTPTests", dependencies: ["ByteText", "MIME", "SMTP", "TestSupport"]),
    .testTarget(
        name: "TenantConfigurationTests", dependencies: ["ByteText", "JSONText", "TenantConfiguration", "TestSupport"]),
    .testTarget(
        name: "EmailTemplatesTests",
        dependencies: ["ByteText", "EmailTemplates", "Handlebars", "JSONText", "TenantConfiguration", "TestSupport"]),
    .testTarget(
        name: "EmailProviderTests",
        dependencies: ["ByteText", "EmailProvider", "JSONText", "MIME", "TenantConfiguration", "TestSupport"]),
    .testTarget(
        name: "CompositionTests",
        dependencies: [
            "ByteText", "Composition", "EmailProvider", "EmailTemplates", "Handlebars", "JSONText", "MIME",
            "TenantConfiguration", "TestSupport",
        ]),
    .testTarget(
        name: "MSGraphTests",
        dependencies: ["ByteText", "Composition", "EmailProvider", "JSONText", "MIME", "MSGraph", "TestSupport"]),
    .testTarget(
        name: "VerificationTests",
        dependencies: [
            "ByteText", "Composition", "EmailProvider", "EmailTemplates", "Handlebars", "JSONText", "MIME", "SMTP",
            "TenantConfiguration", "TestSupport", "Verification",
        ]),
]

var dependencies: [Package.Dependency] = []

if !isCoreOnly {
    products.append(.executable(name: "galley", targets: ["galley"]))
    dependencies += [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ]
    let nio: [Target.Dependency] = [
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
    ]
    targets += [
        .target(name: "Digests", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "MSGraphHTTP",
            dependencies: [
                "ByteText", "EmailProvider", "MSGraph", "TransportTLS",
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ] + nio),
        .target(name: "SMTPNIO", dependencies: ["ByteText", "MIME", "SMTP", "TaskLimits"] + nio),
        .target(
            name: "TransportTLS",
            dependencies: ["EmailProvider", .product(name: "NIOSSL", package: "swift-nio-ssl")] + nio),
        .target(
            name: "SMTPTLS",
            dependencies: [
                "EmailProvider", "SMTP", "SMTPNIO", "TransportTLS", .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio),
        .target(
            name: "Delivery",
            dependencies: [
                "ByteText", "Composition", "EmailProvider", "MIME", "MSGraph", "SMTP", "SMTPNIO", "Verification",
            ]),
        .target(
            name: "GalleyCommands",
            dependencies: [
                "ByteText", "CSS", "Composition", "Delivery", "Digests", "EmailProvider", "EmailTemplates", "HTML",
                "Handlebars", "JSONText", "MIME", "MSGraph", "MSGraphHTTP", "SMTP", "SMTPNIO", "SMTPTLS",
                "TenantConfiguration", "Verification",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(name: "galley", dependencies: ["GalleyCommands"]),

        .testTarget(name: "DigestsTests", dependencies: ["ByteText", "Digests", "SMTP"]),
        .testTarget(
            name: "MSGraphHTTPTests",
            dependencies: [
                "ByteText", "Composition", "EmailProvider", "JSONText", "MIME", "MSGraph", "MSGraphHTTP", "TestSupport",
            ],
            exclude: ["Server"]),
        .testTarget(
            name: "SMTPNIOTests",
            dependencies: [
                "ByteText", "MIME", "SMTP", "SMTPNIO", .product(name: "NIOEmbedded", package: "swift-nio"),
            ] + nio),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "ByteText", "Composition", "Delivery", "EmailProvider", "MIME", "SMTP", "SMTPNIO", "Verification",
            ] + nio),
        .testTarget(
            name: "GalleyCommandsTests",
            dependencies: [
                "Composition", "GalleyCommands", "JSONText", "MIME", "TenantConfiguration", "Verification",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ]
}

// `Fuzzing/run` builds with libFuzzer. The targets stand here, not in a package of their own, to see `package` API.
let isFuzzing = Context.environment["FUZZING"] != nil

if isFuzzing {
    targets.append(
        .executableTarget(
            name: "galley-fuzz",
            dependencies: ["FuzzTargets"], path: "Fuzzing/Program", linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]
        ))
}

// `Benchmarks/send` builds this one, which stands here for the same reason.
if Context.environment["BENCHMARKS"] != nil {
    targets.append(
        .executableTarget(
            name: "galley-send", dependencies: ["Composition", "MIME", "SMTP", "SMTPNIO"],
            path: "Benchmarks/Sources/galley-send"))
}

for target in targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
    ]
    if isFuzzing { target.swiftSettings?.append(.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])) }
}

let package = Package(
    name: "galley",
    platforms: [.macOS(.v26)],
    products: products,
    dependencies: dependencies,
    targets: targets,
    swiftLanguageModes: [.v6]
)
