import DraftTrees
import Drafters
import TestSupport
import Testing
import Timeline
import Tokens
import Verification

@testable import Decoding

/// Runs of every verifier, written down, read back and judged again from their own numbers.
struct StepAuditTests {
  static let names =
    VerifierRegistry.names.filter { $0 != "greedy" } + CounterExampleRegistry.names

  private func timeline(_ verifier: String, _ growth: String, seed: UInt64) throws -> Timeline {
    let model = TableModel(order: 2, seed: seed, spread: 2)
    let settings = RoundSettings(
      drafter: "draft-model", verifier: verifier, growth: growth, budget: 6,
      sampling: SamplingSettings(temperature: 1))
    let session = try makeSession(model, settings, seed: seed, endTokens: [0])
    try session.finish()
    var timeline = Timeline(
      header: RunHeader(
        program: "0.1.0", started: "2026-01-02T03:04:05Z",
        model: ModelSummary(
          name: "table", architecture: "table", layerCount: 1,
          vocabularySize: model.vocabularySize, contextLength: model.contextLength,
          precision: "reference", endTokens: [0]),
        prompt: Prompt(
          text: "", isChat: false, tokens: [1, 2, 3],
          pieces: ["a", "b", "c"].map { TokenPiece(bytes: Array($0.utf8)) }),
        settings: settings, controller: "cost", seed: seed, maximumTokens: 40, threads: 1,
        cost: CostTable(rowCounts: [1, 2], microseconds: [100, 130])))
    for round in session.line { timeline.take(round) }
    return timeline
  }

  private func growth(_ verifier: String) throws -> String {
    let descriptor = try VerifierRegistry.descriptor(of: verifier)
    let law = CounterExampleRegistry.all.first { $0.descriptor.name == verifier }?.law
    if law == .deterministic { return "top-k" }
    if law == .withoutReplacement { return "gumbel-top-k" }
    return descriptor.losslessWith.contains(.withoutReplacement)
      ? "gumbel-top-k" : "independent-paths"
  }

  @Test(arguments: names)
  func recordedRunsOfEveryVerifierPass(verifier: String) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let timeline = try timeline(verifier, growth(verifier), seed: seed)
      let bytes = TraceEncoder.bytes(Trace(timeline: timeline))
      let audit = TraceAudit(try TraceDecoder.decode(bytes, path: "t"))
      #expect(audit.differences == [])
      #expect(audit.stepCount > 0)
    }
  }

  @Test(arguments: [
    "uniform", "isAccepted", "acceptance", "extra", "accepted",
  ])
  func aChangedDecisionIsNoticed(what: String) throws {
    var timeline = try timeline("recursive", "gumbel-top-k", seed: 2)
    var round = try #require(
      timeline.rounds.first { $0.judgement?.steps.first?.action.kind == .test })
    switch what {
    case "uniform": round.judgement!.steps[0].action.uniform! /= 2
    case "isAccepted": round.judgement!.steps[0].action.isAccepted!.toggle()
    case "acceptance": round.judgement!.steps[0].action.numbers[.acceptance]! /= 2
    case "extra": round.judgement!.extra = TokenID((round.judgement!.extra!.index + 1) % 12)
    default: round.judgement!.accepted = [1, 1]
    }
    timeline = Timeline(header: timeline.header)
    round.index = 0
    timeline.take(round)
    #expect(TraceAudit(Trace(timeline: timeline)).differences.contains { $0.field.contains(what) })
  }
}
