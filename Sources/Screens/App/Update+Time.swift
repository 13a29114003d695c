import Timeline

extension AppModel {
  /// Moves the cursor by one step within what is recorded.
  mutating func step(_ direction: StepDirection, by unit: StepUnit) -> Bool {
    guard let timeline else { return false }
    return stepper.step(direction, by: unit, in: timeline)
  }

  /// A key that steps.
  mutating func stepOnce(_ direction: StepDirection, by unit: StepUnit) -> [Effect] {
    var effects = stopPlaying()
    guard timeline != nil else { return effects + refuseBeforeStart() }
    switch direction {
    case .back:
      awaited = nil
      guard step(.back, by: unit) else {
        return effects + refuse("no earlier \(unit.rawValue): this is the start of the run")
      }
      isFollowing = false
    case .forward:
      if step(.forward, by: unit) {
        isFollowing = isLive && isAtEnd
      } else {
        effects += askForMore(unit)
      }
    }
    return effects
  }

  /// A step forward from the newest event.
  private mutating func askForMore(_ unit: StepUnit) -> [Effect] {
    guard isLive else {
      return refuse("the end of the trace: no later \(unit.rawValue)")
    }
    if let failure { return refuse(failure) }
    guard engineBranch == branch else { return refuseOtherBranch() }
    isFollowing = true
    switch engineState {
    case .finished(let reason):
      return refuse("no later \(unit.rawValue): \(reason.sentence)")
    case .loading: return refuseBeforeStart()
    case .running:
      awaited = unit
      return []
    case .waiting:
      let isRepeated = awaited != nil
      awaited = unit
      return isRepeated ? [] : [.engine(.step(unit == .event ? .phase : .round))]
    }
  }

  private mutating func refuseOtherBranch() -> [Effect] {
    refuse(
      "branch \(branch + 1) ends here and the engine is on branch \(engineBranch + 1): "
        + "b goes there, f forks here")
  }

  mutating func refuseBeforeStart() -> [Effect] {
    if let failure { return refuse(failure) }
    if let loading {
      return refuse(
        "\(loading.what) is still loading (\(NumberText.percent(loading.fraction).trimmed))")
    }
    return refuse("the run has not started yet")
  }

  // MARK: Playing

  mutating func togglePlay() -> [Effect] {
    if isPlaying {
      let effects = stopPlaying()
      say("paused")
      return effects
    }
    guard timeline != nil else { return refuseBeforeStart() }
    if isAtEnd {
      guard isLive else { return refuse("the end of the trace; g g goes to its start") }
      if case .finished(let reason) = engineState {
        return refuse("the run has ended: \(reason.sentence)")
      }
    }
    isPlaying = true
    unplayed = 0
    awaited = nil
    if isLive, speed == .full, !isFinished {
      guard engineBranch == branch else {
        isPlaying = false
        return refuseOtherBranch()
      }
      isFollowing = true
      if let timeline { stepper.move(to: timeline.end) }
      return [.engine(.step(.play))]
    }
    return askForTick()
  }

  var isFinished: Bool {
    if case .finished = engineState { true } else { failure != nil }
  }

  /// Ends playing, and the engine's if it plays.
  mutating func stopPlaying() -> [Effect] {
    guard isPlaying else { return [] }
    isPlaying = false
    return isLive && speed == .full && !isFinished ? [.engine(.pause)] : []
  }

  mutating func changeSpeed(by change: Int) -> [Effect] {
    let slower = Speed.all.filter { $0 < speed }
    let faster = Speed.all.filter { speed < $0 }
    guard let next = change > 0 ? faster.first : slower.last else {
      return refuse(change > 0 ? "already at full speed" : "already at the slowest speed")
    }
    return setSpeed(next)
  }

  mutating func setSpeed(_ wanted: Speed) -> [Effect] {
    let wasPlaying = isPlaying
    var effects = stopPlaying()
    speed = wanted
    if wasPlaying { effects += togglePlay() }
    say("speed: \(speed.text)")
    return effects
  }

  private var tickMilliseconds: Int {
    switch speed {
    case .eventsPerSecond(let events): max(33, 1000 / events)
    case .full: 50
    }
  }

  private mutating func askForTick() -> [Effect] {
    guard !isTickAwaited else { return [] }
    isTickAwaited = true
    return [.scheduleTick(milliseconds: tickMilliseconds)]
  }

  /// Time passed while playing by the clock.
  mutating func tick(_ milliseconds: Int) -> [Effect] {
    isTickAwaited = false
    guard isPlaying else { return [] }
    if isLive, speed == .full, !isFinished { return [] }
    let unit: StepUnit = speed == .full || reduceMotion ? .round : .event
    let interval: Int
    switch speed {
    case .eventsPerSecond(let events): interval = 1000 / events
    case .full: interval = 50
    }
    // A late tick plays no more than a quarter of a second at once.
    unplayed = min(unplayed + max(0, milliseconds), max(interval, 250))
    var effects: [Effect] = []
    while unplayed >= interval {
      unplayed -= interval
      if step(.forward, by: unit) { continue }
      guard isLive, !isFinished else {
        isPlaying = false
        say(isLive ? "the end of the run" : "the end of the trace")
        return effects
      }
      unplayed = 0
      if case .waiting = engineState, awaited == nil {
        awaited = unit
        effects.append(.engine(.step(unit == .event ? .phase : .round)))
      }
    }
    return effects + askForTick()
  }

  // MARK: Jumping

  /// Goes to a place without stepping.
  mutating func go(to place: Cursor) -> [Effect] {
    let effects = stopPlaying()
    awaited = nil
    stepper.move(to: place)
    isFollowing = isLive && isAtEnd
    return effects
  }

  mutating func goToStart() -> [Effect] {
    guard timeline != nil else { return refuseBeforeStart() }
    return go(to: .start)
  }

  /// The newest event, or the end of the round a typed number names.
  mutating func goToEnd() -> [Effect] {
    guard let timeline else { return refuseBeforeStart() }
    defer { count = nil }
    if let count { return goToRound(number: count) }
    return go(to: timeline.end)
  }

  /// The end of a round; the first has the number 1, and 0 means the start.
  mutating func goToRound(number: Int) -> [Effect] {
    guard let timeline else { return refuseBeforeStart() }
    guard number <= timeline.shownCount else {
      return refuse("no round \(number): there are \(timeline.shownCount)")
    }
    return go(to: number == 0 ? .start : timeline.roundEnd(number - 1))
  }

  mutating func goToPercent(_ percent: Int) -> [Effect] {
    guard let timeline else { return refuseBeforeStart() }
    return go(to: timeline.cursor(atFraction: Double(min(percent, 100)) / 100))
  }

  /// A digit jumps at once; more digits wait for what the number is for.
  mutating func take(digit: Int) -> [Effect] {
    guard timeline != nil else { return refuseBeforeStart() }
    if let count {
      let number = min(count * 10 + digit, 999_999)
      self.count = number
      say("\(number): % goes to \(min(number, 100)) % of the run, G to round \(number)")
      return []
    }
    let effects = goToPercent(digit * 10)
    count = digit
    say("\(digit * 10) % of the run; for an exact place go on: more digits, then % or G")
    return effects
  }

  mutating func jumpToPercent() -> [Effect] {
    guard let count else { return refuse("type a number first, like 35%") }
    self.count = nil
    return goToPercent(count)
  }

  // MARK: Marks

  mutating func setMark(_ letter: Unicode.Scalar) -> [Effect] {
    marks[letter] = Mark(branch: branch, cursor: cursor)
    say("mark \(letter) set; '\(letter) comes back here")
    return []
  }

  mutating func goToMark(_ letter: Unicode.Scalar) -> [Effect] {
    guard let mark = marks[letter] else {
      let known = marks.keys.sorted().map(String.init).joined(separator: " ")
      return refuse(
        "no mark \(letter)"
          + (known.isEmpty ? "; m and a letter sets one" : "; there are: \(known)"))
    }
    if mark.branch != branch { look(at: mark.branch) }
    return go(to: mark.cursor)
  }

  /// Marks of this branch, the rounds where branches left it, and both ends.
  private var markers: [Cursor] {
    guard let timeline else { return [] }
    var places = marks.values.filter { $0.branch == branch }.map(\.cursor)
    for fork in timeline.branches.compactMap(\.forkedFrom) where fork.branch == branch {
      places.append(timeline.roundEnd(fork.round - 1))
    }
    if let own = timeline.branches[branch].forkedFrom {
      places.append(timeline.roundEnd(own.round - 1))
    }
    places += [.start, timeline.end]
    return places.sorted()
  }

  mutating func goToMarker(_ direction: StepDirection) -> [Effect] {
    let found =
      direction == .forward
      ? markers.first { $0 > cursor } : markers.last { $0 < cursor }
    guard let found else {
      return refuse("no \(direction == .forward ? "later" : "earlier") mark, fork or end")
    }
    return go(to: found)
  }
}

extension String {
  /// Without the blanks that keep numbers in columns.
  var trimmed: String {
    var view = self[...]
    while view.first == " " { view.removeFirst() }
    while view.last == " " { view.removeLast() }
    return String(view)
  }
}
