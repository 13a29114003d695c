import Timeline

extension AppModel {
  /// The settings that a change starts from.
  var shownSettings: RoundSettings? { settings ?? timeline?.header.settings }

  /// A change of what the next round runs with. In the past it offers a fork first.
  mutating func change(_ change: SettingsChange) -> [Effect] {
    guard isLive else {
      return refuse("this is a replay: nothing decodes here, so \(change.text) has no effect")
    }
    guard let current = shownSettings, timeline != nil else { return refuseBeforeStart() }
    if let missing = catalogue.missing(for: change) { return refuse(missing) }
    let changed = change.applied(to: current, catalogue: catalogue)
    guard isInPast else { return changeNext(changed, saying: change.text) }
    popups = [.menu(forkOrChangeMenu(change, changed))]
    return []
  }

  /// The next round of the engine's branch is not the one after the cursor.
  var isInPast: Bool {
    guard let timeline else { return false }
    return engineBranch != branch || isFinished || cursor.round < timeline.shownCount - 1
  }

  mutating func changeNext(_ changed: RoundSettings, saying text: String) -> [Effect] {
    if case .finished(let reason) = engineState {
      return refuse("the run has ended (\(reason.sentence)); go back and fork to decode on")
    }
    settings = changed
    say("from the next round on: \(text)")
    return [.engine(.change(changed))]
  }

  /// Before which round a fork here leaves the line.
  var forkPoint: ForkPoint? {
    guard let timeline else { return nil }
    let isRoundOver = cursor.event > 0 && cursor >= timeline.roundEnd(cursor.round)
    let index = cursor.round + (isRoundOver ? 1 : 0)
    return ForkPoint(branch: branch, round: min(index, timeline.rounds.count))
  }

  mutating func fork(_ changed: RoundSettings) -> [Effect] {
    guard isLive else { return refuse(forkNeedsEngine) }
    guard let point = forkPoint else { return refuseBeforeStart() }
    let effects = stopPlaying()
    settings = changed
    popups = []
    (isFollowing, awaited) = (true, nil)
    say("forking before round \(point.round + 1) of branch \(point.branch + 1)")
    return effects + [.engine(.fork(point, changed))]
  }

  var forkNeedsEngine: String { "this is a replay: a fork needs the model; start a live run" }

  /// Shows the line of another branch at the same place, as far as it goes.
  mutating func look(at branch: Int) {
    guard timeline?.branches.indices.contains(branch) == true else { return }
    timeline?.look(at: branch)
    if let waiting = roundElsewhere, waiting.branch == branch {
      timeline?.take(waiting)
      roundElsewhere = nil
    }
    stepper.move(to: timeline?.normalized(cursor) ?? .start)
    isFollowing = isLive && isAtEnd
  }

  /// Goes to the end of another branch.
  mutating func switchTo(branch: Int) -> [Effect] {
    guard let timeline else { return refuseBeforeStart() }
    guard timeline.branches.indices.contains(branch) else {
      return refuse("no branch \(branch + 1): there are \(timeline.branches.count)")
    }
    if let inFlight = timeline.inFlight, inFlight.branch != branch { roundElsewhere = inFlight }
    look(at: branch)
    let effects = self.timeline.map { go(to: $0.end) } ?? []
    say("looking at branch \(branch + 1) of \(timeline.branches.count)")
    return effects
  }
}
