// swift-tools-version: 6.2

import Foundation
import PackageDescription

let package = Package(
  name: "portcullis",
  products: [
    .executable(name: "portcullis", targets: ["portcullis"]),
    .executable(name: "calendar-benchmarks", targets: ["CalendarBenchmarks"]),
    .executable(name: "queue-benchmarks", targets: ["QueueBenchmarks"]),
    .executable(name: "gate-simulator", targets: ["GateSimulator"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.31.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibical", providers: [.apt(["libical-dev"])]),
    .target(name: "CKernel"),
    .target(name: "Texts", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
    .target(name: "Elections"),
    .target(name: "ElectionCalendar", dependencies: ["CLibical", "Elections", "Texts"]),
    .target(name: "Publishing", dependencies: ["Elections", "Texts"]),
    .target(name: "PublishingSettings", dependencies: ["Elections", "Publishing", "Texts", "Yams"]),
    .target(
      name: "PublishingGate",
      dependencies: [
        "Elections", "Publishing", "Texts",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]
    ),
    .target(
      name: "SQLiteStore",
      dependencies: [
        "CKernel", "Elections", "Machine", "Publishing", "PublishingGate", "Texts",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]
    ),
    .target(
      name: "Connectors",
      dependencies: [
        "Elections", "Machine", "Publishing", "Texts",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]
    ),
    .target(name: "Contract", dependencies: ["Texts"]),
    .target(name: "StatusPages", dependencies: ["Contract", "Texts"]),
    .target(name: "Machine", dependencies: ["CKernel", "Elections", "Publishing"]),
    .target(
      name: "Desk",
      dependencies: [
        "Contract",
        "Elections", "ElectionCalendar", "Machine", "Publishing", "PublishingGate", "PublishingSettings", "Texts",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]
    ),
    .target(
      name: "DeskServer",
      dependencies: [
        "Contract", "Desk", "Machine", "Publishing", "PublishingGate", "StatusPages", "Texts",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]
    ),
    .target(
      name: "DeskClient",
      dependencies: [
        "Contract", "Desk", "Publishing", "Texts",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]
    ),
    .target(
      name: "Commands",
      dependencies: [
        "Contract", "DeskClient", "DeskServer",
        "Desk", "Elections", "ElectionCalendar", "Machine", "Publishing", "PublishingGate", "Texts",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]
    ),
    .executableTarget(
      name: "portcullis",
      dependencies: ["Commands", "Connectors", "Publishing", "SQLiteStore"],
      exclude: ["Debian", "Manual", "Monitoring", "Systemd"]
    ),
    .executableTarget(
      name: "PeoplesProgram",
      dependencies: ["Commands", "Connectors", "Publishing", "SQLiteStore"],
      path: "Tests/PeoplesProgram"
    ),
    .target(name: "TestSupport", dependencies: ["Elections", "Machine"], path: "Tests/TestSupport"),
    .target(
      name: "GateTesting",
      dependencies: [
        "Elections", "Publishing", "PublishingGate", "TestSupport", "Texts",
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/GateTesting"
    ),
    .executableTarget(
      name: "GateSimulator",
      dependencies: ["GateTesting", "Publishing"],
      path: "Tests/GateSimulator"),
    .testTarget(name: "TextsTests", dependencies: ["Texts"]),
    .testTarget(name: "ElectionsTests", dependencies: ["Elections", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(
      name: "ElectionCalendarTests",
      dependencies: ["Elections", "ElectionCalendar", "TestSupport"],
      exclude: ["Fixtures"]
    ),
    .testTarget(name: "ContractTests", dependencies: ["Contract", "Texts"]),
    .testTarget(name: "StatusPagesTests", dependencies: ["Contract", "StatusPages"]),
    .testTarget(
      name: "PublishingTests", dependencies: ["Elections", "GateTesting", "Publishing", "TestSupport", "Texts"]),
    .testTarget(
      name: "PublishingSettingsTests",
      dependencies: ["Connectors", "Elections", "Publishing", "PublishingSettings", "TestSupport"]
    ),
    .testTarget(
      name: "PublishingGateTests",
      dependencies: [
        "Elections", "GateTesting", "Publishing", "PublishingGate", "TestSupport", "Texts",
        .product(name: "Logging", package: "swift-log"),
      ]
    ),
    .testTarget(
      name: "StoreConformance",
      dependencies: [
        "Elections", "GateTesting", "Publishing", "PublishingGate", "SQLiteStore", "TestSupport", "Texts",
      ]
    ),
    .testTarget(
      name: "SQLiteStoreTests",
      dependencies: [
        "Machine",
        "Elections", "Publishing", "PublishingGate", "Texts", "SQLiteStore", "GateTesting",
        "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]
    ),
    .testTarget(
      name: "ConnectorsTests",
      dependencies: [
        "Connectors", "Elections", "Publishing", "PublishingSettings", "TestSupport", "Texts",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["Connectors", "Elections", "Publishing", "TestSupport", "Texts"]
    ),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "portcullis", "PeoplesProgram", "Commands", "Connectors", "Desk", "Elections", "Publishing", "PublishingGate",
        "PublishingSettings", "SQLiteStore", "TestSupport", "Texts",
      ],
      exclude: ["Golden"]
    ),
    .testTarget(name: "ServiceTests", dependencies: ["portcullis", "TestSupport"]),
    .testTarget(
      name: "DeskTests",
      dependencies: [
        "Connectors", "Contract", "Desk", "Elections", "Publishing", "PublishingGate", "SQLiteStore", "TestSupport",
        "Texts",
      ]
    ),
    .testTarget(name: "ArchitectureTests"),
    .executableTarget(
      name: "CalendarBenchmarks",
      dependencies: ["Elections", "ElectionCalendar"],
      path: "Tests/Benchmarks/CalendarBenchmarks"
    ),
    .executableTarget(
      name: "QueueBenchmarks",
      dependencies: [
        "Connectors", "Elections", "Publishing", "PublishingGate", "Texts", "SQLiteStore",
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/Benchmarks/QueueBenchmarks"
    ),
  ]
)

// The fuzzer has no main of its own: the sanitizer supplies it, so it is built only by `make fuzz`.
if ProcessInfo.processInfo.environment["PORTCULLIS_FUZZ"] != nil {
  package.products.append(.executable(name: "calendar-fuzzer", targets: ["CalendarFuzzer"]))
  package.targets.append(
    .executableTarget(
      name: "CalendarFuzzer",
      dependencies: ["Elections", "ElectionCalendar"],
      path: "Tests/CalendarFuzzer",
      exclude: ["run.sh", "icalendar.dict"]
    )
  )
}

// Only `make docs` needs the plugin, so an ordinary build neither fetches nor compiles it.
if ProcessInfo.processInfo.environment["PORTCULLIS_DOCS"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
}
