// swift-tools-version: 6.2
import PackageDescription

/// Every target: warnings are errors, and nothing leaks through imports.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
/// Every target but `Redis`, `Terminal` and `Processes`: the compiler proves that no unsafe code is there.
let safe = strict + [.strictMemorySafety()]

let package = Package(
    name: "mbm",
    products: [.executable(name: "mbm", targets: ["mbm"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    ],
    targets: [
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"]), .brew(["hiredis"])]),
        .systemLibrary(name: "CLibEdit", providers: [.apt(["libedit-dev"]), .brew(["libedit"])]),
        .target(name: "Redis", dependencies: ["CHiredis"], swiftSettings: strict),
        .target(name: "Terminal", dependencies: ["CLibEdit"], swiftSettings: strict),
        .target(name: "Processes", swiftSettings: strict),
        .target(
            name: "BoardClient",
            resources: [
                .embedInCode("folder.py"),
                .embedInCode("mbm_board.py"),
                .embedInCode("mbm_client.py"),
                .embedInCode("mbm_config.py"),
                .embedInCode("mbm_dupterm.py"),
                .embedInCode("mbm_files_change.py"),
                .embedInCode("mbm_files_copy.py"),
                .embedInCode("mbm_files_names.py"),
                .embedInCode("mbm_files_pieces.py"),
                .embedInCode("mbm_files_read.py"),
                .embedInCode("mbm_files_records.py"),
                .embedInCode("mbm_files_single.py"),
                .embedInCode("mbm_files_walk.py"),
                .embedInCode("mbm_input.py"),
                .embedInCode("mbm_job.py"),
                .embedInCode("mbm_link.py"),
                .embedInCode("mbm_output.py"),
                .embedInCode("mbm_register.py"),
                .embedInCode("mbm_rename.py"),
                .embedInCode("mbm_spawn.py"),
                .embedInCode("mbm_unix.py"),
                .embedInCode("mbm_watch.py"),
                .embedInCode("argv.py"),
                .embedInCode("facts.py"),
                .embedInCode("info.py"),
                .embedInCode("complete/complete_files.py"),
                .embedInCode("complete/complete_find.py"),
                .embedInCode("complete/complete_firmware.py"),
                .embedInCode("complete/complete_globals.py"),
                .embedInCode("complete/complete_modules.py"),
                .embedInCode("complete/complete_names.py"),
                .embedInCode("complete/complete_show.py"),
                .embedInCode("legacy/legacy_change.py"),
                .embedInCode("legacy/legacy_check.py"),
                .embedInCode("legacy/legacy_file.py"),
                .embedInCode("legacy/legacy_read.py"),
                .embedInCode("legacy/legacy_run.py"),
                .embedInCode("macros/echo.py"),
                .embedInCode("macros/listdir.py"),
                .embedInCode("macros/mem_free.py"),
                .embedInCode("macros/mkdir.py"),
                .embedInCode("macros/rmdir.py"),
                .embedInCode("macros/set.py"),
                .embedInCode("macros/settings.py"),
                .embedInCode("macros/uname.py"),
            ],
            swiftSettings: safe),
        .target(
            name: "Fleet",
            dependencies: [
                "Redis", "Processes", "BoardClient",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: safe),
        .target(
            name: "Shell",
            dependencies: [
                "Fleet", "Processes", .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: safe),
        .executableTarget(
            name: "mbm",
            dependencies: [
                "Shell", "Terminal", "Fleet", "Processes", "BoardClient", "Redis",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: safe),
        .target(
            name: "TestSupport", dependencies: ["Processes", "Redis"], path: "Tests/Support",
            resources: [.embedInCode("screen.py")],
            swiftSettings: strict),
        .executableTarget(
            name: "LineEditorProbe", dependencies: ["Terminal", "Processes", "Shell"], path: "Tests/LineEditorProbe",
            swiftSettings: strict),
        .testTarget(
            name: "TerminalTests", dependencies: ["Terminal", "TestSupport", "LineEditorProbe"], swiftSettings: strict),
        .testTarget(name: "RedisTests", dependencies: ["Redis", "Processes", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ProcessesTests", dependencies: ["Processes", "Redis", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ShellTests",
            dependencies: ["Shell", "Fleet", "BoardClient", "Redis", "Processes", "Terminal", "TestSupport", "mbm"],
            swiftSettings: strict),
        .testTarget(
            name: "FleetTests", dependencies: ["Fleet", "Redis", "Processes", "TestSupport"],
            resources: [.embedInCode("range-cases.json")],
            swiftSettings: strict),
        .testTarget(
            name: "BoardTests",
            dependencies: [
                "BoardClient", "Processes", "Redis", "TestSupport", "mbm",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MbmTests", dependencies: ["mbm", "TestSupport", "Processes", "Redis"], swiftSettings: strict),
        .testTarget(
            name: "LegacyTests", dependencies: ["mbm", "Fleet", "Redis", "TestSupport"], swiftSettings: strict),
    ]
)
