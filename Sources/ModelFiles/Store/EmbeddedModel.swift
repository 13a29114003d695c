import CModels

/// A model whose file is part of the program.
public enum EmbeddedModel: String, Equatable, Sendable, CaseIterable {
  case oak, twig

  /// The whole file, which lives as long as the program.
  var bytes: UnsafeRawBufferPointer {
    let file =
      switch self {
      case .oak: cmodels_oak()
      case .twig: cmodels_twig()
      }
    return UnsafeRawBufferPointer(start: file.bytes, count: file.count)
  }
}

extension GGUFFile {
  /// A file that is part of the program. Throws ``EmbeddedModelError``.
  convenience init(_ model: EmbeddedModel) throws {
    do {
      try self.init(lasting: model.bytes, name: model.rawValue)
    } catch {
      throw EmbeddedModelError(model: model, problem: "\(error)")
    }
  }
}

/// The program was built with a damaged model file.
public struct EmbeddedModelError: Error, Equatable, Sendable {
  public let model: EmbeddedModel
  public let problem: String
}

extension EmbeddedModelError: CustomStringConvertible {
  public var description: String {
    "the model inside the program is damaged: \(problem). Build the program again from a whole "
      + "Sources/CModels/Resources/\(model.rawValue).gguf, or choose another model with --model"
  }
}
