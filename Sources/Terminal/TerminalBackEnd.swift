import CTerminal
import Glibc
import Screens

/// The terminal as a back end: opened through ncurses, read by our own decoder, restored on every
/// way out.
///
///     let survey = TerminalSurvey.take(environment: environment)
///     let pipe = try WakePipe()
///     let backEnd = try TerminalBackEnd(survey: survey, settings: .init(looks: looks), wakePipe: pipe)
///     let ending = EventLoop(backEnd: backEnd, client: client).run()
///     backEnd.close()
///     ending.finish()
///
/// One at a time, on the thread that made it. While it is open, signals that ask for something
/// arrive in the loop, and what is written to standard error is held back.
public final class TerminalBackEnd: BackEnd {
  public struct Settings {
    public var hasColors = true
    /// Open the survey's `directColorName`, if it has one.
    public var wantsDirectColor = false
    public var hasMouse = true
    /// Read keys from the controlling terminal because standard input is data.
    public var standardInputIsData = false
    /// Where held-back messages go on leaving; standard error when nil.
    public var logDescriptor: Int32?
    /// The process's environment, to know terminals that ignore copying.
    public var environment: [String: String] = [:]
    public var looks: LookTable

    public init(looks: @escaping LookTable) { self.looks = looks }
  }

  /// After an Escape, how long to wait for the rest of a sequence.
  static let escapeMilliseconds = 25

  public private(set) var size: Size
  public let survey: TerminalSurvey
  private let settings: Settings
  private let wakePipe: WakePipe
  /// Where keys come from.
  private let keyboard: Int32
  private let ownsKeyboard: Bool
  private let terminalName: String
  private var painter: Painter
  private var decoder: KeyDecoder
  private var isMouseOn: Bool
  private var isOpen = true
  /// Taken from the wake pipe, not reported yet.
  private var waiting: [Int32] = []

  /// Opens the terminal: the alternate screen, keys at once, bracketed paste, the mouse.
  public init(survey: TerminalSurvey, settings: Settings, wakePipe: WakePipe) throws(TerminalError)
  {
    guard TerminalSurvey.hasTerminal(standardInputIsData: settings.standardInputIsData) else {
      throw .notATerminal
    }
    let keyboard =
      settings.standardInputIsData
      ? open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO
    self.keyboard = keyboard
    ownsKeyboard = settings.standardInputIsData
    guard keyboard >= 0, ct_modes_remember(STDOUT_FILENO) else { throw .notATerminal }
    let names = [settings.wantsDirectColor ? survey.directColorName : nil, survey.name]
    let opened = names.compactMap { $0 }.first {
      ct_screen_open($0, keyboard, STDOUT_FILENO, settings.hasColors)
    }
    guard let opened else {
      if settings.standardInputIsData { Glibc.close(keyboard) }
      throw .refused(terminal: survey.name)
    }
    terminalName = opened
    self.survey = survey
    self.settings = settings
    self.wakePipe = wakePipe
    isMouseOn = settings.hasMouse && Self.capability("kmous") != nil
    decoder = KeyDecoder(namedSequences: Self.namedSequences())
    painter = Painter(isUTF8: survey.isUTF8, hasColors: settings.hasColors, looks: settings.looks)
    size = Self.measured() ?? Size(columns: 80, rows: 24)
    ct_screen_resize(Int32(size.columns), Int32(size.rows))
    let reset = Self.resetSequence()
    ct_crash_arm(reset, reset.utf8.count)
    ct_errors_hold()
    wakePipe.routeSignals()
    ct_screen_flush()
    send(Self.modes(isOn: true, hasMouse: isMouseOn))
  }

  deinit { close() }

  public func close() {
    guard isOpen else { return }
    isOpen = false
    send(Self.modes(isOn: false, hasMouse: true))
    ct_screen_close()
    ct_modes_restore()
    ct_crash_disarm()
    ct_errors_release(settings.logDescriptor ?? -1)
    wakePipe.unrouteSignals()
    if ownsKeyboard { Glibc.close(keyboard) }
  }

  // MARK: Showing

  public func show(_ screen: Screen) {
    guard isOpen else { return }
    painter.paint(screen, terminalSize: size)
  }

  public func repaintAll() {
    guard isOpen else { return }
    painter.forgetShown()
    ct_screen_return()
  }

  public func setLooks(_ looks: @escaping LookTable) {
    guard isOpen else { return }
    painter.setLooks(looks)
  }

  public func setMouse(isOn: Bool) {
    guard isOpen, Self.capability("kmous") != nil else { return }
    isMouseOn = isOn
    send(isOn ? Self.mouseOn : Self.mouseOff)
  }

  public func copy(_ text: String) -> CopyAnswer {
    guard let sequence = Clipboard.sequence(for: text) else {
      return .tooLong(byteCount: text.utf8.count, limit: Clipboard.longestText)
    }
    send(sequence)
    let reason = Clipboard.ignoring(
      terminalName: terminalName, environment: settings.environment)
    return reason.map { .ignored(because: $0) } ?? .sent
  }

  public func suspend() {
    guard isOpen else { return }
    send(Self.modes(isOn: false, hasMouse: true))
    ct_screen_leave()
    ct_crash_disarm()
    ct_errors_release(settings.logDescriptor ?? -1)
    ct_stop_group()
    // What continued us has been answered here; anything else is for the next wait.
    waiting += wakePipe.drain().filter { $0 != SIGCONT }
    takeAgain()
  }

  /// After a stop: modes, size and every cell.
  private func takeAgain() {
    let reset = Self.resetSequence()
    ct_crash_arm(reset, reset.utf8.count)
    ct_errors_hold()
    ct_screen_return()
    measure()
    painter.forgetShown()
    ct_screen_flush()
    send(Self.modes(isOn: true, hasMouse: isMouseOn))
  }

  private func measure() {
    guard let measured = Self.measured() else { return }
    size = measured
    ct_screen_resize(Int32(size.columns), Int32(size.rows))
    painter.forgetShown()
  }

  private static func measured() -> Size? {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard ct_terminal_size(STDOUT_FILENO, &columns, &rows) else { return nil }
    return Size(columns: Int(columns), rows: Int(rows))
  }

  private func send(_ text: String) {
    _ = ct_write_all(STDOUT_FILENO, text, text.utf8.count)
  }

  // MARK: Waiting

  public func wait(milliseconds: Int?) -> [BackEndEvent] {
    if !waiting.isEmpty { return wakeUps() }
    var limit = milliseconds
    if decoder.isWaitingForMore { limit = min(limit ?? Int.max, Self.escapeMilliseconds) }
    var places = [
      pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&places, 2, limit.map { Int32(clamping: $0) } ?? -1)
    if count == 0 { return decoder.flush().map { .key($0) } }
    guard count > 0 else { return [] }  // interrupted: what interrupted lies in the pipe
    var events: [BackEndEvent] = []
    if places[1].revents != 0 { events += wakeUps() }
    let state = Int32(places[0].revents)
    if state & POLLIN != 0 {
      events += keys()
    } else if state & (POLLHUP | POLLERR | POLLNVAL) != 0 {
      events.append(.ended(.terminalLost))
    }
    return events
  }

  private func wakeUps() -> [BackEndEvent] {
    defer { waiting = [] }
    return (waiting + wakePipe.drain()).compactMap { byte in
      switch byte {
      case 0: return .woken
      case SIGWINCH:
        measure()
        return .resized(size)
      case SIGTSTP: return .suspendRequested
      case SIGCONT:
        takeAgain()
        return .continued
      default: return .ended(.signal(byte))
      }
    }
  }

  private func keys() -> [BackEndEvent] {
    var block = [UInt8](repeating: 0, count: 4096)
    let count = read(keyboard, &block, block.count)
    if count > 0 { return decoder.feed(block[..<count]).map { .key($0) } }
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    return [.ended(.terminalLost)]
  }
}
