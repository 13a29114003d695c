import Timeline

/// What whoever runs the interface needs to know of it: scripts, linear mode, recordings.
extension AppModel {
  /// Whether nothing is going on that will change the screen by itself.
  public var isIdle: Bool {
    guard !isTickAwaited, !isPlaying, awaited == nil else { return false }
    if failure != nil { return true }
    switch engineState {
    case .loading, .running: return !isLive
    case .waiting, .finished: return true
    }
  }

  /// Whether the round of this number, from 1, is complete and shown in full.
  public func hasReached(round: Int) -> Bool {
    guard let timeline, timeline.rounds.indices.contains(round - 1) else { return false }
    let end = Cursor(round: round - 1, event: timeline.rounds[round - 1].events.count)
    return cursor >= end
  }

  /// What the status line says.
  public var noteText: String? { note?.text }

  /// Says something in the status line until the next key.
  public mutating func tell(_ sentence: String) { say(sentence) }

  /// Every screen of the run from its start, event by event, as it is laid out now.
  public func playBack(_ show: (Screen) -> Void) {
    guard timeline != nil else { return show(Screens.view(self, size: size)) }
    var player = self
    player.popups = []
    player.note = nil
    player.stepper.move(to: .start)
    show(Screens.view(player, size: size))
    while player.step(.forward, by: .event) { show(Screens.view(player, size: size)) }
  }
}
