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

/// The models on this machine: known ones by name in the user's cache, others by path.
///
/// The cache is `$XDG_CACHE_HOME/draftscope/models`, by default `~/.cache/draftscope/models`.
public struct ModelStore: Sendable {
  /// A known model and where it is.
  public struct Entry: Equatable, Sendable {
    public let model: KnownModel
    /// The file's path when it is there with its right size; nil for what has no file.
    public let path: String?

    /// Whether it can be used at once.
    public var isInstalled: Bool {
      if case .program = model.origin { true } else { path != nil }
    }
  }

  let environment: [String: String]
  let catalogue: [KnownModel]

  /// - Parameter environment: where HOME, XDG_CACHE_HOME and PATH are looked up.
  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    catalogue: [KnownModel] = KnownModel.catalogue
  ) {
    self.environment = environment
    self.catalogue = catalogue
  }

  /// The folder of the cache, there or not. Throws ``ModelStoreError`` when none is defined.
  public var folder: String {
    get throws {
      for (variable, ending) in [("XDG_CACHE_HOME", ""), ("HOME", "/.cache")] {
        // A relative path in these variables is to be ignored (XDG Base Directory Specification).
        if let root = environment[variable], root.hasPrefix("/") {
          return root + ending + "/draftscope/models"
        }
      }
      throw ModelStoreError.noCacheFolder
    }
  }

  /// All known models.
  public func list() throws -> [Entry] {
    let folder = try folder
    return catalogue.map { model in
      guard case .package(let package) = model.origin else { return Entry(model: model, path: nil) }
      let path = "\(folder)/\(package.fileName)"
      return Entry(model: model, path: Self.size(of: path) == model.byteCount ? path : nil)
    }
  }

  /// The file of a model given by its known name or by a path. Throws ``ModelStoreError`` or
  /// ``GGUFError``.
  public func open(_ nameOrPath: String) throws -> GGUFFile {
    if case .program(let model)? = catalogue.first(where: { $0.name == nameOrPath })?.origin {
      return try GGUFFile(model)
    }
    return try GGUFFile(path: locate(nameOrPath))
  }

  /// Makes sure that a model can be opened, without reading it. Throws ``ModelStoreError``.
  public func check(_ nameOrPath: String) throws {
    if case .program? = catalogue.first(where: { $0.name == nameOrPath })?.origin { return }
    _ = try locate(nameOrPath)
  }

  /// Bytes of a model's file; nil when it cannot be opened.
  public func byteCount(of nameOrPath: String) -> Int? {
    if case .program(let model)? = catalogue.first(where: { $0.name == nameOrPath })?.origin {
      return model.bytes.count
    }
    return (try? locate(nameOrPath)).flatMap(Self.size(of:))
  }

  /// The path of a model given by its known name or by a path.
  ///
  /// A name with no `/` and no `.gguf` at its end that is no file either is taken for a name
  /// misspelt. Throws ``ModelStoreError``.
  public func locate(_ nameOrPath: String) throws -> String {
    if let model = catalogue.first(where: { $0.name == nameOrPath }) {
      if case .program = model.origin { throw ModelStoreError.partOfTheProgram(name: nameOrPath) }
      let entry = try list().first { $0.model.name == nameOrPath }
      guard let path = entry?.path else { throw ModelStoreError.notInstalled(name: nameOrPath) }
      return path
    }
    if FileManager.default.fileExists(atPath: nameOrPath) { return nameOrPath }
    if nameOrPath.contains("/") || nameOrPath.hasSuffix(".gguf") {
      throw ModelStoreError.noSuchFile(path: nameOrPath)
    }
    throw unknown(nameOrPath)
  }

  /// The known model of a name. Throws ``ModelStoreError`` with near names.
  public func model(named name: String) throws -> KnownModel {
    guard let model = catalogue.first(where: { $0.name == name }) else { throw unknown(name) }
    return model
  }

  private func unknown(_ name: String) -> ModelStoreError {
    .unknownModel(name: name, known: catalogue.map(\.name))
  }

  /// Bytes of a regular file; nil when there is none.
  static func size(of path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }
}
