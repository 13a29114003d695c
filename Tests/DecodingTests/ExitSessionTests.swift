import Controllers
import Decoding
import DraftTrees
import Drafters
import Models
import Tensors
import TestSupport
import Testing
import Timeline
import Tokens

/// Self-speculation in a session: with a real model's arithmetic, and with a controller that reads
/// the layers.
struct ExitSessionTests {
  private static let shape = {
    var shape = TinyLlama.Shape()
    shape.layerCount = 4
    return shape
  }()

  /// A random model and what is trained beside it, on one pair of threads.
  private func decode(
    _ settings: RoundSettings, maximumTokens: Int = 24,
    configure: (DecodingSession) -> Void = { _ in }
  ) throws -> DecodingSession {
    let team = WorkerTeam(threads: 2)
    let target = try LlamaSession(
      model: LlamaModel(
        file: TinyLlama(Self.shape, seed: 5).file(), precision: .fast,
        adapter: TinyAdapter(Self.shape).file(), team: team), team: team)
    let session = try DecodingSession(
      target: target, prompt: [3, 1, 4, 1, 5], settings: settings,
      options: SessionOptions(seed: 2, maximumTokens: maximumTokens),
      services: SessionServices(
        adapted: KangarooAdapter(target).map { AdaptedExit($0) }, microseconds: { 0 }))
    configure(session)
    try session.finish()
    return session
  }

  @Test(
    arguments: [
      "early-exit", "early-exit:exit=1,short=0", "early-exit:exit=3,stop=0.1", "kangaroo",
    ],
    ["chain", "dyspec", "eagle-2"])
  func draftsOfARealModelsLayersLeaveItsTextAsItIs(drafter: String, growth: String) throws {
    for temperature in [0, 0.9] {
      let sampling = SamplingSettings(temperature: temperature)
      let plain = try decode(.testing(sampling: sampling))
      let drafted = try decode(
        .testing(drafter: drafter, growth: growth, budget: 4, sampling: sampling))
      #expect(drafted.text == plain.text)
      #expect(drafted.line.contains { $0.tree.draftedCount > 0 })
    }
  }

  /// The exit behind the last layer but one of a table says nearly what the table says.
  @Test func anExitThatAgreesWinsRounds() throws {
    let session = try makeSession(
      TableModel(order: 2, seed: 3),
      .testing(drafter: "early-exit:exit=3", growth: "chain", budget: 4))
    try session.finish()
    #expect(session.line.count < 25)
  }

  @Test func theExitLayerOfTheSettingsIsTheOneDraftedWith() throws {
    let target = TableModel(order: 2, seed: 3)
    var settings = RoundSettings.testing(drafter: "early-exit", growth: "chain", budget: 2)
    settings.exitLayer = 3
    let session = try makeSession(target, settings)
    try session.performRound()
    #expect(session.line[0].choice.exitLayer == 3)
    #expect(session.line[0].learned.first == "left the target behind layer 3 of 4")
    settings.exitLayer = 1
    try session.change(settings)
    try session.performRound()
    #expect(session.line[1].choice.exitLayer == 1)
    settings.exitLayer = 4
    #expect(throws: DecodingError.self) { try session.change(settings) }
  }

  // MARK: DEL

  private func del(_ parameters: String = "", budget: Int? = nil) -> RoundSettings {
    var settings = RoundSettings.testing(drafter: "early-exit", growth: "chain", budget: budget)
    settings.controller = "del" + parameters
    return settings
  }

  @Test func delReadsOnlyRowsWhoseSuccessorIsKnown() throws {
    let session = try makeSession(TableModel(order: 2, seed: 3), del(":every=1,paper=1"))
    try session.finish()
    for round in session.line {
      let exits = try #require(round.exits)
      let accepted = try #require(round.judgement).accepted
      #expect(exits.rows.map(\.node) == [NodeIndex.root] + accepted)
      #expect(exits.rows.allSatisfy { $0.isCommitted })
      #expect(exits.exits.map(\.layer) == [1, 2, 3])
    }
  }

  @Test func delKnowsTheLayersFromThePromptBeforeTheFirstRound() throws {
    let prompt = (0..<24).map { TokenID($0 * 5 % 12) }
    let session = try makeSession(TableModel(order: 2, seed: 3), prompt: prompt, del())
    try session.performRound()
    #expect(!session.line[0].choice.candidates.isEmpty)
  }

  @Test func delReadsInEveryNthRoundAlone() throws {
    let session = try makeSession(TableModel(order: 2, seed: 3), del(":every=8"))
    try session.finish()
    for round in session.line {
      #expect((round.exits != nil) == round.index.isMultiple(of: 8))
    }
  }

  @Test func readingTheLayersIsTimedApartFromThePhases() throws {
    var now = 0.0
    let services = SessionServices(microseconds: {
      now += 1
      return now
    })
    let session = try makeSession(
      TableModel(order: 2, seed: 3), del(":every=1"), services: services)
    try session.performRound()
    #expect(try #require(session.line[0].exits).microseconds > 0)
  }
}
