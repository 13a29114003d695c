import Foundation
import TestSupport
import Testing
import Timeline

/// What the program says of bad input, and what it prints into a pipe.
@Suite struct RunCommandTests {
  @Test func anUnknownModelIsExplained() throws {
    let result = try Program.run("run", "--model", "smollm3", "--prompt", "x")
    #expect(result.status == 1)
    #expect(result.errors.contains("smollm2"))
  }

  @Test func anUnknownDrafterIsExplainedWithSuggestions() throws {
    let result = try Program.run("run", "--drafter", "token-recyling", "--prompt", "x")
    #expect(result.status == 1)
    #expect(result.errors.contains("token-recycling"))
  }

  @Test func aDrafterThatNeedsAModelSaysHowToGiveIt() throws {
    let result = try Program.run(
      "run", "--model", "twig", "--drafter", "draft-model", "--prompt", "x")
    #expect(result.status == 1)
    #expect(
      result.errors.contains(
        #"drafter "draft-model" needs a model of its own: start with --draft-model"#))
  }

  @Test func aGrowthThatTheDrafterCannotUseIsRefused() throws {
    let result = try Program.run(
      "run", "--drafter", "prompt-lookup", "--growth", "dyspec", "--prompt", "x")
    #expect(result.status == 1)
    #expect(result.errors.contains(#"cannot grow its tree by "dyspec""#))
  }

  @Test func anUnsafePairIsRefusedByNameWithASafeOne() throws {
    let result = try Program.run(
      "run", "--verifier", "greedy", "--temperature", "0.8", "--prompt", "x")
    #expect(result.status == 1)
    #expect(result.errors.contains("greedy"))
    #expect(result.errors.contains("sample-match"))
  }

  @Test(arguments: [
    ["run", "--temperature", "-1", "--prompt", "x"], ["run", "--budget", "many", "--prompt", "x"],
    ["run", "--size", "80", "--prompt", "x"], ["run", "--trace", "a", "--no-trace"],
    ["run"], ["bench", "--repetitions", "0"],
  ])
  func badUsageEndsWithStatus64(_ arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.contains("Usage:"))
  }

  @Test func anEmptyPromptIsExplained() throws {
    let result = try Program.run("run", "--prompt", "")
    #expect(result.status == 1)
    #expect(result.errors.contains("prompt is empty"))
  }

  @Test func aReplayIntoAPipePrintsTheText() throws {
    let timeline = ToyRun.timeline(seed: 2, forks: 0)
    let bytes = TraceEncoder.bytes(
      Trace(timeline: timeline, footer: TraceFooter(timeline, ended: nil)))
    let result = try Program.run("replay", "-", input: bytes)
    #expect(result.status == 0)
    #expect(!result.output.isEmpty)
    #expect(result.errors == "")
  }

  @Test(.disabled(if: RealModel.isMissing, "\(RealModel.comment)"))
  func aRunIntoAPipePrintsTheTextAloneAndASummaryBeside() throws {
    let model = try #require(RealModel.path)
    let arguments = [
      "run", "--model", model, "--no-trace", "--raw", "--max-tokens", "2", "--prompt",
      "The capital of France is",
    ]
    let text = try Program.run(arguments)
    #expect(text.output == " Paris.\n")
    #expect(text.errors.contains("tokens per pass"))
    let json = try Program.run(arguments + ["--json"])
    #expect(json.output.contains(#""tokens":[7042,30]"#))
    #expect(json.errors == "")
  }

  @Test(.disabled(if: RealModel.isMissing, "\(RealModel.comment)"))
  func aPromptLongerThanTheContextIsExplained() throws {
    let model = try #require(RealModel.path)
    let prompt = String(repeating: "word ", count: 100)
    let result = try Program.run(
      "run", "--model", model, "--no-trace", "--context", "64", "--prompt", prompt)
    #expect(result.status == 1)
    #expect(result.errors.contains("64"))
  }

  @Test(.disabled(if: RealModel.isMissing, "\(RealModel.comment)"))
  func aRecordedRunPassesTheAuditAndIsNeverOverwritten() throws {
    let model = try #require(RealModel.path)
    let folder = try TemporaryFolder()
    let trace = "\(folder.path)/run.trace.jsonl"
    let arguments = [
      "run", "--model", model, "--max-tokens", "12", "--budget", "4", "--temperature", "0.8",
      "--prompt", "Hello", "--trace", trace,
    ]
    #expect(try Program.run(arguments).status == 0)
    #expect(try Program.run("check", "trace", trace).status == 0)
    let again = try Program.run(arguments)
    #expect(again.status == 1)
    #expect(again.errors.contains(trace))
  }
}
