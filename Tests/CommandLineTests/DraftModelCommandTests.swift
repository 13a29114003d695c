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

  @Test func aSelectorIsTrainedOnRecordedRuns() throws {
    var traces: [String] = []
    for seed in 1...4 {
      let path = "\(folder.path)/run-\(seed).trace.jsonl"
      traces.append(path)
      let result = try Program.run(
        [
          "run", "--model", target, "--raw", "--prompt", "hello \(seed)", "--max-tokens", "90",
          "--temperature", "1", "--seed", "\(seed)", "--drafter", "draft-model", "--draft-model",
          draft, "--growth", "chain", "--budget", "4", "--overlap", "--verifier", "block",
          "--quiet", "--trace",
          path,
        ], environment: ["XDG_CACHE_HOME": folder.path])
      #expect(result.status == 0)
    }
    #expect(try String(contentsOfFile: traces[0], encoding: .utf8).contains(#""refusal":[["#))
    let output = "\(folder.path)/selector.json"
    let trained = try Program.run(
      ["train", "selector"] + traces + ["--budget", "4", "--output", output])
    #expect(trained.errors == "")
    #expect(trained.output.contains("learned less analytic:"))
    #expect(trained.output.contains("always plain"))
    let selector = try String(contentsOfFile: output, encoding: .utf8)
    #expect(selector.contains("draftscope-shape-selector"))
    let learned = try run(
      "--drafter", "draft-model", "--draft-model", draft, "--controller", "shape-learned",
      "--selector", output, "--temperature", "1", "--quiet", "--trace",
      "\(folder.path)/learned.trace.jsonl")
    #expect(learned.errors == "")
    let trace = try String(contentsOfFile: "\(folder.path)/learned.trace.jsonl", encoding: .utf8)
    #expect(trace.contains(#""controller":"shape-learned""#))
    #expect(trace.contains(#""candidates":[{"label":"plain""#))
    #expect(try Program.run("check", "trace", "\(folder.path)/learned.trace.jsonl").status == 0)
    let without = try run(
      "--drafter", "draft-model", "--draft-model", draft, "--controller", "shape-learned",
      "--no-trace")
    #expect(without.errors.contains("train one with"))
    let other = try run(
      "--drafter", "draft-model", "--draft-model", draft, "--controller", "shape", "--growth",
      "chain", "--no-trace")
    #expect(other.errors.contains(#"for the growth policy "delayed" alone"#))
    let few = try Program.run(["train", "selector"] + traces.prefix(3) + ["--output", output])
    #expect(few.status != 0)
    #expect(few.errors.contains("At least 4 traces are needed"))
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

  @Test(arguments: ["superposed", "spec-m-quant"])
  func modelsThatDraftLeaveTheTextAsItIs(_ drafter: String) throws {
    let plain = try run("--drafter", "none", "--no-trace", "--quiet")
    let drafted = try run(
      "--drafter", drafter, "--draft-model", draft, "--middle-model", target,
      "--middle-precision", "q4", "--budget", "4", "--quiet", "--no-trace")
    #expect(drafted.errors == "")
    #expect(drafted.output == plain.output)
  }

  @Test func theModelsBesideTheTargetAreNamed() throws {
    let path = "\(folder.path)/beside.trace.jsonl"
    let models = ["--draft-model", draft, "--middle-model", target, "--middle-precision", "q4"]
    let result = try Program.run(
      [
        "run", "--model", target, "--raw", "--prompt", "hello", "--max-tokens", "4", "--drafter",
        "spec-m-quant", "--trace", path,
      ] + models, environment: ["XDG_CACHE_HOME": folder.path])
    let summary = try #require(
      result.errors.split(separator: "\n").first { $0.hasPrefix("draft model ") })
    #expect(summary.contains(" (fast), middle model ") && summary.hasSuffix(" (q4)"))
    let header = try #require(
      String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first)
    #expect(header.contains(#""middleModel":{"name":"#))
    #expect(!header.contains(#""nestedModel""#))
  }

  @Test func aMiddleModelOfAnotherVocabularyIsRefused() throws {
    let result = try run(
      "--drafter", "spec-m-quant", "--middle-model", stranger, "--no-trace")
    #expect(result.status == 1)
    #expect(result.errors.contains("\"\(stranger)\" cannot draft for \"\(target)\""))
  }

  @Test func withoutAMiddleModelTheOptionIsNamed() throws {
    let result = try run("--drafter", "spec-m-quant", "--no-trace")
    #expect(result.status == 1)
    #expect(result.errors.contains("start with --middle-model"))
  }

  @Test func everyPrecisionIsMeasuredBesideTheOthers() throws {
    let result = try Program.run(
      "bench", "--model", target, "--precisions", "--repetitions", "1", "--json")
    #expect(result.errors == "")
    let table = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let rows = try #require(table["rows"] as? [[String: Any]])
    #expect(rows.map { $0["precision"] as? String } == ["reference", "fast", "q8", "q4"])
    let distances = rows.compactMap { $0["totalVariation"] as? Double }
    // The tiny model is of Q8_0: rounding to it changes nothing, rounding to four bits does.
    #expect(distances[0] == 0 && distances[1] == distances[2] && distances[3] > distances[2])
    for row in rows {
      let cost = try #require(row["cost"] as? [String: Any])
      #expect((cost["rowCounts"] as? [Int])?.first == 1)
      #expect((cost["microseconds"] as? [Double])?.allSatisfy { $0 > 0 } == true)
    }
  }

  @Test func aModelWithoutNestedDraftModelsIsRefused() throws {
    let result = try run("--drafter", "nested", "--nested-model", draft, "--no-trace")
    #expect(result.status == 1)
    #expect(result.errors.contains("is no model of nested draft models"))
  }

  @Test func oneSetOfNestedDraftModelsServesOakAndItsFirstLayers() throws {
    for layers in [[], ["--layers", "6"]] {
      let arguments = ["run", "--raw", "--prompt", "The dog", "--max-tokens", "16", "--no-trace"]
      let plain = try Program.run(
        arguments + layers + ["--drafter", "none", "--quiet"],
        environment: ["XDG_CACHE_HOME": folder.path])
      let drafted = try Program.run(
        arguments + layers + ["--drafter", "nested", "--budget", "4", "--quiet"],
        environment: ["XDG_CACHE_HOME": folder.path])
      #expect(drafted.errors == "" && drafted.output == plain.output)
      #expect(!plain.output.isEmpty)
    }
  }
}
