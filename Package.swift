// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house, ground floor first. Docs/architecture.md says what each holds and who may call whom.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func systemLibrary(_ name: String, pkgConfig: String? = nil) -> Target {
    .systemLibrary(name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig)
}

/// A system library whose functions need a C shim: variadic ones, or those that report errors by longjmp.
func shimmedLibrary(_ name: String, link: [String]) -> Target {
    .target(
        name: name, path: "Sources/CLibraries/\(name)",
        linkerSettings: link.map { .linkedLibrary($0) })
}

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

/// Swift's own libraries inside the program: it starts in two thirds of the time, and runs where no Swift is installed.
let withinTheProgram: [LinkerSetting] =
    [.unsafeFlags(["-static-stdlib"])]
    + ["CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections", "swiftSynchronization"].map {
        .linkedLibrary($0, .when(platforms: [.linux]))
    }

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")

let package = Package(
    name: "astrobase",
    products: [.executable(name: "astrobase", targets: ["astrobase"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // Floor 0: system libraries, and threads for calls that block.
        systemLibrary("CFITSIO", pkgConfig: "cfitsio"),
        systemLibrary("CWCSLIB", pkgConfig: "wcslib"),
        systemLibrary("CEXIF", pkgConfig: "libexif"),
        systemLibrary("CZLIB", pkgConfig: "zlib"),
        systemLibrary("CCairo", pkgConfig: "pangocairo"),
        systemLibrary("CWebP", pkgConfig: "libwebpmux"),
        systemLibrary("CGIF"),
        systemLibrary("CERFA"),
        systemLibrary("CNova"),
        shimmedLibrary("CJPEG", link: ["jpeg"]),
        shimmedLibrary("CPNG", link: ["png"]),
        shimmedLibrary("CTIFF", link: ["tiff"]),
        shimmedLibrary("CRaw", link: ["raw_r"]),
        shimmedLibrary("CRabbitMQ", link: ["rabbitmq"]),
        .target(name: "CGuard", path: "Sources/CLibraries/CGuard"),
        room("Threads", []),
        room("Tar", ["CZLIB"]),
        // Floor 1
        room("Sky", []),
        room("FITS", ["CFITSIO"]),
        room("Raster", ["Threads", "CJPEG", "CPNG", "CTIFF", "CRaw", "CEXIF", "CWebP", "CGIF"]),
        // Floor 2
        room("WCS", ["CWCSLIB", "Sky", "FITS"]),
        room("StarIndex", ["Sky", "FITS"]),
        room("Pictures", ["Raster", "FITS"]),
        room("Catalogs", ["Sky"]),
        room("Ephemeris", ["CERFA", "CNova", "Sky", "Threads"]),
        room("TaskQueue", [log, lifecycle]),
        // Floor 3
        room("KStarsData", ["Catalogs", "Sky", grdb]),
        room("Annotation", ["CCairo", "Raster", "WCS", "FITS", "Catalogs", "Sky"]),
        room(
            "PlateSolving",
            ["CGuard", "Raster", "FITS", "Pictures", "WCS", "StarIndex", "Sky", "Threads", subprocess, log]),
        room("SkySample", ["StarIndex", "WCS", "Raster", "Sky", "FITS"]),
        room("Observations", ["Sky", "WCS", "TaskQueue"]),
        room("Accounts", ["Threads", crypto, cryptoExtras]),
        // Floor 4
        room("Imaging", ["Annotation", "StarIndex", "Pictures", "Raster", "WCS", "FITS", "Catalogs", "Sky", "Threads"]),
        room("SQLiteStore", [grdb, "Sky"]),
        room("FileArchive", ["Observations", "Threads", crypto, log]),
        room("Previews", ["Pictures", "Raster", "Observations", "Threads"]),
        room("CeleryQueue", ["TaskQueue", "CRabbitMQ", log, lifecycle]),
        room("RESTRepository", ["Observations", "TaskQueue", "Threads", "Sky", httpClient, log]),
        room("NovaEngine", ["PlateSolving", "Pictures", "Raster", "WCS", "FITS", "Threads", httpClient, crypto, log]),
        // Floor 5
        room("SQLiteRepository", ["SQLiteStore", "Observations", "TaskQueue", "Sky", grdb, log, lifecycle]),
        room("SQLiteQueue", ["SQLiteStore", "TaskQueue", grdb]),
        room("SQLiteAccounts", ["SQLiteStore", "Accounts", grdb]),
        room(
            "Adoption", ["SQLiteRepository", "SQLiteStore", "Observations", "Sky", "Threads", grdb, httpClient]),
        room(
            "SQLiteCatalogs",
            ["SQLiteRepository", "SQLiteStore", "Observations", "Catalogs", "Ephemeris", "Sky", "Tar", "Threads", grdb, httpClient]),
        room(
            "NovaService",
            [
                "SQLiteStore", "Accounts", "PlateSolving", "Imaging", "Annotation", "Catalogs", "Pictures", "Raster", "WCS", "FITS", "Sky",
                "Tar", "Threads",
                grdb, httpClient, crypto, log, lifecycle,
            ]),
        // Floor 6
        room(
            "Pipeline",
            [
                "Imaging", "Annotation", "Catalogs", "Ephemeris", "StarIndex", "Sky", "FITS", "Raster", "WCS", "Pictures", "PlateSolving",
                "Observations", "TaskQueue", "Threads",
                log, lifecycle, crypto,
            ]),
        room(
            "Operations",
            ["Observations", "TaskQueue", "StarIndex", "PlateSolving", "Catalogs", "Threads", "Tar", crypto, log, subprocess]),
        // Floor 7
        room(
            "Server",
            [
                "Observations", "Accounts", "TaskQueue", "Previews", "Pipeline", "Operations", "NovaService", "PlateSolving", "Catalogs",
                "Ephemeris", "Sky",
                "Threads", hummingbird, mustache,
                log, lifecycle,
            ]),
        // Floor 8
        .executableTarget(
            name: "astrobase",
            dependencies: [
                "Sky", "FITS", "Raster", "WCS", "StarIndex", "Pictures", "PlateSolving", "NovaEngine", "NovaService", "Ephemeris",
                "SkySample",
                "Observations",
                "TaskQueue", "CeleryQueue", "RESTRepository", "Accounts", "SQLiteStore", "FileArchive", "Previews", "SQLiteRepository",
                "SQLiteQueue",
                "SQLiteAccounts", "SQLiteCatalogs", "Adoption", "Tar", "Catalogs", "KStarsData", "Annotation", "Imaging", "Pipeline",
                "Operations", "Server", "Threads",
                arguments, configuration, log, lifecycle, signals,
            ],
            swiftSettings: strict, linkerSettings: withinTheProgram),
        // A worker whose tasks only tests need.
        .executableTarget(
            name: "CeleryTestWorker", dependencies: ["CeleryQueue", "TaskQueue", log, lifecycle, signals],
            path: "Tests/Support/CeleryTestWorker", swiftSettings: strict),
        // Tests, a target for each room; what several implementations of one protocol promise
        .target(
            name: "RepositoryContract", dependencies: ["Observations", "TaskQueue", "Sky"], path: "Tests/Support/RepositoryContract",
            swiftSettings: strict),
        tests("Sky", ["Sky"]),
        tests("FITS", ["FITS"]),
        tests("Raster", ["Raster"]),
        tests("WCS", ["WCS", "FITS", "Sky"]),
        tests("StarIndex", ["StarIndex", "Sky"]),
        tests("Pictures", ["Pictures", "Raster", "FITS"]),
        tests("Catalogs", ["Catalogs", "Sky"]),
        tests("Ephemeris", ["Ephemeris", "Catalogs", "Sky"]),
        tests("KStarsData", ["KStarsData", "Catalogs", "Sky", grdb]),
        tests("Annotation", ["Annotation", "Catalogs", "Raster", "WCS", "FITS", "Sky"]),
        tests("Imaging", ["Imaging", "Annotation", "SkySample", "StarIndex", "Pictures", "Catalogs", "Raster", "WCS", "FITS", "Sky"]),
        tests("TaskQueue", ["TaskQueue"]),
        tests("PlateSolving", ["PlateSolving", "Raster", "Pictures", "WCS", "FITS", "Sky", log]),
        tests("SkySample", ["SkySample", "Raster", "WCS", "FITS", "Sky"]),
        tests("Accounts", ["Accounts"]),
        tests("SQLiteStore", ["SQLiteStore", grdb]),
        tests("FileArchive", ["FileArchive", "Observations"]),
        tests("CeleryQueue", ["CeleryQueue", "TaskQueue", "QueueContract", log, lifecycle]),
        tests("Previews", ["Previews", "Pictures", "Raster", "Threads"]),
        tests(
            "SQLiteRepository",
            [
                "RepositoryContract", "SQLiteRepository", "SQLiteQueue", "SQLiteStore", "Observations", "TaskQueue", "Sky", log, lifecycle,
            ]),
        tests(
            "RESTRepository",
            [
                "RepositoryContract", "RESTRepository", "Server", "SQLiteRepository", "SQLiteStore", "Accounts", "Previews", "Observations",
                "TaskQueue", "Sky", hummingbird, log,
            ]),
        tests("SQLiteQueue", ["SQLiteQueue", "SQLiteStore", "TaskQueue", "QueueContract", log, lifecycle, grdb]),
        // What every engine of `TaskQueue.Queue` promises, for the tests of each.
        .target(name: "QueueContract", dependencies: ["TaskQueue"], path: "Tests/Support/QueueContract", swiftSettings: strict),
        // A process for the fault runs of the embedded queues.
        .executableTarget(
            name: "QueueWorker", dependencies: ["SQLiteQueue", "SQLiteStore", "TaskQueue", log, lifecycle, signals],
            path: "Tests/Support/QueueWorker", swiftSettings: strict),
        tests("SQLiteAccounts", ["SQLiteAccounts", "SQLiteStore", "Accounts"]),
        tests(
            "Pipeline",
            [
                "Pipeline", "Imaging", "Annotation", "Catalogs", "SQLiteRepository", "SQLiteStore", "FileArchive", "Observations",
                "PlateSolving", "TaskQueue", "FITS", "Raster", "WCS", "Sky",
                "Threads", log,
            ]),
        tests("NovaService", ["NovaService"]),
        tests("Operations", ["Operations", "Observations", "TaskQueue", "Sky", "StarIndex", "Catalogs", "Threads"]),
        tests(
            "Server",
            [
                "Server", "SQLiteRepository", "SQLiteStore", "Observations", "Operations", "Accounts", "TaskQueue", "Previews", "Catalogs",
                "Sky", "Threads", hummingbird, hummingbirdTesting, log, lifecycle,
            ]),
    ],
    swiftLanguageModes: [.v6]
)
