import CTerminal
import Glibc

extension Ending {
  /// The signal that ended the loop; losing the terminal counts as SIGHUP.
  public var signal: Int32? {
    switch self {
    case .asked: nil
    case .signal(let number): number
    case .terminalLost: SIGHUP
    }
  }

  /// Ends the process by the signal's default action, so that its status is 128 + the signal's
  /// number. To be called last: after the back end is closed and files are flushed. Does nothing
  /// when the program itself asked to end.
  public func finish() {
    if let signal { ct_signal_end_by(signal) }
  }
}
