import Screens
import Terminal
import Timeline

/// The interface inside its event loop: the model, what it asks for, and who answers.
///
/// `update` and `view` are pure; here their effects meet the worker, files and the terminal.
final class Application: LoopClient {
  private(set) var model: AppModel
  private let engine: EngineLine
  private let files: ArtefactWriter
  private let looks: LookStore
  /// What a person is told after leaving.
  private(set) var closingLine = ""

  init(model: AppModel, engine: EngineLine, files: ArtefactWriter, looks: LookStore) {
    self.model = model
    self.engine = engine
    self.files = files
    self.looks = looks
  }

  // MARK: LoopClient

  func handle(_ event: LoopEvent) -> [LoopOrder] {
    switch event {
    case .key(let key): take(.key(key))
    case .command(let line): take(.command(line))
    case .resized(let size): take(.resize(size))
    case .woken: takeUpdates()
    case .tick(let milliseconds): take(.tick(milliseconds: milliseconds))
    case .copied(let answer): take(.outcome(outcome(of: answer)))
    case .suspending: pauseForSuspension()
    case .resumed: take(.resumed)
    case .interrupted: take(.interrupted)
    }
  }

  func screen(size: Size) -> Screen {
    if model.size != size { _ = update(&model, .resize(size)) }
    return view(model, size: size)
  }

  var isIdle: Bool { model.isIdle }

  func hasReached(round: Int) -> Bool { model.hasReached(round: round) }

  /// Says sentences in the status line, the first one first.
  func tell(_ sentences: [String]) {
    if !sentences.isEmpty { model.tell(sentences.joined(separator: " · ")) }
  }

  private var currentScreen: Screen { view(model, size: model.size) }

  /// Playing pauses; the engine may finish what it is at.
  private func pauseForSuspension() -> [LoopOrder] {
    model.isPlaying ? take(.command(Action.play.rawValue)) : []
  }

  private func takeUpdates() -> [LoopOrder] {
    let orders = engine.updates().flatMap { take(.engine($0)) }
    if model.tracePath == nil { model.tracePath = engine.recordedPath }
    return orders
  }

  // MARK: Effects

  private func take(_ message: Message) -> [LoopOrder] {
    update(&model, message).flatMap(carryOut)
  }

  private func carryOut(_ effect: Effect) -> [LoopOrder] {
    switch effect {
    case .engine(let command):
      guard engine.send(command) else {
        return take(.outcome(.failed("the engine is busy with earlier commands; try again")))
      }
      return []
    case .scheduleTick(let milliseconds): return [.tick(afterMilliseconds: milliseconds)]
    case .redraw: return [.repaintAll]
    case .suspend: return [.suspend]
    case .copy(let text): return [.copy(text)]
    case .setMouse(let isOn):
      return [.setMouse(isOn: isOn)] + take(.outcome(.mouseChanged(isOn: isOn)))
    case .setTheme(let name): return changeTheme(name)
    case .write(let kind, let path): return answer { try write(kind, to: path) }
    case .saveScreen(let name):
      return answer {
        try files.saveScreen(currentScreen, name: name, theme: looks.theme)
        return .screenSaved(name: name)
      }
    case .openTrace(let path):
      return answer { .opened(try files.openTrace(path: path), name: files.shortName(path)) }
    case .quit(let closing):
      closingLine = closing
      return [.stop]
    }
  }

  private func write(_ kind: WriteKind, to path: String?) throws -> Message.Outcome {
    let written: String
    switch kind {
    case .trace:
      guard let timeline = model.timeline else { throw CommandFailure("there is no run yet") }
      written = try files.writeTrace(timeline, to: path)
    case .screen: written = try files.writeScreenText(currentScreen, to: path)
    case .svg: written = try files.writePicture(currentScreen, to: path, theme: looks.theme)
    case .cast: written = try files.writeRecording(of: model, to: path, theme: looks.theme)
    }
    return .wrote(kind, path: written)
  }

  private func changeTheme(_ name: String) -> [LoopOrder] {
    do {
      try looks.choose(name)
      return [.setLooks(looks.table)] + take(.outcome(.themeChanged(name: name)))
    } catch {
      return take(.outcome(.failed("\(error)")))
    }
  }

  private func answer(_ work: () throws -> Message.Outcome) -> [LoopOrder] {
    do {
      return take(.outcome(try work()))
    } catch {
      return take(.outcome(.failed("\(error)")))
    }
  }

  private func outcome(of answer: CopyAnswer) -> Message.Outcome {
    switch answer {
    case .sent: .copied
    case .ignored(let because): .failed(because)
    case .tooLong(let count, let limit):
      .failed("\(count) bytes are more than terminals take (\(limit)); write it to a file with w")
    }
  }
}
