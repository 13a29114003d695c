import Foundation
import Glibc
import TestSupport
import Testing

@testable import draftscope

/// `--retrieval`: which files are taken, and how much of them.
@Suite struct RetrievalTextsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = "\(folder.path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func problem(_ path: String) throws -> RetrievalTextError.Problem {
    let error = #expect(throws: RetrievalTextError.self) { try RetrievalTexts(paths: [path]) }
    #expect(error?.file == path)
    return try #require(error).problem
  }

  @Test func textsAreReadInTheirOrder() throws {
    let texts = try RetrievalTexts(paths: [
      file("one", Array("Grüße\n".utf8)), file("two", Array("two".utf8)),
    ])
    #expect(texts.texts == [Array("Grüße\n".utf8), Array("two".utf8)])
    #expect(texts.note == nil)
  }

  @Test func aMissingFileIsNamedWithTheReason() throws {
    let path = "\(folder.path)/none.txt"
    #expect(try problem(path) == .cannotRead(reason: "No such file or directory"))
    let error = RetrievalTextError(file: "none.txt", problem: .notText(offset: 3))
    #expect(
      error.description
        == "none.txt: not UTF-8 text at byte 3; --retrieval takes files of plain text")
  }

  @Test func whatIsNoTextIsRefusedWithThePlace() throws {
    #expect(try problem(file("empty", [])) == .empty)
    #expect(try problem(folder.path) == .notARegularFile)
    #expect(try problem(file("zero", [65, 66, 0, 67])) == .notText(offset: 2))
    #expect(try problem(file("latin", [65, 0xE9, 66])) == .notText(offset: 1))
    #expect(try problem(file("cut", [65, 0xC3])) == .notText(offset: 1))
    #expect(try problem(file("surrogate", [0xED, 0xA0, 0x80])) == .notText(offset: 0))
  }

  @Test func aPipeIsRefusedWithoutWaitingForItsWriter() throws {
    let path = "\(folder.path)/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(try problem(path) == .notARegularFile)
  }

  /// Two bytes a character, behind one of a single byte, so that the bound divides a character.
  private func largeFile(_ name: String) throws -> String {
    let path = try file(name, [97])
    let block = Data(String(repeating: "é", count: 1 << 15).utf8)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    for _ in 0..<RetrievalTexts.maximumByteCount >> 16 { try handle.write(contentsOf: block) }
    try handle.close()
    return path
  }

  @Test func ofAFileOfAGigabyteTheBeginningIsUsedAndTheNoteSaysSo() throws {
    let path = try largeFile("large")
    // The rest is a hole: it costs no disk, and is never read.
    #expect(truncate(path, 1 << 30) == 0)
    let texts = try RetrievalTexts(paths: [path])
    #expect(texts.texts[0].count == RetrievalTexts.maximumByteCount - 1)
    #expect(texts.note == "of 1073741824 bytes of text the first 8388608 are used")
  }

  @Test func theBoundHoldsForAllTextsTogether() throws {
    let small = try file("small", Array("some text".utf8))
    let texts = try RetrievalTexts(paths: [small, largeFile("large"), small])
    #expect(texts.texts.reduce(0) { $0 + $1.count } <= RetrievalTexts.maximumByteCount)
    #expect(texts.texts[0].count == 9)
    #expect(texts.note != nil)
  }
}

/// `--retrieval` with a tiny random model.
@Suite struct RetrievalCommandTests {
  private let folder: TemporaryFolder
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = "\(folder.path)/target.gguf"
    var shape = TinyLlama.Shape()
    shape.vocabularySize = 257
    let tiny = TinyLlama(shape, seed: 1) { $0.setVocabulary(merges: [("a", "b")]) }
    try Data(tiny.bytes).write(to: URL(fileURLWithPath: model))
  }

  private func run(_ arguments: String...) throws -> Program.Result {
    try Program.run(
      ["run", "--model", model, "--raw", "--prompt", "hello", "--max-tokens", "12"]
        + arguments, environment: ["XDG_CACHE_HOME": folder.path])
  }

  @Test func textsLeaveTheOutputAsItIsAndStandInTheTrace() throws {
    let plain = try run("--drafter", "none", "--no-trace", "--quiet")
    let text = "\(folder.path)/notes.txt"
    try Data("hello".utf8 + Array(plain.output.utf8)).write(to: URL(fileURLWithPath: text))
    let path = "\(folder.path)/run.trace.jsonl"
    let drafted = try run(
      "--drafter", "retrieval", "--retrieval", text, "--budget", "4", "--quiet", "--trace", path)
    #expect(drafted.errors == "")
    #expect(drafted.output == plain.output)
    let trace = try String(contentsOfFile: path, encoding: .utf8)
    #expect(trace.contains("tokens of 1 text;"))
    #expect(try Program.run("check", "trace", path).status == 0)
  }

  @Test func withoutTextsTheDrafterSaysHowToGiveThem() throws {
    let result = try run("--drafter", "retrieval", "--no-trace")
    #expect(result.status == 1)
    #expect(result.errors.contains("needs texts to draft from: start with --retrieval"))
  }

  @Test func aTextThatIsNotThereIsNamedBeforeTheModelIsLoaded() throws {
    let result = try run("--retrieval", "\(folder.path)/none.txt", "--no-trace")
    #expect(result.status == 1)
    #expect(result.errors.contains("none.txt: No such file or directory"))
  }
}
