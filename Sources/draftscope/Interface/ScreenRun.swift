import Decoding
import Screens
import Terminal
import Timeline

/// A run with the drawn interface, in a terminal or driven by a script.
struct ScreenRun {
  var preferences: Preferences

  /// In a terminal. Ends the process by the signal that ended the loop, if one did.
  func run(source: RunSource, survey: TerminalSurvey) throws {
    let pipe = try WakePipe()
    let looks = preferences.lookStore(terminfoColors: survey.colorCount, survey: survey)
    var settings = TerminalBackEnd.Settings(looks: looks.table)
    settings.hasColors = looks.depth != .none
    settings.wantsDirectColor = looks.depth == .direct
    settings.hasMouse = preferences.usesMouse
    settings.standardInputIsData = !StandardStreams.inputIsTerminal
    settings.environment = preferences.environment
    let backEnd = try TerminalBackEnd(survey: survey, settings: settings, wakePipe: pipe)
    defer { backEnd.close() }
    let glyphs: Glyphs = preferences.usesASCII ?? !survey.isUTF8 ? .ascii : .unicode
    let worker = startWorker(source, pipe: pipe)
    let application = application(source, worker: worker, looks: looks, glyphs: glyphs)
    application.tell(preferences.notes + survey.notes + source.notes)
    let ending = EventLoop(backEnd: backEnd, client: application).run()
    stop(worker)
    backEnd.close()
    if !preferences.isQuiet, !application.closingLine.isEmpty {
      StandardStreams.writeResult(application.closingLine + "\n")
    }
    ending.finish()
  }

  /// Without a terminal, by the steps of a script.
  func run(source: RunSource, script path: String, size: Size) throws {
    let script = try Script(reading: try StandardStreams.readText(path: path), path: path)
    let pipe = try WakePipe()
    let looks = preferences.lookStore(terminfoColors: nil)
    let backEnd = HeadlessBackEnd(size: size, wakePipe: pipe)
    let worker = startWorker(source, pipe: pipe)
    defer { stop(worker) }
    let application = application(
      source, worker: worker, looks: looks,
      glyphs: preferences.usesASCII ?? false ? .ascii : .unicode)
    let saver = ScreenSaver(
      folder: ".", forms: ["svg": { ScreenPicture($0, theme: looks.theme).svg }])
    let driver = ScriptDriver(
      script: script, loop: EventLoop(backEnd: backEnd, client: application), backEnd: backEnd,
      saver: saver)
    _ = try driver.run()
    if !preferences.isQuiet, !application.closingLine.isEmpty {
      StandardStreams.writeResult(application.closingLine + "\n")
    }
  }

  // MARK: Parts

  private func startWorker(_ source: RunSource, pipe: WakePipe) -> Worker? {
    guard case .live(let setup, let request) = source else { return nil }
    return Worker(setup.configuration, request: request, ring: { pipe.ring() })
  }

  /// The trace in the making is complete once the worker has ended.
  private func stop(_ worker: Worker?) {
    worker?.send(.quit)
    worker?.waitUntilEnded()
  }

  private func application(
    _ source: RunSource, worker: Worker?, looks: LookStore, glyphs: Glyphs
  ) -> Application {
    let engine: any EngineLine = EngineLines.make(worker, source)
    return Application(
      model: preferences.appModel(source, glyphs: glyphs), engine: engine, files: ArtefactWriter(),
      looks: looks)
  }
}
