extension Timeline {
  /// Complete rounds, and one more when a round is in flight.
  public var shownCount: Int { rounds.count + (inFlight == nil ? 0 : 1) }

  /// A round of `shownRounds`, without making that array; nil beyond the last.
  public func shownRound(_ index: Int) -> Round? {
    if rounds.indices.contains(index) { return rounds[index] }
    return index == rounds.count ? inFlight : nil
  }

  /// After the last event there is.
  public var end: Cursor { roundEnd(shownCount - 1) }

  /// After the last event of a round; the start for a negative number, the end beyond the last.
  public func roundEnd(_ index: Int) -> Cursor {
    guard let last = shownRound(min(index, shownCount - 1)) else { return .start }
    return normalized(Cursor(round: min(index, shownCount - 1), event: last.eventCount))
  }

  /// The place right after committed token `token` of a round, or nil when there is none.
  public func cursor(afterToken token: Int, ofRound index: Int) -> Cursor? {
    guard let stops = shownRound(index).map(EventLayout.init)?.tokenStops,
      (0..<stops.count).contains(token)
    else { return nil }
    return Cursor(round: index, event: stops.lowerBound + token)
  }

  /// The nearest place that exists, in the one form a place has.
  public func normalized(_ cursor: Cursor) -> Cursor {
    guard cursor.round >= 0, let lastRound = shownCount > 0 ? shownCount - 1 : nil else {
      return .start
    }
    if cursor.round > lastRound { return roundEnd(lastRound) }
    if cursor.event <= 0 { return cursor.round == 0 ? .start : roundEnd(cursor.round - 1) }
    let count = shownRound(cursor.round)?.eventCount ?? 0
    if count == 0 { return cursor.round == 0 ? .start : roundEnd(cursor.round - 1) }
    return Cursor(round: cursor.round, event: min(cursor.event, count))
  }

  /// One step from a place, or nil when there is nothing further that way.
  ///
  /// Steps land on stops: after each event; at each round's end; right after each committed
  /// token; and for all units at the start. From a place between two stops a step goes to the
  /// nearest that way. `origin` counts as one more stop, so that n steps back and n forward
  /// return to a place between stops as well (see `Stepper`).
  ///
  /// O(nodes of the rounds passed).
  public func step(
    _ direction: StepDirection, from place: Cursor, by unit: StepUnit,
    visiting origin: Cursor? = nil
  ) -> Cursor? {
    let cursor = normalized(place)
    let origin = origin.map(normalized)
    switch direction {
    case .forward:
      let next = stop(after: cursor, unit: unit)
      guard let origin, origin > cursor else { return next }
      return next.map { min($0, origin) } ?? origin
    case .back:
      let previous = stop(before: cursor, unit: unit)
      guard let origin, origin < cursor else { return previous }
      return previous.map { max($0, origin) } ?? origin
    }
  }

  private func stop(after cursor: Cursor, unit: StepUnit) -> Cursor? {
    for index in cursor.round..<max(cursor.round, shownCount) {
      guard let round = shownRound(index) else { return nil }
      let layout = EventLayout(round)
      let visible = index == cursor.round ? cursor.event : 0
      switch unit {
      case .event where visible < layout.count: return Cursor(round: index, event: visible + 1)
      case .round where visible < layout.count: return Cursor(round: index, event: layout.count)
      case .token:
        guard let stops = layout.tokenStops, visible < stops.upperBound else { continue }
        return Cursor(round: index, event: max(visible + 1, stops.lowerBound))
      case .event, .round: continue
      }
    }
    return nil
  }

  private func stop(before cursor: Cursor, unit: StepUnit) -> Cursor? {
    guard cursor > .start else { return nil }
    switch unit {
    case .event: return normalized(Cursor(round: cursor.round, event: cursor.event - 1))
    case .round: return roundEnd(cursor.round - 1)
    case .token: break
    }
    for index in stride(from: cursor.round, through: 0, by: -1) {
      guard let stops = shownRound(index).map(EventLayout.init)?.tokenStops else { continue }
      let visible = index == cursor.round ? cursor.event : Int.max
      guard visible > stops.lowerBound else { continue }
      return Cursor(round: index, event: min(visible - 1, stops.upperBound))
    }
    return .start
  }

  /// How far a place is, from 0 at the start to 1 at the end: rounds count alike, and events
  /// within their round.
  public func fraction(of place: Cursor) -> Double {
    let cursor = normalized(place)
    guard let round = shownRound(cursor.round), round.eventCount > 0 else { return 0 }
    let within = Double(cursor.event) / Double(round.eventCount)
    return (Double(cursor.round) + within) / Double(shownCount)
  }

  /// The place nearest to a fraction; the inverse of `fraction(of:)`.
  public func cursor(atFraction fraction: Double) -> Cursor {
    guard shownCount > 0, fraction > 0 else { return .start }
    guard fraction < 1 else { return end }
    let rounds = fraction * Double(shownCount)
    let index = min(Int(rounds), shownCount - 1)
    let count = Double(shownRound(index)?.eventCount ?? 0)
    let event = ((rounds - Double(index)) * count).rounded()
    return normalized(Cursor(round: index, event: Int(event)))
  }
}
