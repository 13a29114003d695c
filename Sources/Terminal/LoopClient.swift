import Screens

/// What runs inside an `EventLoop`: the program's model, told what happens, asked for its screen.
public protocol LoopClient: AnyObject {
  /// Something happened. Returns what the loop is to do about it, in order.
  func handle(_ event: LoopEvent) -> [LoopOrder]

  /// The screen now. Asked for at most 30 times a second, after something happened.
  func screen(size: Size) -> Screen

  /// Whether nothing is going on that will change the screen by itself. Scripts wait for it.
  var isIdle: Bool { get }

  /// Whether a round is complete and shown in full. Scripts wait for it.
  func hasReached(round: Int) -> Bool
}

/// What a loop tells its client.
public enum LoopEvent: Hashable, Sendable {
  case key(Key)
  /// A line as it would be typed after ":" (scripts, linear mode).
  case command(String)
  case resized(Size)
  /// Another thread has something for us.
  case woken
  /// The time of `LoopOrder.tick` came; milliseconds since it was ordered.
  case tick(milliseconds: Int)
  case copied(CopyAnswer)
  /// About to be stopped by Ctrl-Z: pause what plays.
  case suspending
  /// Back after that.
  case resumed
  /// The loop is about to end for a reason from outside: save what must be saved.
  case interrupted(Ending)
}

/// What a client wants of its loop.
public enum LoopOrder {
  /// One `LoopEvent.tick` after this time; replaces an earlier order.
  case tick(afterMilliseconds: Int)
  case stopTicking
  /// Send every cell anew (Ctrl-L).
  case repaintAll
  case suspend
  /// Answered by `LoopEvent.copied`.
  case copy(String)
  case setMouse(isOn: Bool)
  case setLooks(LookTable)
  /// End the loop.
  case stop
}
