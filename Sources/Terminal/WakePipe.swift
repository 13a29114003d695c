import CTerminal
import Glibc

/// A pipe that wakes the interface: other threads ring it, signals write their number into it.
///
/// Both ends are set once and never change, so any thread may ring.
public final class WakePipe: Sendable {
  let readEnd: Int32
  private let writeEnd: Int32

  public init() throws(TerminalError) {
    var ends: (read: Int32, write: Int32) = (-1, -1)
    guard ct_pipe_make(&ends.read, &ends.write) else { throw .noPipe(errorNumber: errno) }
    readEnd = ends.read
    writeEnd = ends.write
  }

  deinit {
    Glibc.close(readEnd)
    Glibc.close(writeEnd)
  }

  /// Wakes the interface. Never blocks: a full pipe has a wake-up pending anyway.
  public func ring() {
    var byte: UInt8 = 0
    _ = write(writeEnd, &byte, 1)
  }

  /// From now on signals that ask for something arrive here. One pipe at a time.
  /// Back ends on a terminal do it themselves.
  public func routeSignals() { ct_signals_route(writeEnd) }

  /// Gives signals their former meaning again.
  public func unrouteSignals() { ct_signals_unroute() }

  /// What lies in the pipe: 0 for a ring, else a signal's number. Rings are told once.
  func drain() -> [Int32] {
    var found: [Int32] = []
    var block = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(readEnd, &block, block.count)
      guard count > 0 else { break }
      for byte in block[..<count] where byte != 0 || !found.contains(0) {
        found.append(Int32(byte))
        ct_signal_answered(Int32(byte))
      }
    }
    return found
  }
}
