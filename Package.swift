// swift-tools-version: 6.2
import PackageDescription

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
      name: "CTerminal",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),

    // The engine.
    .target(name: "Tokens"),
    .target(name: "Tensors", dependencies: ["COpenBLAS", "CKernels"]),
    .target(name: "ModelFiles", dependencies: ["Tensors", "Tokens"]),
    .target(name: "Models", dependencies: ["Tensors", "ModelFiles", "Tokens"]),

    // The method: pure values.
    .target(name: "DraftTrees", dependencies: ["Tokens"]),
    .target(name: "Verification", dependencies: ["DraftTrees", "Tokens"]),
    .target(name: "Controllers", dependencies: ["DraftTrees", "Tokens"]),
    .target(name: "Timeline", dependencies: ["DraftTrees", "Tokens"]),

    // Proposing and running.
    .target(name: "Drafters", dependencies: ["Models", "DraftTrees", "Timeline", "Tokens"]),
    .target(
      name: "Decoding",
      dependencies: [
        "Models", "Drafters", "Verification", "Controllers", "Timeline", "DraftTrees", "Tokens",
      ]),

    // What a person sees.
    .target(
      name: "Screens",
      dependencies: ["Timeline", "DraftTrees", "Tokens", .product(name: "Yams", package: "Yams")]),
    .target(name: "Terminal", dependencies: ["CTerminal", "Screens"]),
    .executableTarget(
      name: "draftscope",
      dependencies: [
        "Tokens", "Tensors", "ModelFiles", "Models", "DraftTrees", "Verification", "Controllers",
        "Timeline", "Drafters", "Decoding", "Screens", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(
      name: "TestSupport",
      dependencies: ["Tokens", "Models", "DraftTrees", "Timeline", "Drafters", "Decoding", "Screens"],
      path: "Tests/TestSupport"),
  ] + ["Tokens", "Tensors", "ModelFiles", "Models", "DraftTrees", "Verification", "Controllers",
    "Timeline", "Drafters", "Decoding", "Screens", "Terminal"].map { module in
    .testTarget(
      name: "\(module)Tests",
      dependencies: [.byName(name: module), "TestSupport"],
      path: "Tests/\(module)Tests",
      resources: [.copy("Fixtures")])
  } + [
    .testTarget(
      name: "CommandLineTests", dependencies: ["draftscope", "TestSupport"],
      path: "Tests/CommandLineTests", resources: [.copy("Fixtures")])
  ],
  swiftLanguageModes: [.v6]
)
