import Screens
import Timeline
import Tokens

/// What a finished run amounts to, in a few lines for standard error.
enum RunSummary {
  static func text(_ timeline: Timeline) -> String {
    let statistics = timeline.statistics()
    let header = timeline.header
    let controller = header.settings.controller.map { "controller \($0), " } ?? ""
    var lines = [
      "\(header.model.name) (\(header.model.precision)), "
        + "drafter \(header.settings.drafter), \(controller)"
        + "verifier \(header.settings.verifier), temperature \(header.settings.sampling.temperature)",
      "\(statistics.emitted) tokens in \(statistics.passes) target passes: "
        + "\(number(statistics.tokensPerPass)) tokens per pass, "
        + "\(number(statistics.tokensPerSecond)) tokens per second",
    ]
    if !header.modelsBeside.isEmpty {
      lines.insert(
        header.modelsBeside.map { "\($0.role) \($0.model.name) (\($0.model.precision))" }
          .joined(separator: ", "), at: 1)
    }
    if let plain = statistics.plain {
      lines.append(
        "plain decoding: \(number(plain.tokensPerSecond)) tokens per second "
          + "(\(plain.source.rawValue)), so \(number(statistics.speedup)) times as fast")
    }
    if let finish = timeline.rounds.last?.finish { lines.append("ended: \(finish.sentence)") }
    return lines.joined(separator: "\n")
  }

  private static func number(_ ratio: Ratio?) -> String {
    ratio?.value.map { NumberText.fixed($0, decimals: 2) } ?? "?"
  }
}

/// The result of `run --json`: one object.
struct RunResult: Encodable {
  var model: String
  var precision: String
  var draftModel: String?
  var middleModel: String?
  var nestedModel: String?
  var drafter: String
  var verifier: String
  var growth: String
  var sampling: SamplingSettings
  var seed: UInt64
  var promptTokens: [TokenID]
  var text: String
  var tokens: [TokenID]
  var rounds: Int
  var passes: Int
  var tokensPerPass: Double?
  var tokensPerSecond: Double?
  var plainTokensPerSecond: Double?
  var draftedNodes: Int
  var acceptedNodes: Int
  var finish: FinishReason?

  init(_ timeline: Timeline) {
    let (header, statistics) = (timeline.header, timeline.statistics())
    model = header.model.name
    precision = header.model.precision
    draftModel = header.draftModel?.name
    middleModel = header.middleModel?.name
    nestedModel = header.nestedModel?.name
    drafter = header.settings.drafter
    verifier = header.settings.verifier
    growth = header.settings.growth
    sampling = header.settings.sampling
    seed = header.seed
    promptTokens = header.prompt.tokens
    text = String(Transcript.text(of: timeline).dropLast())
    tokens = timeline.rounds.flatMap { $0.committed.map(\.token) }
    rounds = statistics.rounds
    passes = statistics.passes
    tokensPerPass = statistics.tokensPerPass.value
    tokensPerSecond = statistics.tokensPerSecond.value
    plainTokensPerSecond = statistics.plain?.tokensPerSecond.value
    draftedNodes = statistics.acceptance.drafted
    acceptedNodes = statistics.acceptance.accepted
    finish = timeline.rounds.last?.finish
  }
}
