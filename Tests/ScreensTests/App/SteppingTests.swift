import TestSupport
import Testing
import Timeline

@testable import Screens

struct SteppingTests {
  @Test func aReplayBeginsAtTheStart() {
    let model = AppModel.replay()
    #expect(model.cursor == .start)
    #expect(!model.isAtEnd)
  }

  @Test func steppingForwardShowsOneEventAtATime() {
    var model = AppModel.replay()
    model.press(".")
    #expect(model.progress?.lastEvent == .chosen)
    model.press(".")
    #expect(model.progress?.lastEvent == .drafted(1))
    #expect(model.selectedNode == 1)
  }

  @Test func beforeTheStartThereIsNoEarlierEvent() {
    var model = AppModel.replay()
    model.press(",")
    #expect(model.note?.text == "no earlier event: this is the start of the run")
    #expect(model.note?.isRefusal == true)
  }

  @Test func afterTheEndOfATraceThereIsNoLaterRound() {
    var model = AppModel.replay()
    model.press("G", "n")
    #expect(model.note?.text == "the end of the trace: no later round")
  }

  @Test(
    arguments: [(".", ","), ("n", "p"), ("t", "T")],
    [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)])
  func steppingBackAndForwardGivesTheIdenticalScreen(_ keys: (String, String), _ size: Size) {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<5 {
      var model = AppModel.replay(size: size)
      for _ in 0..<Int.random(in: 1...150, using: &generator) { model.press(".") }
      let before = view(model, size: size)
      var steps = 0
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        let place = model.cursor
        model.press(keys.1)
        if model.cursor == place { break }
        steps += 1
      }
      for _ in 0..<steps { model.press(keys.0) }
      #expect(view(model, size: size) == before)
    }
  }

  @Test func twoHundredEventsForwardAndBackGiveTheFirstScreen() {
    var model = AppModel.replay()
    model.press(".")
    let first = view(model, size: model.size)
    for _ in 0..<200 { model.press(".") }
    for _ in 0..<200 { model.press(",") }
    model.press(".")
    // 171 events only: the rest of the steps stayed at the ends.
    #expect(view(model, size: model.size) == first)
  }

  @Test func aPickedNodeIsFoundAgainWhereItWasPicked() {
    var model = AppModel.replay()
    model.run("round 1")
    model.press("left")
    let picked = model.selectedNode
    model.press(",", ".")
    #expect(model.selectedNode == picked)
  }

  @Test func digitsJumpAtOnceAndMoreDigitsWaitForTheirSign() {
    var model = AppModel.replay()
    model.press("5")
    #expect(model.cursor == model.timeline?.cursor(atFraction: 0.5))
    model.press("0", "%")
    #expect(model.cursor == model.timeline?.cursor(atFraction: 0.5))
    model.press("3", "G")
    #expect(model.cursor == model.timeline?.roundEnd(2))
    model.press("9", "9", "G")
    #expect(model.note?.text == "no round 99: there are 8")
  }

  @Test func marksAreSetAndFoundAgain() {
    var model = AppModel.replay()
    model.run("round 2")
    let place = model.cursor
    model.press("m", "a", "g", "g", "'", "a")
    #expect(model.cursor == place)
    model.press("'", "b")
    #expect(model.note?.text == "no mark b; there are: a")
  }

  @Test func markersAreMarksForksAndBothEnds() {
    var model = AppModel.replay()
    model.press("]")
    #expect(model.cursor == model.timeline?.roundEnd(2))
    model.press("]")
    #expect(model.isAtEnd)
    model.press("]")
    #expect(model.note?.text == "no later mark, fork or end")
    model.press("[", "[")
    #expect(model.cursor == .start)
  }

  @Test func playingAReplayGoesByTheClock() {
    var model = AppModel.replay()
    let effects = model.press("space")
    #expect(effects == [.scheduleTick(milliseconds: 125)])
    let next = update(&model, .tick(milliseconds: 250))
    #expect(model.cursor == Cursor(round: 0, event: 2))
    #expect(next == [.scheduleTick(milliseconds: 125)])
    model.press("space")
    #expect(update(&model, .tick(milliseconds: 125)) == [])
    #expect(model.cursor == Cursor(round: 0, event: 2))
  }

  @Test func playingStopsAtTheEnd() {
    var model = AppModel.replay()
    model.press("G", ",", "space")
    _ = update(&model, .tick(milliseconds: 125))
    _ = update(&model, .tick(milliseconds: 125))
    #expect(model.isAtEnd)
    #expect(!model.isPlaying)
    #expect(model.note?.text == "the end of the trace")
  }

  @Test func speedHasBothEnds() {
    var model = AppModel.replay()
    model.press(">", ">", ">")
    #expect(model.speed == .full)
    model.press(">")
    #expect(model.note?.text == "already at full speed")
    for _ in 0..<6 { model.press("<") }
    model.press("<")
    #expect(model.note?.text == "already at the slowest speed")
  }

  @Test func anUnknownKeySaysSo() {
    var model = AppModel.replay()
    model.press("ctrl-y")
    #expect(model.note?.text == "ctrl-y does nothing here; ? lists the keys")
    model.press("g")
    #expect(model.note?.text == "g …  g first")
    model.press("x")
    #expect(model.note?.text == "g x does nothing here; ? lists the keys")
  }
}
