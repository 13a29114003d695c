import TestSupport
import Testing

@testable import Timeline

/// Runs with and without forks, and one in flight at each phase.
func sampleTimelines() -> [Timeline] {
  var samples = (0..<6).map { ToyRun.timeline(seed: $0, isGreedy: $0 % 2 == 0, forks: Int($0) / 3) }
  for phase in Phase.allCases {
    var run = ToyRun(seed: 40 + UInt64(phase.number))
    run.appendRounds(2)
    var round = run.makeRound()
    round.lastPhase = phase
    if phase < .commit { round.committed = [] }
    if phase < .judge { round.judgement = nil }
    if phase < .score { round.scores = [] }
    var timeline = run.timeline
    timeline.take(round)
    samples.append(timeline)
  }
  return samples
}

/// Every place of a timeline, from the start to the end.
func places(_ timeline: Timeline) -> [Cursor] {
  [.start]
    + timeline.shownRounds.enumerated().flatMap { index, round in
      round.events.indices.map { Cursor(round: index, event: $0 + 1) }
    }
}

@Suite struct CursorTests {
  @Test(arguments: sampleTimelines()) func eventStepsVisitEveryPlaceOnce(_ timeline: Timeline) {
    var visited = [Cursor.start]
    while let next = timeline.step(.forward, from: visited[visited.count - 1], by: .event) {
      visited.append(next)
    }
    #expect(visited == places(timeline))
    #expect(visited.last == timeline.end)
  }

  @Test(arguments: sampleTimelines(), StepUnit.allCases)
  func steppingBackUndoesSteppingForward(_ timeline: Timeline, unit: StepUnit) {
    for place in places(timeline) {
      for count in [1, 2, 3, 7] {
        for direction in StepDirection.allCases {
          var stepper = Stepper(cursor: place)
          var steps = 0
          while steps < count, stepper.step(direction, by: unit, in: timeline) { steps += 1 }
          let opposite: StepDirection = direction == .back ? .forward : .back
          for _ in 0..<steps where !stepper.step(opposite, by: unit, in: timeline) {
            Issue.record("no way back to \(place)")
          }
          if stepper.cursor != place { Issue.record("\(place) became \(stepper.cursor)") }
        }
      }
    }
  }

  @Test(arguments: sampleTimelines(), StepUnit.allCases)
  func everyStepMovesTheWayItSays(_ timeline: Timeline, unit: StepUnit) {
    for place in places(timeline) {
      let next = timeline.step(.forward, from: place, by: unit)
      let previous = timeline.step(.back, from: place, by: unit)
      if next ?? timeline.end < place || next == place || previous ?? .start > place
        || previous == place || (previous == nil) != (place == .start)
      {
        Issue.record("from \(place) to \(String(describing: (previous, next)))")
      }
    }
  }

  @Test func roundStepsLandAtRoundEnds() {
    let timeline = ToyRun.timeline(seed: 1, rounds: 3)
    let ends = timeline.rounds.enumerated().map { Cursor(round: $0, event: $1.events.count) }
    #expect(timeline.step(.forward, from: .start, by: .round) == ends[0])
    #expect(timeline.step(.forward, from: ends[0], by: .round) == ends[1])
    #expect(timeline.step(.forward, from: Cursor(round: 1, event: 1), by: .round) == ends[1])
    #expect(timeline.step(.back, from: Cursor(round: 1, event: 1), by: .round) == ends[0])
    #expect(timeline.step(.back, from: ends[0], by: .round) == .start)
    #expect(timeline.step(.forward, from: ends[2], by: .round) == nil)
  }

  @Test(arguments: sampleTimelines())
  func tokenStepsLandRightAfterEachCommittedToken(_ timeline: Timeline) {
    var landed: [Cursor] = []
    var place = Cursor.start
    while let next = timeline.step(.forward, from: place, by: .token) {
      landed.append(next)
      place = next
    }
    let expected = timeline.shownRounds.enumerated().flatMap { index, round in
      round.committed.indices.compactMap { timeline.cursor(afterToken: $0, ofRound: index) }
    }
    #expect(landed == expected)
    for cursor in landed {
      guard case .committed? = timeline.progress(at: cursor)?.lastEvent else {
        Issue.record("not after a committed token: \(cursor)")
        continue
      }
    }
  }

  @Test(arguments: sampleTimelines())
  func fractionsAndPlacesAreInverse(_ timeline: Timeline) {
    var last = -1.0
    for place in places(timeline) {
      let fraction = timeline.fraction(of: place)
      #expect(fraction > last)
      #expect(timeline.cursor(atFraction: fraction) == place)
      last = fraction
    }
    #expect(last == 1)
  }

  @Test func oddFractionsAndCursorsAreBroughtIn() {
    let timeline = ToyRun.timeline(seed: 2, rounds: 2)
    #expect(timeline.cursor(atFraction: -1) == .start)
    #expect(timeline.cursor(atFraction: .nan) == .start)
    #expect(timeline.cursor(atFraction: .infinity) == timeline.end)
    #expect(timeline.normalized(Cursor(round: -3, event: 9)) == .start)
    #expect(timeline.normalized(Cursor(round: 9, event: 0)) == timeline.end)
    #expect(timeline.normalized(Cursor(round: 0, event: 999)) == timeline.roundEnd(0))
    #expect(timeline.normalized(Cursor(round: 1, event: 0)) == timeline.roundEnd(0))
  }

  @Test func anEmptyTimelineHasOnePlace() {
    let timeline = Timeline(header: ToyRun(seed: 0).timeline.header)
    #expect(timeline.end == .start)
    for unit in StepUnit.allCases {
      #expect(timeline.step(.forward, from: .start, by: unit) == nil)
      #expect(timeline.step(.back, from: .start, by: unit) == nil)
    }
    #expect(timeline.fraction(of: .start) == 0)
    #expect(timeline.cursor(atFraction: 0.5) == .start)
    #expect(timeline.progress(at: .start) == nil)
  }
}
