import Decoding
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Controllers

/// What must hold for every controller: whatever it decides, the text is that of plain decoding, and it
/// can be rebuilt from the rounds.
struct ControllerConformanceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var controller: String
    var sampling: SamplingSettings
    var budget: Int?

    /// With the drafter and the growth policy that the controller decides for, or a drafter that
    /// learns.
    var settings: RoundSettings {
      let descriptor = try? ControllerRegistry.descriptor(of: controller)
      let growth = descriptor?.growth ?? "native"
      var settings = RoundSettings.testing(
        drafter: descriptor?.drafter ?? (growth == "native" ? "token-recycling" : "draft-model"),
        growth: growth, budget: budget, sampling: sampling)
      settings.controller = controller
      return settings
    }
    var testDescription: String {
      "\(controller) T \(sampling.temperature) budget \(budget ?? -1)"
    }
  }

  /// Every controller as it is, and with parameters that change what it does.
  static let controllers =
    ControllerRegistry.names + [
      "del:paper=1,every=1", "del:every=2,stop=0,step=2", "hedge:dear=1,overhead=1",
      "ucb:shipped=1",
    ]

  static let cases = controllers.flatMap { controller in
    [SamplingSettings.greedy, SamplingSettings(temperature: 0.8)].flatMap { sampling in
      [nil, 4].map { Case(controller: controller, sampling: sampling, budget: $0) }
    }
  }

  /// A selector that has learned nothing: the analytic estimate as it is.
  private let selector = ShapeModel(
    means: [Double](repeating: 0, count: ShapeFeatures.names.count),
    deviations: [Double](repeating: 1, count: ShapeFeatures.names.count), corrections: [],
    training: ShapeModel.Training(traces: 0, rounds: 0))

  @Test(arguments: cases)
  func textEqualsPlainTextOfTheSameSeed(_ run: Case) throws {
    for (seed, order, tokens) in [(1, 1, 80), (2, 2, 40)] as [(UInt64, Int, Int)] {
      let model = TableModel(order: order, seed: seed, spread: order == 1 ? 4 : 3)
      let plain = try makeSession(
        model, .testing(sampling: run.sampling), seed: seed, maximumTokens: tokens,
        endTokens: [0])
      try plain.finish()
      let drafted = try makeSession(
        model, run.settings, seed: seed, maximumTokens: tokens, endTokens: [0],
        shapeModel: selector)
      try drafted.finish()
      #expect(drafted.text == plain.text)
      let name = MethodParameters.name(of: run.controller)
      #expect(drafted.line.allSatisfy { $0.choice.controller == name })
    }
  }

  @Test(arguments: cases)
  func aForkContinuesAsTheStraightRunDid(_ run: Case) throws {
    let session = try makeSession(
      TableModel(order: 1, seed: 4), run.settings, shapeModel: selector)
    try session.finish()
    let straight = session.line
    for round in stride(from: 0, to: straight.count, by: 3) {
      try session.fork(
        after: Array(straight.prefix(round)), branch: round + 1,
        from: ForkPoint(branch: 0, round: round), settings: run.settings)
      try session.finish()
      #expect(session.line.map(\.choice) == straight.map(\.choice))
      #expect(session.line.map(\.committed) == straight.map(\.committed))
      #expect(session.line.map(\.shadows) == straight.map(\.shadows))
    }
  }
}
