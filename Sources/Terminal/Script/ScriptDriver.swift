import Screens

/// Runs a script through the same loop as a person's keys, without a terminal.
///
///     let backEnd = HeadlessBackEnd(size: size, wakePipe: pipe)
///     let driver = ScriptDriver(
///       script: try Script(reading: text, path: path),
///       loop: EventLoop(backEnd: backEnd, client: client), backEnd: backEnd,
///       saver: ScreenSaver(folder: "."))
///     let ending = try driver.run()
public struct ScriptDriver<Client: LoopClient> {
  private let script: Script
  private let loop: EventLoop<Client>
  private let backEnd: HeadlessBackEnd
  private let saver: ScreenSaver

  /// - loop: made with `backEnd`.
  public init(
    script: Script, loop: EventLoop<Client>, backEnd: HeadlessBackEnd, saver: ScreenSaver
  ) {
    precondition(loop.backEnd === backEnd, "the loop shows on another back end")
    self.script = script
    self.loop = loop
    self.backEnd = backEnd
    self.saver = saver
  }

  /// Runs every step, in order. The client may end the program at the last one.
  public func run() throws(ScriptError) -> Ending {
    loop.drawNow()
    for step in script.steps {
      if let ending = loop.ending {
        if ending != .asked { return ending }
        throw .programEnded(path: script.path, line: step.line)
      }
      try run(step)
    }
    return loop.ending ?? .asked
  }

  private func run(_ step: ScriptStep) throws(ScriptError) {
    switch step.action {
    case .keys(let keys):
      for key in keys { press(key) }
    case .type(let text):
      for scalar in text.unicodeScalars { press(.character(scalar)) }
    case .command(let text):
      loop.deliver(.command(text))
      loop.drawNow()
    case .resize(let size):
      backEnd.resize(to: size)
      loop.turn(limit: 0)
      loop.drawNow()
    case .wait(let condition, let seconds):
      try wait(for: condition, seconds: seconds, line: step.line)
    case .saveScreen(let name):
      loop.turn(limit: 0)
      loop.drawNow()
      guard let screen = loop.shown else { return }
      do throws(SavingError) {
        try saver.save(screen, name: name)
      } catch {
        throw .cannotSave(path: script.path, line: step.line, reason: error.description)
      }
    }
  }

  /// What a person presses after the program has ended goes nowhere.
  private func press(_ key: Key) {
    guard loop.ending == nil else { return }
    loop.deliver(.key(key))
    loop.drawNow()
  }

  private func wait(
    for condition: ScriptCondition, seconds: Int, line: Int
  ) throws(ScriptError) {
    let deadline = loop.now + seconds * 1000
    // What already lies in the pipe belongs to the state that is asked about.
    loop.turn(limit: 0)
    while true {
      loop.drawNow()
      if loop.ending != nil || holds(condition) { return }
      guard loop.now < deadline else {
        throw .waitedTooLong(
          path: script.path, line: line, condition: condition, seconds: seconds,
          screen: loop.shown?.text ?? "")
      }
      loop.turn(limit: 50)
    }
  }

  private func holds(_ condition: ScriptCondition) -> Bool {
    switch condition {
    case .idle: loop.client.isIdle
    case .round(let number): loop.client.hasReached(round: number)
    case .text(let text): loop.shown?.text.contains(text) ?? false
    }
  }
}
