import Tensors
import TestSupport
import Testing

@testable import ModelFiles

/// One test for each way a file can lie. The header takes bytes 0 to 23: magic, version, number of
/// tensors, number of keys; the first key starts at byte 24.
@Suite struct GGUFMalformedTests {
  private func problem(_ bytes: [UInt8]) -> GGUFError? {
    #expect(throws: GGUFError.self) { try GGUFFile(bytes: bytes, name: "bad") }
  }

  private func expect(
    _ builder: GGUFBuilder, _ problem: GGUFError.Problem, at offset: Int?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      throws: GGUFError(file: "bad", offset: offset, problem: problem),
      sourceLocation: sourceLocation
    ) { try GGUFFile(bytes: builder.bytes, name: "bad") }
  }

  @Test func aTextFileIsNoModel() {
    let error = problem(Array("Call me Ishmael. Some years ago".utf8))
    #expect(error?.problem == .notGGUF(firstBytes: Array("Call".utf8)))
    #expect(
      error?.description
        == """
        bad: byte 0: not a GGUF model file: it begins with "Call" where "GGUF" must stand. Give \
        the path of a .gguf file
        """)
  }

  @Test func anEmptyFileIsSaidToBeEmpty() {
    #expect(problem([])?.problem == .empty)
  }

  @Test func otherVersionsAreRefusedByNumber() {
    var builder = GGUFBuilder()
    builder.version = 1
    expect(builder, .unsupportedVersion(1), at: 4)
    builder.version = 4
    expect(builder, .unsupportedVersion(4), at: 4)
  }

  @Test func bigEndianFilesAreRecognised() {
    var builder = GGUFBuilder()
    builder.version = 0x0300_0000
    expect(builder, .bigEndian, at: 4)
  }

  @Test func absurdCountsAreRefused() {
    var builder = GGUFBuilder()
    builder.claimedTensorCount = 1 << 63
    expect(builder, .tooMany(what: "tensors", count: 1 << 63, limit: 100_000), at: 8)
    builder.claimedTensorCount = nil
    builder.claimedKeyCount = .max
    expect(builder, .tooMany(what: "metadata keys", count: .max, limit: 100_000), at: 16)
  }

  @Test func everyPrefixOfAFileIsRefused() throws {
    var builder = GGUFBuilder()
    builder.set("general.name", "tiny")
    builder.set("tokens", ["a", "b"])
    builder.add(tensor: "t", shape: [8], floats: [Float](repeating: 1, count: 8))
    let bytes = builder.bytes
    _ = try GGUFFile(bytes: bytes, name: "whole")
    for length in bytes.indices {
      #expect(throws: GGUFError.self) {
        try GGUFFile(bytes: Array(bytes[..<length]), name: "cut at \(length)")
      }
    }
  }

  @Test func aStringLongerThanTheFileIsRefused() {
    var builder = GGUFBuilder()
    builder.set("k", type: .string, GGUFBuilder.little(UInt64(1) << 63))
    expect(builder, .truncated(what: "the value of \"k\"", needed: 1 << 63, left: 0), at: 37)
  }

  @Test func anArrayLongerThanTheFileIsRefused() {
    var builder = GGUFBuilder()
    builder.set("k", array: .string, count: 1 << 63, [])
    expect(
      builder, .tooMany(what: "elements of \"k\"", count: 1 << 63, limit: 16 << 20), at: 41)
    builder = GGUFBuilder()
    builder.set("k", array: .string, count: 3, GGUFBuilder.string("ab"))
    expect(builder, .truncated(what: "the array \"k\"", needed: 24, left: 10), at: 41)
  }

  @Test func arraysOfArraysAreRefused() {
    var builder = GGUFBuilder()
    builder.set("k", array: .array, count: 1, [])
    expect(builder, .nestedArray(key: "k"), at: 37)
  }

  @Test func unknownValueTypesAreRefused() {
    var builder = GGUFBuilder()
    builder.set("k", typeNumber: 13, [0, 0, 0, 0, 0, 0, 0, 0])
    expect(builder, .unknownValueType(key: "k", type: 13), at: 33)
  }

  @Test func anIntegerBeyondSignedRangeInAnArrayIsRefused() {
    var builder = GGUFBuilder()
    builder.set("k", array: .uint64, count: 1, GGUFBuilder.little(UInt64.max))
    expect(builder, .integerTooLarge(key: "k"), at: 49)
  }

  @Test func booleansAreZeroOrOne() {
    var builder = GGUFBuilder()
    builder.set("k", type: .boolean, [2])
    expect(builder, .invalidBoolean(key: "k", byte: 2), at: 37)
  }

  @Test func namesLongerThanAllowedAreRefused() {
    var builder = GGUFBuilder()
    builder.set(String(repeating: "k", count: 65_536), 1)
    expect(builder, .nameTooLong(what: "a metadata key", length: 65_536), at: 24)
  }

  @Test func textMustBeValidUTF8() {
    var builder = GGUFBuilder()
    builder.set("k", type: .string, GGUFBuilder.little(UInt64(2)) + [0xE2, 0x28])
    expect(builder, .invalidText(what: "the value of \"k\""), at: 37)
    builder = GGUFBuilder()
    builder.set("k", array: .string, count: 1, GGUFBuilder.little(UInt64(1)) + [0xFF])
    expect(builder, .invalidText(what: "an element of \"k\""), at: 49)
  }

  @Test func keysAndTensorsStandOnlyOnce() {
    var builder = GGUFBuilder()
    builder.set("k", 1)
    builder.set("k", 2)
    expect(builder, .duplicateKey("k"), at: 41)
    builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [1], floats: [1])
    builder.add(tensor: "t", shape: [1], floats: [1])
    expect(builder, .duplicateTensor("t"), at: 57)
    builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [1], floats: [1])
    builder.add(tensor: "t", shape: [1], type: 99, [0])
    expect(builder, .duplicateTensor("t"), at: 57)
  }

  @Test(arguments: [0, 3, 4, 48, 1 << 21])
  func alignmentIsASensiblePowerOfTwo(_ alignment: Int) {
    var builder = GGUFBuilder()
    builder.set("general.alignment", alignment)
    expect(builder, .badAlignment(UInt64(alignment)), at: nil)
  }

  @Test func alignmentIsAnInteger() {
    var builder = GGUFBuilder()
    builder.set("general.alignment", "32")
    expect(
      builder,
      .wrongKind(key: "general.alignment", expected: "an integer", found: "a string"), at: nil)
  }

  @Test func anotherAlignmentMovesTheData() throws {
    var builder = GGUFBuilder()
    builder.alignment = 128
    builder.set("general.alignment", 128)
    builder.add(tensor: "a", shape: [1], floats: [7])
    builder.add(tensor: "b", shape: [1], floats: [8])
    let file = try GGUFFile(bytes: builder.bytes, name: "aligned")
    let value = file.withBytes(of: try file.tensor("b")) { $0.loadUnaligned(as: Float.self) }
    #expect(value == 8)
  }

  @Test func dimensionsAreOneToFourAndPositive() {
    var builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [], type: 0, offset: 0)
    expect(builder, .badDimensionCount(tensor: "t", count: 0), at: 24)
    builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [1, 1, 1, 1, 1], type: 0, offset: 0)
    expect(builder, .badDimensionCount(tensor: "t", count: 5), at: 24)
    builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [4, 0], type: 0, offset: 0)
    expect(builder, .badDimension(tensor: "t", size: 0), at: 24)
    builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [.max], type: 0, offset: 0)
    expect(builder, .badDimension(tensor: "t", size: .max), at: 24)
  }

  @Test func dimensionsWhoseProductOverflowsAreRefused() {
    var builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [1 << 40, 1 << 40], type: 0, offset: 0)
    expect(builder, .tooManyElements(tensor: "t"), at: 24)
    builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [1 << 23, 1 << 22], type: 0, offset: 0)
    expect(builder, .tooManyElements(tensor: "t"), at: 24)
  }

  @Test func rowsAreWholeBlocks() {
    var builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [48, 2], type: 8, [UInt8](repeating: 0, count: 102))
    expect(builder, .brokenRow(tensor: "t", rowLength: 48, format: .q8_0), at: 24)
  }

  @Test func tensorsLieInsideTheFile() {
    var builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [8], floats: [Float](repeating: 1, count: 8))
    builder.add(tensor: "u", shape: [8], type: 0, offset: 32)
    expect(
      builder, .tensorOutsideFile(tensor: "u", start: 32, size: 32, available: 32), at: 57)
    builder = GGUFBuilder()
    builder.add(tensor: "u", shape: [8], type: 0, offset: .max - 31)
    expect(
      builder, .tensorOutsideFile(tensor: "u", start: .max - 31, size: 32, available: 0), at: 24)
    builder = GGUFBuilder()
    builder.add(tensor: "u", shape: [1 << 40], type: 0, offset: 0)
    expect(
      builder, .tensorOutsideFile(tensor: "u", start: 0, size: 1 << 42, available: 0), at: 24)
  }

  @Test func tensorsStartAtMultiplesOfTheAlignment() {
    var builder = GGUFBuilder()
    builder.add(tensor: "t", shape: [1], type: 0, offset: 4)
    expect(builder, .unalignedTensor(tensor: "t", start: 4, alignment: 32), at: 24)
  }
}
