import Timeline

/// Everything that can happen to the interface. `update` takes one at a time, in order.
public enum Message: Hashable, Sendable {
  /// A key, a click or pasted text.
  case key(Key)
  case resize(Size)
  /// From the worker.
  case engine(EngineUpdate)
  /// Time passed since `Effect.scheduleTick` asked for it; comes once for each asking.
  case tick(milliseconds: Int)
  /// A line as it would be typed after ":" (scripts, linear mode).
  case command(String)
  /// What became of an effect.
  case outcome(Outcome)
  /// The program was asked from outside to end.
  case interrupted
  /// Back after a suspension, or the terminal lost its contents.
  case resumed

  /// What became of an effect.
  public enum Outcome: Hashable, Sendable {
    /// A file is written.
    case wrote(WriteKind, path: String)
    case screenSaved(name: String)
    /// The text was offered to the terminal, which may ignore it.
    case copied
    case themeChanged(name: String)
    case mouseChanged(isOn: Bool)
    /// A trace to compare with is read. `name` is what it is called on the screen.
    case opened(Timeline, name: String)
    /// One sentence saying what could not be done and why.
    case failed(String)
  }
}

/// Something the interface wants done. `update` only asks; the program does it and answers with a
/// message where there is an answer.
public enum Effect: Hashable, Sendable {
  case engine(EngineCommand)
  /// Write to `path`, or to a name of the program's choice. Answered by `Outcome.wrote`.
  case write(WriteKind, path: String?)
  /// Write the screen as text under this name (scripts). Answered by `Outcome.screenSaved`.
  case saveScreen(name: String)
  /// Offer text to the terminal's clipboard.
  case copy(String)
  /// Read a trace to compare with. Answered by `Outcome.opened`.
  case openTrace(path: String)
  /// Answered by `Outcome.themeChanged`.
  case setTheme(name: String)
  case setMouse(isOn: Bool)
  /// Send one `Message.tick` after this time.
  case scheduleTick(milliseconds: Int)
  /// Paint every cell again.
  case redraw
  /// Leave the terminal clean, stop, and send `Message.resumed` on return.
  case suspend
  /// Leave. `closing` is the line to print to standard output afterwards.
  case quit(closing: String)
}

/// What can be written to a file.
public enum WriteKind: String, Hashable, Sendable, CaseIterable {
  /// The run, as a trace.
  case trace
  /// The screen as it is, as text.
  case screen
  /// The screen as a picture.
  case svg
  /// The run played from its start, as a terminal recording.
  case cast
}
