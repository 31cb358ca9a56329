// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
let strictC: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
// `.rounded()` needs libm on Linux when neither Glibc nor Foundation is imported.
let mathLibrary: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

// Executables without shared libraries (Scripts/static.sh) leave lcms2 out where there is no archive of it.
let hasLCMS2 = Context.environment["IMAGEPOOL_WITHOUT_LCMS2"] == nil

let package = Package(
  name: "imagepool",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "PoolingEngine", targets: ["PoolingEngine"]),
    .library(name: "ImagePooling", targets: ["ImagePooling"]),
    .executable(name: "imagepool", targets: ["ImagePoolCLI"]),
    .library(name: "ImagePoolC", type: .dynamic, targets: ["ImagePoolC"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(
      name: "CLibPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .yum(["libpng-devel"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CLibJPEG", pkgConfig: "libjpeg",
      providers: [.apt(["libjpeg-dev"]), .yum(["libjpeg-turbo-devel"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(
      name: "CLCMS", pkgConfig: "lcms2",
      providers: [.apt(["liblcms2-dev"]), .yum(["lcms2-devel"]), .brew(["little-cms2"])]),
    .target(
      name: "CCodecs", dependencies: ["CLibPNG", "CLibJPEG"], cSettings: strictC,
      linkerSettings: [.linkedLibrary("z")]),  // the reports' blocks, its version; libpng brings it
    .target(
      name: "CColor", dependencies: hasLCMS2 ? ["CLCMS"] : [],
      cSettings: strictC + (hasLCMS2 ? [] : [.define("CCOLOR_WITHOUT_LCMS2")])),
    .target(name: "CKernels", cSettings: strictC),
    .target(name: "CSystem", cSettings: strictC),
    .target(
      name: "PoolingEngine", dependencies: ["CKernels"], swiftSettings: strict,
      linkerSettings: mathLibrary),
    .target(
      name: "ImageCodecs", dependencies: ["CCodecs", "PoolingEngine"], swiftSettings: strict),
    .target(name: "ColorProfiles", dependencies: ["CColor"], swiftSettings: strict),
    .target(name: "FeatureMaps", dependencies: ["PoolingEngine"], swiftSettings: strict),
    .target(name: "TarArchive", swiftSettings: strict),
    .target(
      name: "CPageFiles", exclude: ["Shared", "Inspect", "Compare", "Sheet"], cSettings: strictC),
    .target(name: "ReportPages", dependencies: ["CPageFiles"], swiftSettings: strict),
    .target(
      name: "ImagePooling",
      dependencies: [
        "ImageCodecs", "ColorProfiles", "FeatureMaps", "TarArchive", "ReportPages", "PoolingEngine",
        "CKernels",
        "CSystem",
      ],
      swiftSettings: strict),
    .target(name: "CImagePool", cSettings: strictC),
    .target(
      name: "ImagePoolC", dependencies: ["CImagePool", "ImagePooling"], swiftSettings: strict),
    .executableTarget(
      name: "ImagePoolCLI",
      dependencies: [
        "ImagePooling",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "BareDecoder", dependencies: ["CLibPNG", "CLibJPEG"], cSettings: strictC),
    .executableTarget(
      name: "ImagePoolBenchmarks", dependencies: ["PoolingEngine"], swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["PoolingEngine", "FeatureMaps", "ImageCodecs"],
      path: "Tests/TestSupport", resources: [.copy("Golden")], swiftSettings: strict),
    .executableTarget(
      name: "ConformanceProbe", dependencies: ["ImageCodecs", "PoolingEngine"],
      path: "Tests/ConformanceProbe", swiftSettings: strict),
    .testTarget(
      name: "PoolingEngineTests", dependencies: ["PoolingEngine", "TestSupport", "FeatureMaps"],
      swiftSettings: strict),
    .testTarget(
      name: "ImageCodecsTests", dependencies: ["ImageCodecs", "PoolingEngine", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "ColorProfilesTests", dependencies: ["ColorProfiles", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "FeatureMapsTests", dependencies: ["FeatureMaps", "PoolingEngine", "TestSupport"],
      exclude: ["Fixtures/make_fixtures.py"], resources: [.copy("Fixtures/npy")],
      swiftSettings: strict),
    .testTarget(name: "ReportPagesTests", dependencies: ["ReportPages"], swiftSettings: strict),
    .testTarget(name: "TarArchiveTests", dependencies: ["TarArchive"], swiftSettings: strict),
    .testTarget(
      name: "ImagePoolingTests",
      dependencies: ["ImagePooling", "ImageCodecs", "FeatureMaps", "TarArchive", "TestSupport"],
      swiftSettings: strict),
    .target(
      name: "InterfaceProbe", dependencies: ["CImagePool"], path: "Tests/InterfaceProbe",
      cSettings: strictC),
    .testTarget(
      name: "ImagePoolCTests", dependencies: ["ImagePoolC", "InterfaceProbe"], swiftSettings: strict),
    .testTarget(
      name: "ImagePoolCLITests",
      dependencies: [
        "ImagePoolCLI", "ImagePooling", "ImageCodecs", "FeatureMaps", "TarArchive", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
  ]
)
