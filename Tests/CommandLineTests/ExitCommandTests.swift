import Foundation
import TestSupport
import Testing

/// `--adapter`, `--exit-layer` and `--controller` with a tiny random model.
@Suite struct ExitCommandTests {
  private let folder: TemporaryFolder
  private let target: String
  private let adapter: String
  private let stranger: String

  init() throws {
    folder = try TemporaryFolder()
    (target, adapter) = ("\(folder.path)/target.gguf", "\(folder.path)/beside.gguf")
    stranger = "\(folder.path)/stranger.gguf"
    var shape = TinyLlama.Shape()
    shape.vocabularySize = 257
    shape.layerCount = 4
    let tiny = TinyLlama(shape, seed: 1) { $0.setVocabulary(merges: [("a", "b")]) }
    try Data(tiny.bytes).write(to: URL(fileURLWithPath: target))
    for (path, name) in [(adapter, target), (stranger, "large")] {
      try Data(TinyAdapter(shape, target: name).builder.bytes)
        .write(to: URL(fileURLWithPath: path))
    }
  }

  private func run(_ arguments: String...) throws -> Program.Result {
    try Program.run(
      ["run", "--model", target, "--raw", "--prompt", "hello", "--max-tokens", "12", "--no-trace"]
        + arguments, environment: ["XDG_CACHE_HOME": folder.path])
  }

  @Test func anAdapterDraftsAndLeavesTheTextAsItIs() throws {
    let plain = try run("--drafter", "none")
    #expect(plain.status == 0)
    let drafted = try run("--adapter", adapter, "--drafter", "kangaroo", "--budget", "3")
    #expect(drafted.status == 0, "\(drafted.errors)")
    #expect(drafted.output == plain.output)
  }

  @Test func withoutAnAdapterTheRemedyIsNamed() throws {
    let result = try run("--drafter", "kangaroo")
    #expect(result.status == 1)
    #expect(result.errors.contains("an adapter for the target: start with --adapter"))
  }

  @Test func anAdapterOfAnotherTargetIsRefusedByName() throws {
    let result = try run("--adapter", stranger, "--drafter", "kangaroo")
    #expect(result.status == 1)
    #expect(result.errors.contains("an adapter for \"large\""))
  }

  @Test(arguments: ["missing.gguf", "target.gguf"])
  func whatIsNoAdapterIsRefusedByItsPath(file: String) throws {
    let result = try run("--adapter", "\(folder.path)/\(file)", "--drafter", "kangaroo")
    #expect(result.status == 1)
    #expect(result.errors.contains(file))
  }

  @Test func delDraftsWithTheTargetsLayersUnlessToldOtherwise() throws {
    let result = try run("--controller", "del:paper=1", "--json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(#""drafter":"early-exit""#))
    let other = try run("--controller", "del", "--drafter", "prompt-lookup")
    #expect(other.status == 1)
    #expect(other.errors.contains(#"controller "del" decides for the drafter "early-exit" alone"#))
  }

  @Test func anExitLayerThereIsNotIsRefusedWithItsRange() throws {
    let result = try run("--drafter", "early-exit", "--exit-layer", "4")
    #expect(result.status == 1)
    #expect(result.errors.contains("1 to 3"))
  }

  @Test func anUnknownControllerIsExplainedWithSuggestions() throws {
    let result = try run("--controller", "dell")
    #expect(result.status == 1)
    #expect(result.errors.contains(#"did you mean "del"?"#))
  }

  @Test func whatTheAdapterChangesIsToldWithTheModel() throws {
    let result = try Program.run("models", "info", "oak")
    #expect(result.status == 0)
    #expect(result.output.contains("2, kangaroo"))
  }
}
