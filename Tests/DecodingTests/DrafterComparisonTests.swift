import Controllers
import DraftTrees
import Drafters
import TestSupport
import Testing
import Timeline
import Tokens

@testable import Decoding

struct DrafterComparisonTests {
  private func arm(_ drafter: String, growth: String = "native", budget: Int = 3)
    -> DrafterComparison.Arm
  {
    DrafterComparison.Arm(
      label: "\(drafter) \(budget)",
      settings: .testing(drafter: drafter, growth: growth, budget: budget))
  }

  private let prompts = [
    DrafterComparison.Prompt(category: "first", tokens: [1, 2, 3]),
    DrafterComparison.Prompt(category: "second", tokens: [4, 5]),
  ]

  private func compare(
    _ arms: [DrafterComparison.Arm], on target: TableModel, services: SessionServices,
    repetitions: Int = 1
  ) throws -> DrafterMeasurements {
    let cost = CostTable(
      rowCounts: [1, 2, 16], microseconds: [100, 100, 100],
      draft: DraftCost(drafter: "draft-model", rowCounts: [1], microseconds: [50]))
    return try DrafterComparison(
      plain: arm("none", budget: 0), arms: arms,
      options: SessionOptions(seed: 1, maximumTokens: 40, cost: cost), repetitions: repetitions
    ).run(target, prompts: prompts, services: services)
  }

  @Test func aModelThatDraftsForItselfEmitsItsBudgetAndOneMoreAPass() throws {
    let target = TableModel(order: 2)
    let measured = try compare(
      [arm("draft-model", growth: "chain")], on: target,
      services: SessionServices(
        draftModel: DraftModel(TableModel(order: 2), name: "same"), microseconds: { 0 }))
    let row = measured.rows()[0]
    #expect(row.tokensPerPass.value == 4 && row.tokensPerPass.low == 4)
    // Three passes of the draft model at half a plain pass each.
    #expect(row.relativeSpeedByCost == 1.6)
    #expect(row.nodesPerPass == 3)
    #expect(row.differingTexts == 0)
    #expect(measured.categoryNames == ["first", "second"])
  }

  /// A pass takes 100 units of the clock, a draft 25.
  @Test func sharesAndRatiosAreThoseOfTheClock() throws {
    let target = TableModel(saying: (0..<60).map { TokenID($0 % 7) })
    var now = 0.0
    target.beforePass = { now += 100 }
    let text = (0..<60).map { TokenID($0 % 7) }
    let services = SessionServices(
      makeDrafter: { name, _ in
        ScriptedDrafter { request, tree in
          guard name != "none" else { return }
          now += 25
          tree.append(text[request.text.count], under: .root, source: "copy")
        }
      }, microseconds: { now })
    let row = try compare([arm("goose", budget: 1)], on: target, services: services).rows()[0]
    #expect(row.tokensPerPass.value == 2)
    #expect(row.draftShare == 0.2)
    #expect(abs(row.relativeSpeed.value - 1.6) < 1e-12)
    #expect(abs(row.relativeSpeedWithFreeRows - 1.6) < 1e-12)
  }

  @Test func plainAndAllArmsTakeTurnsOnEachPromptAndNotAlwaysInTheSameOrder() throws {
    var runs: [String] = []
    let services = SessionServices(
      makeDrafter: { name, context in
        runs.append(name)
        return try DrafterRegistry.make(name, context)
      }, microseconds: { 0 })
    let comparison = DrafterComparison(
      plain: arm("none"), arms: [arm("goose"), arm("aded"), arm("lookahead")],
      options: SessionOptions(seed: 1, maximumTokens: 8), repetitions: 6)
    _ = try comparison.run(
      TableModel(order: 1), prompts: Array(prompts.prefix(1)), services: services)
    // Each is checked, makes a cost model and then drafts: what follows itself is one turn.
    let turns = runs.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
    #expect(Set(turns) == ["none", "goose", "aded", "lookahead"])
    let followers = Set(zip(turns, turns.dropFirst()).map { "\($0) \($1)" })
    // In one order there are four.
    #expect(followers.count > 6)
  }

  /// The second repetition found a machine half as fast, which one arm did not feel.
  @Test func aSlowRepetitionIsEvenedOut() {
    func runs(_ times: [Double]) -> [TimedRun] {
      times.map {
        TimedRun(
          tokens: [1], passes: 1, nodeCount: 0, microseconds: $0,
          timings: PhaseTimings([.score: $0]), shadowMicroseconds: $0 / 10, exitMicroseconds: 0,
          cost: .zero)
      }
    }
    let evened = DrafterComparison.evened([
      runs([100, 200, 100]), runs([50, 100, 50]), runs([70, 140, 70]), runs([80, 80, 80]),
    ])
    for arm in evened.prefix(3) {
      #expect(arm.allSatisfy { abs($0.microseconds - arm[0].microseconds) < 1e-9 })
      #expect(arm.allSatisfy { abs($0.timings[.score] - $0.microseconds) < 1e-9 })
      #expect(arm.allSatisfy { abs($0.shadowMicroseconds - $0.microseconds / 10) < 1e-9 })
    }
    #expect(abs(evened[0][0].microseconds / evened[1][0].microseconds - 2) < 1e-9)
    #expect(evened[3][1].microseconds < evened[3][0].microseconds)
  }

  /// Each pass takes twice what was measured.
  @Test func whatPassesTakeIsKnownToTheNextText() throws {
    var now = 0.0
    let target = TableModel(order: 1)
    target.beforePass = { now += 200 }
    var settings = RoundSettings.testing(drafter: "goose")
    settings.controller = "hedge"
    func session(_ passTimes: PassTimes?) throws -> DecodingSession {
      try DecodingSession(
        target: target, prompt: [1, 2, 3], settings: settings,
        options: SessionOptions(
          seed: 1, maximumTokens: 40,
          cost: CostTable(rowCounts: [1, 2], microseconds: [100, 130])),
        services: SessionServices(microseconds: { now }), passTimes: passTimes)
    }
    let first = try session(nil)
    #expect(first.passTimes == nil)
    try first.finish()
    let learned = try #require(first.passTimes?.plainMicroseconds)
    #expect(learned > 150)
    // Also before the next one has decided anything, and where nobody watches.
    #expect(try session(first.passTimes).passTimes?.plainMicroseconds == learned)
    settings.controller = nil
    try first.restart(with: settings)
    #expect(first.passTimes?.plainMicroseconds == learned)
  }

  @Test(arguments: DrafterRegistry.names)
  func startingOverFromThePromptIsLikeAFreshRun(_ drafter: String) throws {
    let growth = try #require(DrafterRegistry.descriptor(of: drafter).growths.first)
    let settings = RoundSettings.testing(
      drafter: drafter, growth: growth, sampling: SamplingSettings(temperature: 0.7))
    let fresh = try makeSession(TableModel(order: 1), settings)
    try fresh.finish()
    let used = try makeSession(TableModel(order: 1), .testing(drafter: "goose"))
    try used.finish()
    try used.restart(with: settings)
    try used.finish()
    #expect(used.text == fresh.text)
    #expect(used.line.map(\.tree) == fresh.line.map(\.tree))
    #expect(used.line.map(\.learned) == fresh.line.map(\.learned))
  }
}

/// What is concluded from runs whose numbers are given.
struct DrafterFindingTests {
  /// Runs of 60 tokens on prompts of two kinds.
  private func runs(passes: [Int], microseconds: [Double]) -> [TimedRun] {
    zip(passes, microseconds).map { passes, microseconds in
      TimedRun(
        tokens: (0..<60).map { TokenID($0) }, passes: passes, nodeCount: 2 * passes,
        microseconds: microseconds, timings: PhaseTimings([.draft: microseconds / 10]),
        shadowMicroseconds: 0, exitMicroseconds: 0, cost: .init(score: 40, draft: 0))
    }
  }

  private func arm(_ drafter: String, controller: String? = nil) -> DrafterComparison.Arm {
    var settings = RoundSettings.testing(drafter: drafter)
    settings.controller = controller
    return DrafterComparison.Arm(label: drafter + (controller ?? ""), settings: settings)
  }

  /// goose is twice as fast as plain on prose and half as fast on code, aded the other way round;
  /// "auto" takes the same time on both.
  private func measured(auto: Double = 55) -> DrafterMeasurements {
    DrafterMeasurements(
      categories: ["prose", "prose", "code", "code"],
      plain: (
        arm("none"), runs(passes: [60, 60, 60, 60], microseconds: [100, 100, 100, 100])
      ),
      arms: [
        (arm("goose"), runs(passes: [20, 20, 60, 60], microseconds: [50, 50, 200, 200])),
        (arm("aded"), runs(passes: [60, 60, 20, 20], microseconds: [200, 200, 50, 50])),
        (
          arm("goose", controller: "auto"),
          runs(passes: [22, 22, 22, 22], microseconds: [auto, auto, auto, auto])
        ),
      ])
  }

  @Test func aChooserIsHeldAgainstTheBestOfEachCategoryAndOfTheMixture() {
    let found = measured().hindsight(of: "gooseauto", among: ["goose", "aded"], bar: 0.95)
    #expect(found.map(\.category) == ["prose", "code", nil])
    #expect(found.map(\.best).prefix(2) == ["goose", "aded"])
    #expect(found.map(\.outcome) == [.doesNotHold, .doesNotHold, .holds])
    #expect(found.map(\.bar) == [0.95, 0.95, 1])
    #expect(abs(found[0].relativeSpeed.value - 50.0 / 55) < 1e-12)
    #expect(abs(found[2].relativeSpeed.value - 400.0 / 220) < 1e-12)
    let nearer = measured(auto: 51).hindsight(of: "gooseauto", among: ["goose", "aded"], bar: 0.95)
    #expect(nearer.map(\.outcome) == [.holds, .holds, .holds])
    #expect(measured().hindsight(of: "gooseauto", among: [], bar: 0.95).isEmpty)
    let alone = measured().hindsight(of: "gooseauto", among: ["aded"], bar: 0.95)
    #expect(alone.map(\.best) == ["none", "aded", "none"])
  }

  private func claim(
    _ test: DrafterClaim.Test, categories: [String]? = nil
  ) -> DrafterClaim.Finding {
    DrafterClaim(
      method: "method", statement: "statement", published: "2 times", test: test,
      categories: categories
    ).finding(in: measured())
  }

  @Test func aClaimHoldsOrNotByTheSideOfTheBarItsIntervalLiesOn() {
    let goose = DrafterClaim.Side(drafter: "goose")
    #expect(claim(.faster(goose, than: nil), categories: ["prose"]).outcome == .holds)
    #expect(claim(.faster(goose, than: nil), categories: ["code"]).outcome == .doesNotHold)
    #expect(claim(.faster(goose, than: nil)).outcome == .undecided)
    let more = claim(.moreTokens(goose, than: .init(drafter: "aded")), categories: ["prose"])
    #expect(more.outcome == .holds)
    #expect(more.measured?.value == 2)
    let faster = claim(.faster(.init(controller: "auto"), than: goose)).measured
    #expect(faster.map { abs($0.value - 250.0 / 110) < 1e-12 } == true)
  }

  @Test func whyIsSaidFromTheNumbers() {
    let found = claim(.faster(.init(drafter: "goose"), than: nil), categories: ["prose"])
    #expect(
      found.why == """
        3.00 tokens a pass over 3.00 rows, which takes 2.00 plain passes, and 10 % of the time is \
        drafting; if rows of a pass were free, as on a large GPU, it would be 2.61 times plain
        """)
    #expect(found.byCost == 1.5)
    #expect(found.tested == "goose against plain decoding, tokens per second, on prose")
  }

  @Test func whatWasNotRunIsSaidToBeNotMeasured() {
    let absent = claim(.faster(.init(drafter: "lookahead"), than: nil))
    #expect(absent.outcome == .notMeasured && absent.why == "lookahead was not run")
    #expect(claim(.untested("no such weights")).why == "no such weights")
    let other = claim(.faster(.init(drafter: "goose"), than: nil), categories: ["summarization"])
    #expect(other.why == "summarization: the prompts have no such category")
  }

  @Test(arguments: DrafterClaim.all.map(\.test))
  func aClaimNamesWhatThereIs(_ test: DrafterClaim.Test) throws {
    let sides: [DrafterClaim.Side] =
      switch test {
      case .faster(let side, let other): [side, other].compactMap(\.self)
      case .moreTokens(let side, let other): [side, other]
      case .untested: []
      }
    for side in sides {
      if let drafter = side.drafter { _ = try DrafterRegistry.descriptor(of: drafter) }
      if let growth = side.growth { _ = try GrowthRegistry.descriptor(of: growth) }
      if let controller = side.controller { _ = try ControllerRegistry.descriptor(of: controller) }
    }
  }
}
