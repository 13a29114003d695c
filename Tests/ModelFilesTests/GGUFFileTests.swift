import Foundation
import Tensors
import TestSupport
import Testing

@testable import ModelFiles

@Suite struct GGUFFileTests {
  private func small() -> GGUFBuilder {
    var builder = GGUFBuilder()
    builder.set("general.architecture", "llama")
    builder.set("llama.block_count", 30)
    builder.set("llama.attention.layer_norm_rms_epsilon", Float(0.5))
    builder.set("tokenizer.ggml.add_bos_token", false)
    builder.set("tokenizer.ggml.tokens", ["a", "Ġb", ""])
    builder.set("tokenizer.ggml.token_type", [Int32(1), 3, -1])
    builder.set("tokenizer.ggml.scores", [Float(0.25), -2])
    builder.add(tensor: "norm", shape: [4], floats: [1, 2, 3, 4])
    builder.add(tensor: "matrix", shape: [32, 2], type: 2, [UInt8](0..<36))
    return builder
  }

  @Test(arguments: [UInt32(2), 3]) func versionsTwoAndThreeAreRead(_ version: UInt32) throws {
    var builder = small()
    builder.version = version
    let file = try GGUFFile(bytes: builder.bytes, name: "small")
    #expect(file.version == Int(version))
    #expect(file.tensors.keys.sorted() == ["matrix", "norm"])
    #expect(file.metadata.count == 7)
  }

  @Test func metadataIsGivenByItsKind() throws {
    let file = try GGUFFile(bytes: small().bytes, name: "small")
    #expect(try file.string("general.architecture") == "llama")
    #expect(try file.integer("llama.block_count") == 30)
    #expect(try file.float("llama.attention.layer_norm_rms_epsilon") == 0.5)
    #expect(try file.float("llama.block_count") == 30)
    #expect(try file.boolean("tokenizer.ggml.add_bos_token") == false)
    #expect(try file.strings("tokenizer.ggml.tokens") == ["a", "Ġb", ""])
    #expect(try file.integers("tokenizer.ggml.token_type") == [1, 3, -1])
    #expect(try file.floats("tokenizer.ggml.scores") == [0.25, -2])
    #expect(file.has("general.architecture"))
    #expect(!file.has("general.name"))
  }

  @Test func everyWidthOfNumberIsRead() throws {
    var builder = GGUFBuilder()
    builder.set("u8", type: .uint8, [200])
    builder.set("i8", type: .int8, [200])
    builder.set("u16", type: .uint16, [1, 2])
    builder.set("i16", type: .int16, [0xFF, 0xFF])
    builder.set("i32", type: .int32, GGUFBuilder.little(Int32(-7)))
    builder.set("u64", type: .uint64, GGUFBuilder.little(UInt64(1) << 40))
    builder.set("large", type: .uint64, GGUFBuilder.little(UInt64.max))
    builder.set("i64", type: .int64, GGUFBuilder.little(Int64(-9)))
    builder.set("f64", type: .float64, GGUFBuilder.little((0.1).bitPattern))
    builder.set("flags", array: .boolean, count: 2, [1, 0])
    let metadata = try GGUFFile(bytes: builder.bytes, name: "numbers").metadata
    #expect(metadata["u8"] == .integer(200))
    #expect(metadata["i8"] == .integer(-56))
    #expect(metadata["u16"] == .integer(513))
    #expect(metadata["i16"] == .integer(-1))
    #expect(metadata["i32"] == .integer(-7))
    #expect(metadata["u64"] == .integer(1 << 40))
    #expect(metadata["large"] == .unsigned(.max))
    #expect(metadata["i64"] == .integer(-9))
    #expect(metadata["f64"] == .float(0.1))
    #expect(metadata["flags"] == .booleans([true, false]))
  }

  @Test func tensorsGiveTheirStoredBytes() throws {
    let file = try GGUFFile(bytes: small().bytes, name: "small")
    let norm = try file.tensor("norm")
    #expect(norm.format == .f32)
    #expect(norm.shape == [4])
    #expect(file.withBytes(of: norm) { $0.loadUnaligned(fromByteOffset: 8, as: Float.self) } == 3)
    let matrix = try file.tensor("matrix")
    #expect(matrix.format == .q4_0)
    #expect(matrix.shape == [32, 2])
    #expect(file.withBytes(of: matrix) { Array($0) } == [UInt8](0..<36))
  }

  @Test(arguments: [
    (UInt32(0), BlockFormat.f32), (1, .f16), (2, .q4_0), (3, .q4_1), (8, .q8_0), (12, .q4_K),
    (13, .q5_K), (14, .q6_K), (30, .bf16),
  ])
  func supportedTypesHaveTheirFormatNumbers(_ number: UInt32, _ format: BlockFormat) throws {
    var builder = GGUFBuilder()
    let blocks = 256 / format.blockSize
    builder.add(
      tensor: "t", shape: [256, 1], type: number,
      [UInt8](repeating: 0, count: blocks * format.blockBytes))
    let tensor = try GGUFFile(bytes: builder.bytes, name: "one").tensor("t")
    #expect(tensor.format == format)
    #expect(tensor.byteCount == blocks * format.blockBytes)
  }

  @Test func aFileWithAnUnsupportedTensorOpensButTheTensorIsRefusedByName() throws {
    var builder = small()
    builder.add(tensor: "old", shape: [256], type: 10, [UInt8](repeating: 0, count: 84))
    builder.add(tensor: "new", shape: [256], type: 77, [UInt8](repeating: 0, count: 84))
    let file = try GGUFFile(bytes: builder.bytes, name: "mixed")
    #expect(file.unsupportedTensors.keys.sorted() == ["new", "old"])
    let expected = GGUFError(
      file: "mixed", problem: .unsupportedTensor(name: "old", type: "Q2_K (type 10)"))
    #expect(throws: expected) { try file.tensor("old") }
    #expect(
      throws: GGUFError(
        file: "mixed", problem: .unsupportedTensor(name: "new", type: "type 77"))
    ) { try file.tensor("new") }
    #expect(throws: GGUFError(file: "mixed", problem: .missingTensor("none"))) {
      try file.tensor("none")
    }
  }

  @Test func gettersSayWhatStandsThereInstead() throws {
    let file = try GGUFFile(bytes: small().bytes, name: "small")
    let error = #expect(throws: GGUFError.self) { try file.integer("tokenizer.ggml.tokens") }
    #expect(
      error?.description
        == """
        small: "tokenizer.ggml.tokens" must be an integer but is an array of 3 strings; convert \
        the model again
        """)
    #expect(throws: GGUFError(file: "small", problem: .missingKey("llama.rope.freq_base"))) {
      try file.float("llama.rope.freq_base")
    }
  }

  @Test func aFileOnDiskIsMapped() throws {
    let path = try temporaryFile(small().bytes)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try GGUFFile(path: path)
    #expect(file.byteCount == small().bytes.count)
    let matrix = try file.tensor("matrix")
    #expect(file.withBytes(of: matrix) { Array($0) } == [UInt8](0..<36))
  }

  @Test func pathsThatAreNoFilesAreExplained() throws {
    #expect(throws: GGUFError(file: "/", problem: .notARegularFile)) { try GGUFFile(path: "/") }
    #expect(throws: GGUFError(file: "/dev/null", problem: .notARegularFile)) {
      try GGUFFile(path: "/dev/null")
    }
    let error = #expect(throws: GGUFError.self) { try GGUFFile(path: "/no/such/file.gguf") }
    #expect(
      error?.description == "/no/such/file.gguf: cannot be opened: No such file or directory")
    let path = try temporaryFile([])
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: GGUFError(file: path, problem: .empty)) { try GGUFFile(path: path) }
  }

  private func temporaryFile(_ bytes: [UInt8]) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).gguf")
    try Data(bytes).write(to: url)
    return url.path
  }
}
