// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors where the project is checked, not where it is used: a newer compiler's new
/// warning must not break a user's build.
let isChecking = Context.environment["CI"] != nil
let swiftSettings: [SwiftSetting] = isChecking ? [.treatAllWarnings(as: .error)] : []
let cSettings: [CSetting] = isChecking ? [.treatAllWarnings(as: .error)] : []

/// Optimised in debug builds too, or tests would spend their time in unspecialised generics:
/// preconditions and `#if DEBUG` stay.
let moduleSettings = swiftSettings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: moduleSettings)
}

/// Tests of one module, with a folder of fixtures.
func tests(of name: String, target: Target.Dependency) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [target, "TestSupport"], path: "Tests/\(name)Tests",
    resources: [.copy("Fixtures")], swiftSettings: swiftSettings)
}

let package = Package(
  name: "draftscope",
  products: [.executable(name: "draftscope", targets: ["draftscope"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C: the BLAS system library, thin functions over ncurses, SIMD kernels chosen at run time.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(
      name: "CTerminal", cSettings: cSettings,
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    // Optimised in debug builds too: a token would take fifteen times longer.
    .target(name: "CKernels", cSettings: cSettings + [.unsafeFlags(["-O3"])]),

    // Model files as part of the program.
    .target(
      name: "CModels", exclude: ["Resources"],
      cSettings: cSettings + [.unsafeFlags(["-std=gnu23"])]),

    // The engine.
    module("Tokens"),
    module("Tensors", ["COpenBLAS", "CKernels"]),
    module("ModelFiles", ["CModels", "Tensors", "Tokens"]),
    module("Models", ["Tensors", "ModelFiles", "Tokens"]),

    // The method: pure values.
    module("DraftTrees", ["Tokens"]),
    module("Verification", ["DraftTrees", "Tokens"]),
    module("Controllers", ["DraftTrees", "Timeline", "Tokens"]),
    module("Timeline", ["DraftTrees", "Tokens"]),

    // Proposing and running.
    module("Drafters", ["Models", "DraftTrees", "Timeline", "Tokens"]),
    module(
      "Decoding",
      [
        "Models", "Drafters", "Verification", "Controllers", "Timeline", "DraftTrees", "Tokens",
      ]),

    // What a person sees.
    module(
      "Screens",
      ["Timeline", "DraftTrees", "Tokens", .product(name: "Yams", package: "Yams")]),
    module("Terminal", ["CTerminal", "Screens"]),
    .executableTarget(
      name: "draftscope",
      dependencies: [
        "Tokens", "Tensors", "ModelFiles", "Models", "DraftTrees", "Verification", "Controllers",
        "Timeline", "Drafters", "Decoding", "Screens", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),

    .target(
      name: "TestSupport",
      dependencies: [
        "Tokens", "Tensors", "ModelFiles", "Models", "DraftTrees", "Verification", "Controllers",
        "Timeline", "Drafters", "Decoding", "Screens",
      ],
      path: "Tests/TestSupport", swiftSettings: moduleSettings),
    tests(of: "CommandLine", target: "draftscope"),
    // What the tests of the terminal watch in tmux.
    .executableTarget(
      name: "TerminalProbe", dependencies: ["Terminal", "Screens"], path: "Tests/TerminalProbe",
      swiftSettings: swiftSettings),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "TerminalProbe", "TestSupport"],
      path: "Tests/TerminalTests", resources: [.copy("Fixtures")], swiftSettings: swiftSettings),
  ]
    + [
      "Tokens", "Tensors", "ModelFiles", "Models", "DraftTrees", "Verification", "Controllers",
      "Timeline", "Drafters", "Decoding", "Screens",
    ].map { tests(of: $0, target: .byName(name: $0)) },
  swiftLanguageModes: [.v6]
)
