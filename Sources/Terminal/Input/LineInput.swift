import CTerminal
import Glibc
import Screens

/// Typed lines, for the linear mode: the terminal stays as it is and edits the line itself.
///
/// The same wake pipe as the drawn interface, so that both run the same client; let signals come
/// through it with `WakePipe.routeSignals`.
public final class LineInput {
  public enum Event: Hashable, Sendable {
    /// Without its line end.
    case line(String)
    case woken
    /// No more lines will come (Ctrl-D).
    case endOfInput
    case ended(Ending)
  }

  /// A line longer than this is handed on in pieces.
  static let longestLineByteCount = 1 << 16

  private let descriptor: Int32
  private let wakePipe: WakePipe
  private var pending: [UInt8] = []
  private var isAtEnd = false

  /// - descriptor: where lines come from, standard input as a rule.
  public init(descriptor: Int32 = STDIN_FILENO, wakePipe: WakePipe) {
    self.descriptor = descriptor
    self.wakePipe = wakePipe
  }

  /// Waits until something happens, at most so long; nil is without end.
  public func wait(milliseconds: Int?) -> [Event] {
    var places = [
      pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isAtEnd ? -1 : descriptor, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&places, 2, milliseconds.map { Int32(clamping: $0) } ?? -1) > 0 else { return [] }
    var events: [Event] = []
    if places[0].revents != 0 { events += wakeUps() }
    if places[1].revents != 0 { events += lines() }
    return events
  }

  private func wakeUps() -> [Event] {
    wakePipe.drain().compactMap { byte in
      switch byte {
      case 0: return .woken
      case SIGTSTP:
        ct_stop_group()
        return nil
      case SIGWINCH, SIGCONT: return nil
      default: return .ended(.signal(byte))
      }
    }
  }

  private func lines() -> [Event] {
    var block = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &block, block.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    var events: [Event] = []
    if count > 0 { pending += block[..<count] }
    while let end = pending.firstIndex(of: 0x0a) {
      events.append(line(pending[..<end]))
      pending.removeFirst(end + 1)
    }
    let isFull = pending.count >= Self.longestLineByteCount
    if !pending.isEmpty, isFull || count <= 0 {
      events.append(line(pending[...]))
      pending = []
    }
    if count == 0 {
      isAtEnd = true
      events.append(.endOfInput)
    } else if count < 0 {
      isAtEnd = true
      events.append(.ended(.terminalLost))
    }
    return events
  }

  private func line(_ bytes: ArraySlice<UInt8>) -> Event {
    let isReturned = bytes.last == 0x0d
    return .line(String(decoding: isReturned ? bytes.dropLast() : bytes, as: UTF8.self))
  }
}
