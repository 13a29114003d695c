import DraftTrees
import TestSupport
import Timeline

@testable import Screens

extension Catalogue {
  /// Three drafters and two verifiers.
  static let sample = Catalogue(
    drafters: [
      Entry(
        name: "none", summary: "Drafts nothing: plain decoding.", source: "ours",
        growths: ["chain"]),
      Entry(
        name: "prompt-lookup", summary: "Goes on as the text did before.", source: "Saxena 2023",
        growths: ["chain"]),
      Entry(
        name: "token-recycling", summary: "Remembers what the target thought likely.",
        source: "Luo et al. 2024", growths: ["best-first", "template"]),
    ],
    verifiers: [
      Entry(
        name: "greedy", summary: "Keeps the most probable token.", source: "Leviathan et al. 2023"),
      Entry(name: "sample-match", summary: "Keeps the target's own sample.", source: "ours"),
      Entry(
        name: "typical", summary: "Keeps what is likely enough.", source: "Cai et al. 2024",
        mayChangeOutput: true),
    ],
    growths: [
      Entry(name: "chain", summary: "One continuation.", source: "ours"),
      Entry(name: "best-first", summary: "The most probable node first.", source: "ours"),
      Entry(name: "template", summary: "A fixed shape.", source: "Luo et al. 2024"),
    ],
    themes: ["dark", "light", "mono"])
}

extension AppModel {
  /// A replay of the sample run.
  static func replay(
    size: Size = Size(columns: 80, rows: 24), glyphs: Glyphs = .unicode,
    timeline: Timeline = SampleTimeline.make()
  ) -> AppModel {
    var model = AppModel(
      source: .replay(name: "sample"), catalogue: .sample, glyphs: glyphs, timeline: timeline)
    _ = update(&model, .resize(size))
    return model
  }

  /// Presses keys by their written names; a name that is none is typed letter by letter.
  @discardableResult
  mutating func press(_ names: String...) -> [Effect] {
    names.flatMap { name in
      (KeyName.parse(name).map { [$0] } ?? name.unicodeScalars.map(Key.character))
        .flatMap { update(&self, .key($0)) }
    }
  }

  @discardableResult
  mutating func run(_ line: String) -> [Effect] { update(&self, .command(line)) }

  /// The screen as text.
  func text(_ size: Size? = nil) -> String { view(self, size: size ?? self.size).text }
}

/// An engine that has its rounds already, and gives them out phase by phase as it is told.
struct ScriptedEngine {
  private(set) var rounds: [Round]
  private(set) var commands: [EngineCommand] = []
  private var next: Phase = .choose

  init(rounds: [Round] = SampleTimeline.rounds) { self.rounds = rounds }

  /// What it says when it starts.
  func start() -> [EngineUpdate] {
    [.started(SampleTimeline.header), .state(.waiting(next: .choose))]
  }

  /// What it says to a command.
  mutating func take(_ command: EngineCommand) -> [EngineUpdate] {
    commands.append(command)
    switch command {
    case .step(.phase): return phases(until: next)
    case .step(.round): return phases(until: .learn)
    case .step(.play):
      var updates: [EngineUpdate] = []
      while !rounds.isEmpty { updates += phases(until: .learn) }
      return updates
    case .stop: return [.state(.finished(.stopped))]
    default: return []
    }
  }

  private mutating func phases(until last: Phase) -> [EngineUpdate] {
    guard let round = rounds.first else { return [.state(.finished(.endToken))] }
    var updates: [EngineUpdate] = [.state(.running)]
    while next <= last {
      updates.append(.round(round.upTo(next)))
      guard let following = next.next else {
        rounds.removeFirst()
        next = .choose
        break
      }
      next = following
    }
    updates.append(
      .state(rounds.isEmpty ? .finished(.endToken) : .waiting(next: next)))
    return updates
  }
}

extension Round {
  /// The round as it was when a phase was complete.
  func upTo(_ phase: Phase) -> Round {
    var round = self
    round.lastPhase = phase
    if phase < .draft { round.tree = DraftTree(anchor: tree.anchor, law: tree.law) }
    if phase < .score { round.scores = [] }
    if phase < .judge { round.judgement = nil }
    if phase < .commit { (round.committed, round.finish) = ([], nil) }
    if phase < .learn { round.learned = [] }
    return round
  }
}

/// A live model and its engine, the effects of each message carried out.
struct LiveSession {
  var model: AppModel
  var engine: ScriptedEngine
  /// Effects that are not for the engine.
  private(set) var others: [Effect] = []

  /// - Parameter past: rounds that are decoded already.
  init(
    tracePath: String? = "run.trace.jsonl", past: Int = 0, catalogue: Catalogue = .sample
  ) {
    engine = ScriptedEngine(rounds: Array(SampleTimeline.rounds.dropFirst(past)))
    model = AppModel(source: .live, catalogue: catalogue, tracePath: tracePath)
    for message in engine.start() { send(.engine(message)) }
    for round in SampleTimeline.rounds.prefix(past) { send(.engine(.round(round))) }
  }

  mutating func send(_ message: Message) {
    for effect in update(&model, message) {
      if case .engine(let command) = effect {
        for answer in engine.take(command) { send(.engine(answer)) }
      } else {
        others.append(effect)
      }
    }
  }

  mutating func press(_ names: String...) {
    for name in names {
      for key in KeyName.parse(name).map({ [$0] }) ?? name.unicodeScalars.map(Key.character) {
        send(.key(key))
      }
    }
  }
}
