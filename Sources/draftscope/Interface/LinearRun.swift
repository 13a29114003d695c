import Decoding
import Glibc
import Screens
import Terminal
import Timeline

/// A run without a drawn screen: typed commands in, one sentence for each step out.
///
/// The same model and the same commands as the drawn interface; nothing is redrawn, so that a screen
/// reader or a plain terminal follows.
struct LinearRun {
  var preferences: Preferences
  /// Why there is no drawn screen; empty when it was asked for.
  var because: String

  func run(source: RunSource) throws {
    let pipe = try WakePipe()
    pipe.routeSignals()
    let input = LineInput(wakePipe: pipe)
    var worker: Worker?
    if case .live(let setup, let request) = source {
      worker = Worker(setup.configuration, request: request, ring: { pipe.ring() })
    }
    let engine: any EngineLine = EngineLines.make(worker, source)
    let application = Application(
      model: preferences.appModel(source, glyphs: .ascii), engine: engine,
      files: ArtefactWriter(), looks: preferences.lookStore(terminfoColors: 0))
    greet(source.notes)
    let ending = converse(application, input: input)
    worker?.send(.quit)
    worker?.waitUntilEnded()
    pipe.unrouteSignals()
    if !preferences.isQuiet, !application.closingLine.isEmpty { say(application.closingLine) }
    ending.finish()
  }

  private func greet(_ notes: [String]) {
    if !because.isEmpty { say("No drawn screen: \(because).") }
    say(
      "Type a command and Enter: event-forward (or an empty line), round-forward, round-back, play, "
        + "drafter NAME, help, quit.")
    for note in preferences.notes + notes { say(note) }
  }

  private func converse(_ application: Application, input: LineInput) -> Ending {
    var narration = Narration()
    var tickDue: Int?
    say(narration.news(application.model))
    while true {
      let wait = tickDue.map { max(0, $0 - Monotonic.milliseconds()) }
      var orders: [LoopOrder] = []
      let events = input.wait(milliseconds: wait)
      for event in events {
        switch event {
        case .line(let line): orders += application.handle(.command(command(for: line)))
        case .woken: orders += application.handle(.woken)
        case .endOfInput: return .asked
        case .ended(let ending):
          _ = application.handle(.interrupted(ending))
          return ending
        }
        say(narration.news(application.model))
      }
      if let due = tickDue, Monotonic.milliseconds() >= due {
        tickDue = nil
        orders += application.handle(.tick(milliseconds: wait ?? 0))
        say(narration.news(application.model))
      }
      for order in orders {
        switch order {
        case .tick(let delay): tickDue = Monotonic.milliseconds() + delay
        case .stopTicking: tickDue = nil
        case .stop: return .asked
        case .copy: say("There is no clipboard here; use write.")
        case .repaintAll, .suspend, .setMouse, .setLooks: break
        }
      }
    }
  }

  /// An empty line steps on; a leading colon may be left out or kept.
  private func command(for line: String) -> String {
    let text = line.drop { $0 == " " || $0 == ":" }
    return text.isEmpty ? Action.eventForward.rawValue : String(text)
  }

  private func say(_ text: String) {
    if !text.isEmpty { StandardStreams.writeResult(text + "\n") }
  }
}

/// What a person has been told of the run, so that only news is said.
struct Narration {
  private var told: Cursor?
  private var toldNote: String?
  private var toldState: EngineState?
  private var toldHelp = false

  /// What is new since the last call, a sentence a line; empty when nothing is.
  mutating func news(_ model: AppModel) -> String {
    var lines: [String] = []
    if let timeline = model.timeline, told != model.cursor {
      lines += sentences(from: told, to: model.cursor, in: timeline)
      told = model.cursor
    }
    if model.noteText != toldNote {
      toldNote = model.noteText
      if let note = model.noteText { lines.append(note) }
    }
    if model.engineState != toldState {
      toldState = model.engineState
      if case .finished(let reason) = model.engineState, model.isLive {
        lines.append("The run is over: \(reason.sentence).")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Forward within a round every event; over whole rounds a sentence each; backwards the place.
  private func sentences(from start: Cursor?, to end: Cursor, in timeline: Timeline) -> [String] {
    let rounds = timeline.shownRounds
    guard rounds.indices.contains(end.round) else { return [] }
    let round = rounds[end.round]
    let from = start ?? Cursor(round: 0, event: 0)
    func before(_ index: Int) -> Round? { index > 0 ? rounds[index - 1] : nil }
    if from.round == end.round, from.event < end.event, end.event <= round.events.count {
      return round.events[from.event..<end.event].map {
        Narrator.sentence(for: $0, in: round, after: before(end.round))
      }
    }
    if from.round < end.round {
      let passed = (from.round..<end.round).map {
        Narrator.sentence(for: rounds[$0], after: before($0))
      }
      return passed + sentences(from: Cursor(round: end.round, event: 0), to: end, in: timeline)
    }
    guard end.event > 0, end.event <= round.events.count else {
      return end.event == 0 && from != end ? ["Before round \(end.round + 1)."] : []
    }
    return ["Back: " + Narrator.sentence(for: round.events[end.event - 1], in: round)]
  }
}
