import CModels

/// What was trained beside a known model, as part of the program: see `AdapterFile`.
public enum EmbeddedAdapter: String, Equatable, Sendable, CaseIterable {
  case oak = "oak-adapter"
  case smollm2 = "smollm2-adapter"

  /// The adapter of a known model; nil when there is none.
  public init?(for model: String) {
    guard let adapter = Self.allCases.first(where: { $0.model == model }) else { return nil }
    self = adapter
  }

  /// The known name of its model.
  public var model: String {
    switch self {
    case .oak: EmbeddedModel.oak.rawValue
    case .smollm2: "smollm2"
    }
  }

  fileprivate var bytes: UnsafeRawBufferPointer {
    let file =
      switch self {
      case .oak: cmodels_oak_adapter()
      case .smollm2: cmodels_smollm2_adapter()
      }
    return UnsafeRawBufferPointer(start: file.bytes, count: file.count)
  }
}

extension GGUFFile {
  /// A file that is part of the program. Throws ``EmbeddedFileError``.
  public convenience init(_ adapter: EmbeddedAdapter) throws {
    do {
      try self.init(lasting: adapter.bytes, name: adapter.rawValue)
    } catch {
      throw EmbeddedFileError(
        name: adapter.rawValue, problem: "\(error)", remedy: "give another file with --adapter")
    }
  }
}
