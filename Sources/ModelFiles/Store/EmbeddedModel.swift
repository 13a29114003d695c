import CModels

/// A model whose file is part of the program.
public enum EmbeddedModel: String, Equatable, Sendable, CaseIterable {
  case oak, twig, sprig

  /// The whole file, which lives as long as the program.
  var bytes: UnsafeRawBufferPointer {
    let file =
      switch self {
      case .oak: cmodels_oak()
      case .twig: cmodels_twig()
      case .sprig: cmodels_sprig()
      }
    return UnsafeRawBufferPointer(start: file.bytes, count: file.count)
  }
}

extension GGUFFile {
  /// A file that is part of the program. Throws ``EmbeddedFileError``.
  convenience init(_ model: EmbeddedModel) throws {
    do {
      try self.init(lasting: model.bytes, name: model.rawValue)
    } catch {
      throw EmbeddedFileError(
        name: model.rawValue, problem: "\(error)", remedy: "choose another model with --model")
    }
  }
}

/// The program was built with a damaged file.
public struct EmbeddedFileError: Error, Equatable, Sendable {
  public let name: String
  public let problem: String
  /// What else can be done.
  public let remedy: String
}

extension EmbeddedFileError: CustomStringConvertible {
  public var description: String {
    "the file \(name) inside the program is damaged: \(problem). Build the program again from a "
      + "whole Sources/CModels/Resources/\(name).gguf, or \(remedy)"
  }
}
