import Screens

/// Feeds a client with what happens and shows its screen.
///
/// One thread, one wait: keys, wake-ups of other threads, signals and the next tick. Draws only
/// after something happened, at most 30 times a second, and always the newest state.
public final class EventLoop<Client: LoopClient> {
  /// The shortest time between two frames, in milliseconds.
  public static var frameMilliseconds: Int { 33 }

  public let backEnd: any BackEnd
  public let client: Client
  /// A clock that never goes back, in milliseconds.
  private let milliseconds: () -> Int

  private(set) var ending: Ending?
  /// What was last shown.
  private(set) var shown: Screen?
  private var isStale = true
  private var lastFrame: Int?
  private var tickOrdered: Int?
  private var tickDue: Int?

  public init(
    backEnd: any BackEnd, client: Client, milliseconds: @escaping () -> Int = Monotonic.milliseconds
  ) {
    self.backEnd = backEnd
    self.client = client
    self.milliseconds = milliseconds
  }

  /// Runs until the client stops the loop or something from outside does. The back end stays open:
  /// close it, then print, then call `Ending.finish`.
  public func run() -> Ending {
    drawNow()
    while true {
      if let ending { return ending }
      turn(limit: nil)
    }
  }

  var now: Int { milliseconds() }

  /// Waits for the next thing, at most `limit` milliseconds, and treats it.
  func turn(limit: Int?) {
    let now = milliseconds()
    let waits = [limit, tickDue.map { $0 - now }, frameWait(now)].compactMap { $0 }
    let events = backEnd.wait(milliseconds: waits.min().map { max(0, $0) })
    for event in events where ending == nil { treat(event) }
    tickIfDue()
    if ending == nil, frameWait(milliseconds()) == 0 { drawNow() }
  }

  /// Hands one event to the client and carries out its orders.
  func deliver(_ event: LoopEvent) {
    isStale = true
    for order in client.handle(event) { carryOut(order) }
  }

  func drawNow() {
    let screen = client.screen(size: backEnd.size)
    lastFrame = milliseconds()
    isStale = false
    shown = screen
    backEnd.show(screen)
  }

  // MARK: What happens

  /// Milliseconds until a stale screen may be drawn; nil when it is fresh.
  private func frameWait(_ now: Int) -> Int? {
    guard isStale else { return nil }
    return lastFrame.map { max(0, $0 + Self.frameMilliseconds - now) } ?? 0
  }

  private func treat(_ event: BackEndEvent) {
    switch event {
    case .key(let key): deliver(.key(key))
    case .resized(let size): deliver(.resized(size))
    case .woken: deliver(.woken)
    case .suspendRequested: suspend()
    case .continued:
      backEnd.repaintAll()
      deliver(.resumed)
    case .ended(let reason):
      deliver(.interrupted(reason))
      ending = reason
    }
  }

  private func tickIfDue() {
    guard ending == nil, let due = tickDue, let ordered = tickOrdered else { return }
    let now = milliseconds()
    guard now >= due else { return }
    tickDue = nil
    deliver(.tick(milliseconds: now - ordered))
  }

  private func suspend() {
    deliver(.suspending)
    let before = backEnd.size
    backEnd.suspend()
    if backEnd.size != before { deliver(.resized(backEnd.size)) }
    deliver(.resumed)
  }

  private func carryOut(_ order: LoopOrder) {
    switch order {
    case .tick(let delay):
      tickOrdered = milliseconds()
      tickDue = milliseconds() + max(0, delay)
    case .stopTicking: tickDue = nil
    case .repaintAll: backEnd.repaintAll()
    case .suspend: suspend()
    case .copy(let text): deliver(.copied(backEnd.copy(text)))
    case .setMouse(let isOn): backEnd.setMouse(isOn: isOn)
    case .setLooks(let looks): backEnd.setLooks(looks)
    case .stop: ending = .asked
    }
  }
}
