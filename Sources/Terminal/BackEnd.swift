import Screens

/// What puts screens before a person, and tells what the person does: a terminal, or memory.
///
/// A back end belongs to the thread that made it.
public protocol BackEnd: AnyObject {
  /// Columns and rows there are now.
  var size: Size { get }

  /// Shows a screen, sending only what differs from the one before.
  func show(_ screen: Screen)

  /// Waits until something happens, at most so long; nil is without end. Empty when the time passed.
  func wait(milliseconds: Int?) -> [BackEndEvent]

  /// The next `show` sends every cell.
  func repaintAll()

  /// Leaves the terminal clean, stops the program as Ctrl-Z does, and takes the terminal again.
  func suspend()

  /// Offers text to the clipboard of the person's terminal.
  func copy(_ text: String) -> CopyAnswer

  func setMouse(isOn: Bool)

  /// From the next `show` on, styles look like this.
  func setLooks(_ looks: @escaping LookTable)

  /// Restores what the back end changed. Harmless when done twice.
  func close()
}

/// How a style looks on a terminal of this depth: what a theme gives.
public typealias LookTable = (Style) -> CellLook

/// One thing a back end noticed.
public enum BackEndEvent: Hashable, Sendable {
  case key(Key)
  case resized(Size)
  /// Another thread rang the `WakePipe`.
  case woken
  /// Ctrl-Z.
  case suspendRequested
  /// The program was stopped and goes on; the terminal may show anything.
  case continued
  case ended(Ending)
}

/// Why a loop ended.
public enum Ending: Hashable, Sendable {
  /// The program asked for it.
  case asked
  /// SIGTERM, SIGINT, SIGHUP or SIGQUIT from outside.
  case signal(Int32)
  /// The terminal is gone.
  case terminalLost
}

/// What is known about a copy: terminals do not answer.
public enum CopyAnswer: Hashable, Sendable {
  /// Sent to a terminal that takes it, unless its owner forbade it.
  case sent
  /// Sent, but this terminal is known to ignore it; the sentence says which and what to do.
  case ignored(because: String)
  case tooLong(byteCount: Int, limit: Int)
}
