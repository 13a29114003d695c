import Screens
import Testing

@testable import Terminal

/// Writes down what it is told; does what the test says.
final class RecordingClient: LoopClient {
  var events: [LoopEvent] = []
  var answers: [LoopEvent: [LoopOrder]] = [:]
  var isIdle = true
  var reachedRound = 0
  var text = "empty"
  /// Called at each event, before it is answered.
  var onEvent: (LoopEvent) -> Void = { _ in }

  func handle(_ event: LoopEvent) -> [LoopOrder] {
    events.append(event)
    onEvent(event)
    return answers[event] ?? []
  }

  func screen(size: Size) -> Screen {
    var screen = Screen(size: size)
    screen.put(text, column: 0, row: 0, style: .text)
    return screen
  }

  func hasReached(round: Int) -> Bool { round <= reachedRound }
}

/// A terminal that happens as written: each wait takes the next entry and moves the clock.
final class ScriptedBackEnd: BackEnd {
  struct Turn {
    var milliseconds: Int
    var events: [BackEndEvent]
  }

  var size = Size(columns: 20, rows: 3)
  var turns: [Turn]
  var clock = 0
  var frames: [Int] = []
  var waits: [Int?] = []
  var did: [String] = []
  var sizeAfterSuspension: Size?

  init(_ turns: [Turn]) { self.turns = turns }

  func show(_ screen: Screen) { frames.append(clock) }

  func wait(milliseconds: Int?) -> [BackEndEvent] {
    waits.append(milliseconds)
    guard !turns.isEmpty else { return [.ended(.terminalLost)] }
    // Time passes up to the limit that was given, and no event comes earlier than written.
    if let milliseconds, milliseconds < turns[0].milliseconds {
      clock += milliseconds
      turns[0].milliseconds -= milliseconds
      return []
    }
    let turn = turns.removeFirst()
    clock += turn.milliseconds
    return turn.events
  }

  func repaintAll() { did.append("repaintAll") }
  func suspend() {
    did.append("suspend")
    size = sizeAfterSuspension ?? size
  }
  func copy(_ text: String) -> CopyAnswer {
    did.append("copy \(text)")
    return .sent
  }
  func setMouse(isOn: Bool) { did.append("mouse \(isOn)") }
  func setLooks(_ looks: @escaping LookTable) { did.append("looks") }
  func close() { did.append("close") }
}

@Suite struct EventLoopTests {
  private func loop(
    _ backEnd: ScriptedBackEnd, _ client: RecordingClient
  ) -> EventLoop<RecordingClient> {
    EventLoop(backEnd: backEnd, client: client, milliseconds: { backEnd.clock })
  }

  @Test func eventsReachTheClientInOrder() {
    let backEnd = ScriptedBackEnd([
      .init(milliseconds: 5, events: [.key(.up), .woken]),
      .init(milliseconds: 5, events: [.resized(Size(columns: 30, rows: 4)), .key(.enter)]),
    ])
    let client = RecordingClient()
    #expect(loop(backEnd, client).run() == .terminalLost)
    #expect(
      client.events == [
        .key(.up), .woken, .resized(Size(columns: 30, rows: 4)), .key(.enter),
        .interrupted(.terminalLost),
      ])
  }

  @Test func nothingIsDrawnWhenNothingHappens() {
    let backEnd = ScriptedBackEnd([
      .init(milliseconds: 1000, events: []), .init(milliseconds: 1000, events: []),
    ])
    _ = loop(backEnd, RecordingClient()).run()
    #expect(backEnd.frames == [0])
    #expect(backEnd.waits == [nil, nil, nil])
  }

  @Test func aKeyAfterAPauseIsShownAtOnce() {
    let backEnd = ScriptedBackEnd([.init(milliseconds: 500, events: [.key(.up)])])
    _ = loop(backEnd, RecordingClient()).run()
    #expect(backEnd.frames == [0, 500])
  }

  @Test func fastNewsIsDrawnAtMostThirtyTimesASecond() {
    let backEnd = ScriptedBackEnd((0..<1000).map { _ in .init(milliseconds: 1, events: [.woken]) })
    _ = loop(backEnd, RecordingClient()).run()
    #expect(backEnd.frames.count == 31)
    #expect(zip(backEnd.frames, backEnd.frames.dropFirst()).allSatisfy { $1 - $0 >= 33 })
  }

  @Test func theNewestStateIsDrawnAfterTheLastNews() {
    let backEnd = ScriptedBackEnd([
      .init(milliseconds: 1, events: [.woken]), .init(milliseconds: 500, events: []),
    ])
    _ = loop(backEnd, RecordingClient()).run()
    #expect(backEnd.frames == [0, 33])
  }

  @Test func aTickComesOnceAndTellsTheTimeThatPassed() {
    let backEnd = ScriptedBackEnd([
      .init(milliseconds: 10, events: [.key(.up)]), .init(milliseconds: 700, events: []),
    ])
    let client = RecordingClient()
    client.answers[.key(.up)] = [.tick(afterMilliseconds: 250)]
    _ = loop(backEnd, client).run()
    #expect(
      client.events == [
        .key(.up), .tick(milliseconds: 250), .interrupted(.terminalLost),
      ])
  }

  @Test func aTickCanBeTakenBack() {
    let backEnd = ScriptedBackEnd([
      .init(milliseconds: 10, events: [.key(.up)]), .init(milliseconds: 10, events: [.key(.down)]),
      .init(milliseconds: 700, events: []),
    ])
    let client = RecordingClient()
    client.answers[.key(.up)] = [.tick(afterMilliseconds: 250)]
    client.answers[.key(.down)] = [.stopTicking]
    _ = loop(backEnd, client).run()
    #expect(!client.events.contains(.tick(milliseconds: 250)))
    #expect(client.events.count == 3)
  }

  @Test func theClientEndsTheLoop() {
    let backEnd = ScriptedBackEnd([.init(milliseconds: 1, events: [.key(.escape), .key(.up)])])
    let client = RecordingClient()
    client.answers[.key(.escape)] = [.stop]
    #expect(loop(backEnd, client).run() == .asked)
    #expect(client.events == [.key(.escape)])
    #expect(backEnd.did == [])
  }

  @Test func aSignalIsToldAndEndsTheLoop() {
    let backEnd = ScriptedBackEnd([.init(milliseconds: 1, events: [.ended(.signal(15))])])
    let client = RecordingClient()
    #expect(loop(backEnd, client).run() == .signal(15))
    #expect(client.events == [.interrupted(.signal(15))])
  }

  @Test func suspensionIsToldBeforeAndAfter() {
    let backEnd = ScriptedBackEnd([.init(milliseconds: 1, events: [.suspendRequested])])
    backEnd.sizeAfterSuspension = Size(columns: 10, rows: 2)
    let client = RecordingClient()
    _ = loop(backEnd, client).run()
    #expect(
      client.events == [
        .suspending, .resized(Size(columns: 10, rows: 2)), .resumed, .interrupted(.terminalLost),
      ])
    #expect(backEnd.did == ["suspend"])
  }

  @Test func ordersReachTheBackEnd() {
    let backEnd = ScriptedBackEnd([.init(milliseconds: 1, events: [.key(.tab)])])
    let client = RecordingClient()
    client.answers[.key(.tab)] = [
      .copy("path"), .setMouse(isOn: false), .repaintAll, .setLooks { _ in CellLook() },
    ]
    _ = loop(backEnd, client).run()
    #expect(backEnd.did == ["copy path", "mouse false", "repaintAll", "looks"])
    #expect(client.events.contains(.copied(.sent)))
  }

  @Test func anotherThreadWakesTheLoop() async throws {
    let pipe = try WakePipe()
    await Task.detached { pipe.ring() }.value
    pipe.ring()
    let backEnd = HeadlessBackEnd(size: Size(columns: 20, rows: 3), wakePipe: pipe)
    #expect(backEnd.wait(milliseconds: nil) == [.woken])
    #expect(backEnd.wait(milliseconds: 0) == [])
  }
}
