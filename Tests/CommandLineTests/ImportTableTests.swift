import Foundation
import Testing

/// The arrows of ARCHITECTURE.md: who may import whom.
@Suite struct ImportTableTests {
  /// Our modules that each module may import.
  static let allowed: [String: Set<String>] = [
    "Tokens": [],
    "Tensors": ["COpenBLAS", "CKernels"],
    "ModelFiles": ["CModels", "Tensors", "Tokens"],
    "Models": ["Tensors", "ModelFiles", "Tokens"],
    "DraftTrees": ["Tokens"],
    "Verification": ["DraftTrees", "Tokens"],
    "Timeline": ["DraftTrees", "Tokens"],
    "Controllers": ["DraftTrees", "Timeline", "Tokens"],
    "Drafters": ["Models", "DraftTrees", "Timeline", "Tokens"],
    "Decoding": [
      "Models", "Drafters", "Verification", "Controllers", "Timeline", "DraftTrees", "Tokens",
    ],
    "Screens": ["Timeline", "DraftTrees", "Tokens"],
    "Terminal": ["CTerminal", "Screens"],
  ]

  /// Modules that must not touch files, threads or clocks, and the only libraries they may use.
  static let pure: Set<String> = [
    "Tokens", "DraftTrees", "Verification", "Timeline", "Controllers", "Screens",
  ]
  static let pureLibraries: Set<String> = ["FoundationEssentials", "Yams"]

  @Test(arguments: allowed.keys.sorted())
  func moduleImportsOnlyWhatTheTableAllows(_ module: String) throws {
    let ours = Set(Self.allowed.keys).union(["COpenBLAS", "CKernels", "CModels", "CTerminal"])
    let permitted = Self.allowed[module] ?? []
    for (file, imported) in try imports(of: module) {
      if ours.contains(imported) {
        #expect(permitted.contains(imported), "\(file) imports \(imported)")
      } else if Self.pure.contains(module) {
        #expect(
          Self.pureLibraries.contains(imported), "\(file), which is pure, imports \(imported)")
      }
    }
  }

  @Test func everyModuleWithSourcesStandsInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path)
    let unlisted = Set(folders).subtracting(Self.allowed.keys)
      .subtracting(["COpenBLAS", "CKernels", "CModels", "CTerminal", "draftscope"])
    #expect(unlisted == [])
  }

  private var sources: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
  }

  private func imports(of module: String) throws -> [(file: String, module: String)] {
    let folder = sources.appending(path: module)
    let files = try #require(FileManager.default.subpaths(atPath: folder.path))
      .filter { $0.hasSuffix(".swift") }
    #expect(!files.isEmpty)
    return try files.flatMap { file in
      try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        .split(separator: "\n")
        .compactMap { line -> (String, String)? in
          let words = line.split(separator: " ")
          guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count,
            words[..<keyword].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "package" })
          else { return nil }
          // `import struct Module.Type` names the module after a kind.
          return (file, String(words[words.count - 1].split(separator: ".")[0]))
        }
    }
  }
}
