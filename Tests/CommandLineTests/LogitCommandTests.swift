import Foundation
import Models
import TestSupport
import Testing
import Tokens

/// `draftscope logits` and `draftscope check logits` as programs, with a tiny random model.
@Suite struct LogitCommandTests {
  private let folder: TemporaryFolder
  private let tiny: TinyLlama
  private let modelPath: String

  init() throws {
    var shape = TinyLlama.Shape()
    shape.vocabularySize = 256
    tiny = TinyLlama(shape, seed: 1) { $0.setVocabulary() }
    folder = try TemporaryFolder()
    modelPath = "\(folder.path)/tiny.gguf"
    try Data(tiny.bytes).write(to: URL(fileURLWithPath: modelPath))
  }

  /// Logits after each of some tokens in reference precision.
  private func logits(_ tokens: [TokenID]) throws -> [[Float]] {
    let session = try tiny.session(precision: .reference)
    try session.score(tokens: tokens, parents: tokens.indices.map { $0 == 0 ? nil : $0 - 1 })
    return tokens.indices.map { session.withLogits(row: $0, Array.init) }
  }

  private func ranked(_ logits: [Float]) -> [Int] {
    logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
  }

  @Test func theLargestLogitsComeFirst() throws {
    struct Entry: Decodable {
      let id: Int
      let logit: Float
    }
    let result = try Program.run(
      "logits", "--model", modelPath, "--prompt", "hello", "--raw", "--top", "20", "--precision",
      "reference", "--json")
    #expect(result.errors == "")
    #expect(result.status == 0)
    let entries = try JSONDecoder().decode([Entry].self, from: Data(result.output.utf8))
    let expected = try logits(Array("hello".utf8).map { TokenID(Int($0)) })[4]
    #expect(entries.map(\.id) == Array(ranked(expected).prefix(20)))
    #expect(entries.map(\.logit) == ranked(expected).prefix(20).map { expected[$0] })
  }

  @Test func anEmptyPromptIsExplained() throws {
    let result = try Program.run("logits", "--model", modelPath, "--prompt", "")
    #expect(result.status == 64)
    #expect(result.errors.contains("The prompt is empty"))
  }

  /// A reference that is right but for what is added to its first logit, with the greedy text or
  /// another one.
  private func reference(error: Float = 0, wrongStep: Int? = nil) throws -> String {
    let prompt: [TokenID] = [104, 105, 32]
    var (text, margins, first) = ([TokenID](), [Float](), [Float]())
    for step in 0..<6 {
      let logits = try #require(try logits(prompt + text).last)
      let best = ranked(logits)
      if step == 0 { first = logits }
      text.append(TokenID(step == wrongStep ? best[1] : best[0]))
      margins.append(logits[best[0]] - logits[best[1]])
    }
    let best = ranked(first)[0]
    let sum = first.reduce(0.0) { $0 + exp(Double($1)) }
    let json = """
      {"prompts": [{"id": "made", "ids": \(prompt), "top20": [{"id": \(best), \
      "logit": \(first[best] + error)}], "logsumexp": \(log(sum)), "greedy64": \(text), \
      "greedy64_margin": \(margins)}]}
      """
    return try folder.write(json, to: "reference.json")
  }

  @Test func aRightReferencePasses() throws {
    let result = try Program.run(
      "check", "logits", try reference(), "--model", modelPath, "--precision", "reference")
    #expect(result.output.contains("6 of 6 tokens the same"))
    #expect(result.output.hasSuffix("prompts: 1, differences: 0\n"))
    #expect(result.status == 0)
  }

  @Test func aWrongLogitIsNamed() throws {
    let result = try Program.run(
      "check", "logits", try reference(error: 0.01), "--model", modelPath, "--precision",
      "reference")
    #expect(result.output.contains("reference, prompt \"made\": logit of token "))
    #expect(result.output.hasSuffix("prompts: 1, differences: 1\n"))
    #expect(result.status == 1)
  }

  @Test func aWrongTokenIsNamed() throws {
    let result = try Program.run(
      "check", "logits", try reference(wrongStep: 3), "--model", modelPath, "--precision",
      "reference")
    #expect(result.output.contains("reference, prompt \"made\": step 3 gives token "))
    #expect(result.status == 1)
  }
}
