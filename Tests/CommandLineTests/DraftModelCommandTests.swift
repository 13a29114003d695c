import Foundation
import TestSupport
import Testing
import Timeline

/// `--draft-model` with tiny random models.
@Suite struct DraftModelCommandTests {
  private let folder: TemporaryFolder
  private let target: String
  private let draft: String
  private let stranger: String

  init() throws {
    folder = try TemporaryFolder()
    (target, draft) = ("\(folder.path)/target.gguf", "\(folder.path)/draft.gguf")
    stranger = "\(folder.path)/stranger.gguf"
    var shape = TinyLlama.Shape()
    shape.vocabularySize = 257
    for (path, seed, merge) in [
      (target, 1, ("a", "b")), (draft, 2, ("a", "b")), (stranger, 3, ("x", "y")),
    ] {
      let tiny = TinyLlama(shape, seed: UInt64(seed)) { $0.setVocabulary(merges: [merge]) }
      try Data(tiny.bytes).write(to: URL(fileURLWithPath: path))
    }
  }

  private func run(_ arguments: String...) throws -> Program.Result {
    try Program.run(
      ["run", "--model", target, "--raw", "--prompt", "hello", "--max-tokens", "12"]
        + arguments, environment: ["XDG_CACHE_HOME": folder.path])
  }

  @Test func aDraftModelLeavesTheTextAsItIsAndStandsInTheTrace() throws {
    let plain = try run("--drafter", "none", "--no-trace", "--quiet")
    let path = "\(folder.path)/run.trace.jsonl"
    let drafted = try run(
      "--drafter", "draft-model", "--draft-model", draft, "--growth", "eagle-2:k=2,depth=3",
      "--budget", "4", "--quiet", "--trace", path)
    #expect(drafted.errors == "")
    #expect(drafted.output == plain.output)
    let trace = try String(contentsOfFile: path, encoding: .utf8)
    #expect(trace.contains(#""draftModel":{"name":"#))
    #expect(trace.contains(#""growth":"eagle-2:k=2,depth=3""#))
    #expect(trace.contains(#""estimate":[null,"#))
    #expect(try Program.run("check", "trace", path).status == 0)
  }

  @Test func anotherVocabularyIsRefusedNamingBothModels() throws {
    let result = try run(
      "--drafter", "draft-model", "--draft-model", stranger, "--no-trace")
    #expect(result.status == 1)
    #expect(
      result.errors.contains(
        "\"\(stranger)\" cannot draft for \"\(target)\": their vocabularies differ "
          + #"(token 256 is "xy" and "ab")"#))
  }

  @Test func aDraftModelThatIsNotThereIsExplained() throws {
    let result = try run("--draft-model", "\(folder.path)/none.gguf", "--no-trace")
    #expect(result.status == 1)
    #expect(result.errors.contains("none.gguf"))
  }
}
