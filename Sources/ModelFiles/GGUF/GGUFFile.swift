/// A model file in the GGUF format, version 2 or 3, read-only.
///
/// Opening reads the metadata and the tensor directory and checks that every tensor lies inside
/// the file; the weights themselves stay in the mapped file until asked for.
///
/// ```swift
/// let file = try GGUFFile(path: "model.gguf")
/// let layers = try file.integer("llama.block_count")
/// let norm = try file.tensor("output_norm.weight")
/// file.withBytes(of: norm) { bytes in … }
/// ```
///
/// A file that another program cuts short *while it is open* cannot be defended against (the
/// kernel ends the process); one cut short before is refused at opening.
public final class GGUFFile: Sendable {
  /// The path, or the name given to bytes in memory.
  public let name: String
  /// The format's version, 2 or 3.
  public let version: Int
  /// Size of the whole file in bytes.
  public let byteCount: Int
  public let metadata: [String: GGUFValue]
  /// Tensors this program can compute with, by name.
  public let tensors: [String: GGUFTensor]
  /// Tensors stored in ways this program cannot compute with, by name.
  public let unsupportedTensors: [String: GGUFUnsupportedTensor]

  private let bytes: FileBytes

  /// Maps the file at a path. Throws ``GGUFError``.
  public convenience init(path: String) throws {
    try self.init(FileBytes(path: path), name: path)
  }

  /// Reads a file that is in memory already. Throws ``GGUFError``.
  ///
  /// - Parameter name: what messages call it.
  public convenience init(bytes: [UInt8], name: String) throws {
    try self.init(FileBytes(bytes), name: name)
  }

  /// A file in memory that lives as long as the program and that nobody writes to. Throws
  /// ``GGUFError``.
  convenience init(lasting bytes: UnsafeRawBufferPointer, name: String) throws {
    try self.init(FileBytes(lasting: bytes), name: name)
  }

  private init(_ bytes: FileBytes, name: String) throws {
    let parser = try bytes.withBytes { bytes throws(GGUFError) in
      try GGUFParser(bytes, file: name)
    }
    self.name = name
    self.bytes = bytes
    byteCount = bytes.count
    version = Int(parser.version)
    metadata = parser.metadata
    tensors = parser.tensors
    unsupportedTensors = parser.unsupportedTensors
  }

  /// The tensor of a name. Throws ``GGUFError`` when the file has none, or has it stored in a way
  /// this program cannot compute with.
  public func tensor(_ name: String) throws -> GGUFTensor {
    if let tensor = tensors[name] { return tensor }
    if let unsupported = unsupportedTensors[name] {
      throw GGUFError(
        file: self.name, problem: .unsupportedTensor(name: name, type: unsupported.typeName))
    }
    throw GGUFError(file: self.name, problem: .missingTensor(name))
  }

  /// Runs `body` with the stored bytes of one of this file's tensors, rows one after another.
  /// The pointer must not outlive the call.
  public func withBytes<R>(
    of tensor: GGUFTensor, _ body: (UnsafeRawBufferPointer) throws -> R
  ) rethrows -> R {
    precondition(tensors[tensor.name] == tensor, "\(tensor.name) is no tensor of \(name)")
    return try bytes.withBytes { try body(UnsafeRawBufferPointer(rebasing: $0[tensor.range])) }
  }
}
