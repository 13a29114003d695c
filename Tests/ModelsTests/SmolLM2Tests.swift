import Foundation
import ModelFiles
import Models
import Tensors
import Testing
import Tokens

private let modelPath = ProcessInfo.processInfo.environment["DRAFTSCOPE_SMOLLM2"]

/// The real model against logits of another engine and of a pass in 64-bit floats.
///
/// Runs when the environment variable DRAFTSCOPE_SMOLLM2 names SmolLM2-135M-Instruct.Q4_1.gguf.
@Suite(.serialized, .enabled(if: modelPath != nil, "DRAFTSCOPE_SMOLLM2 names no file"))
struct SmolLM2Tests {
  private struct Reference: Decodable {
    struct Prompt: Decodable {
      struct Entry: Decodable {
        let id: Int
        let logit: Double
        let exact: Double

        enum CodingKeys: String, CodingKey {
          case id, logit
          case exact = "logit_f64"
        }
      }

      let id: String
      let ids: [TokenID]
      let top: [Entry]
      let continuation: [TokenID]
      let margins: [Double]

      enum CodingKeys: String, CodingKey {
        case id, ids
        case top = "top20"
        case continuation = "greedy64"
        case margins = "greedy64_margin"
      }
    }

    let prompts: [Prompt]
  }

  private func prompts() throws -> [Reference.Prompt] {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/smollm2-reference", withExtension: "json"))
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url)).prompts
  }

  private func session(_ precision: Precision) throws -> LlamaSession {
    let team = WorkerTeam(threads: 2, smallestShare: 0)
    let path = try #require(modelPath)
    let model = try LlamaModel(file: GGUFFile(path: path), precision: precision, team: team)
    return try LlamaSession(model: model, contextLength: 256, team: team)
  }

  private func best(_ logits: UnsafeBufferPointer<Float>) -> TokenID {
    LogitProcessing.law(logits: logits, settings: .greedy).mostProbable
  }

  /// The prompt's last token and the continuation in one pass. Rows have the bits of single rows,
  /// so when each row's best token is the next one, plain greedy decoding gives this text too.
  private func score(_ prompt: Reference.Prompt, _ session: LlamaSession) throws {
    session.truncate(to: 0)
    try session.prefill(prompt.ids.dropLast()) { false }
    let tokens = Array(prompt.ids.suffix(1) + prompt.continuation.dropLast())
    try session.score(tokens: tokens, parents: tokens.indices.map { $0 == 0 ? nil : $0 - 1 })
  }

  @Test func referencePrecisionGivesTheReferenceLogitsAndText() throws {
    let session = try session(.reference)
    for prompt in try prompts() {
      try score(prompt, session)
      session.withLogits(row: 0) { logits in
        for entry in prompt.top {
          #expect(abs(Double(logits[entry.id]) - entry.exact) < 1e-3)
          #expect(abs(Double(logits[entry.id]) - entry.logit) < 1e-3)
        }
      }
      for (row, expected) in prompt.continuation.enumerated() {
        #expect(session.withLogits(row: row, best) == expected, "\(prompt.id), step \(row)")
      }
    }
  }

  @Test func fastPrecisionAgreesWhereTheMarginIsWide() throws {
    let session = try session(.fast)
    for prompt in try prompts() {
      try score(prompt, session)
      for (row, margin) in prompt.margins.enumerated() where margin > 0.2 {
        #expect(
          session.withLogits(row: row, best) == prompt.continuation[row],
          "\(prompt.id), step \(row), margin \(margin)")
      }
    }
  }

  @Test func aBatchOfRowsHasTheBitsOfSingleRows() throws {
    let session = try session(.fast)
    let prompt = try #require(try prompts().first)
    try session.prefill(prompt.ids) { false }
    let tokens = Array(prompt.continuation.prefix(16))
    try session.score(tokens: tokens, parents: tokens.indices.map { $0 == 0 ? nil : $0 - 1 })
    let batch = tokens.indices.map { session.withLogits(row: $0, Array.init) }
    for (row, token) in tokens.enumerated() {
      try session.score(tokens: [token], parents: [nil])
      #expect(session.withLogits(row: 0, Array.init) == batch[row])
      session.commit(path: [0])
    }
  }
}
