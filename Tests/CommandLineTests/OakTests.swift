import Foundation
import Testing

/// The models inside the program, against references written by the program that trained them.
@Suite struct OakTests {
  private func fixture(_ name: String, _ ending: String = "json") throws -> String {
    try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: ending)).path
  }

  @Test func logitsAreThoseOfTheTrainingProgram() throws {
    let result = try Program.run(
      "check", "logits", try fixture("oak-reference"), "--model", "oak")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test func tokensAreThoseOfTheTrainingProgram() throws {
    let result = try Program.run(
      "check", "tokenizer", try fixture("oak-tokenizer"), "--model", "oak")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test func draftedTextIsPlainText() throws {
    let result = try Program.run(
      "check", "lossless", "--prompts", try fixture("prompts", "jsonl"), "--limit", "2",
      "--max-tokens", "16", "--seeds", "1")
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.hasSuffix(" 0 runs differ from plain decoding\n"))
    #expect(result.output.contains("draft-model/dyspec with sample-match, temperature 0.8"))
  }

  @Test func everyExitIsTold() throws {
    let result = try Program.run("models", "info", "oak")
    #expect(result.status == 0)
    #expect(result.output.contains("LAYER"))
    #expect(result.output.contains("trigram"))
    #expect(result.output.contains("short vocabulary: 1024 tokens"))
  }

  @Test func withoutAnyOptionARunUsesOakAndTwig() throws {
    let result = try Program.run(
      "run", "--prompt", "Once upon a time", "--max-tokens", "8", "--no-trace", "--json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(#""drafter":"draft-model""#))
  }
}
