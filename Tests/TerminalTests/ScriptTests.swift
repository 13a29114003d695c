import Foundation
import Screens
import Testing

@testable import Terminal

@Suite struct ScriptReadingTests {
  @Test func everyKindOfStepIsRead() throws {
    let text = """
      # a comment

      key n n . space ctrl-u f2 #
        type  two  blanks # kept
      :drafter recycling
      :save-screen first.svg
      wait idle
      wait round 12 within 60s
      wait text "a "quoted" 9" within 5s
      resize 120x40
      """
    let script = try Script(reading: text, path: "demo.script")
    #expect(script.path == "demo.script")
    #expect(
      script.steps == [
        ScriptStep(
          line: 3,
          action: .keys([
            .character("n"), .character("n"), .character("."), .character(" "), .control("u"),
            .function(2), .character("#"),
          ])),
        ScriptStep(line: 4, action: .type(" two  blanks # kept")),
        ScriptStep(line: 5, action: .command("drafter recycling")),
        ScriptStep(line: 6, action: .saveScreen(name: "first.svg")),
        ScriptStep(line: 7, action: .wait(.idle, seconds: 30)),
        ScriptStep(line: 8, action: .wait(.round(12), seconds: 60)),
        ScriptStep(line: 9, action: .wait(.text("a \"quoted\" 9"), seconds: 5)),
        ScriptStep(line: 10, action: .resize(Size(columns: 120, rows: 40))),
      ])
  }

  @Test func linesOfOtherSystemsAreRead() throws {
    let script = try Script(reading: "key n\r\nwait idle\r\n", path: "s")
    #expect(script.steps.map(\.line) == [1, 2])
  }

  @Test(arguments: [
    ("press n", "unknown step \"press\" (key, type, wait, resize, or a command after \":\")"),
    ("key", "key which? (key n space ctrl-u)"),
    ("key hyper-x", "no key is called \"hyper-x\""),
    ("type", "type what? (type TEXT)"),
    (":", "no command after \":\""),
    (":save-screen", "save-screen needs one name, as in :save-screen first-round"),
    ("wait", "wait needs idle, round NUMBER or text \"TEXT\""),
    ("wait round x", "wait needs idle, round NUMBER or text \"TEXT\""),
    ("wait text here", "wait text needs its text between double quotes"),
    ("wait text \"\"", "wait text needs a text"),
    ("wait idle 5s", "after what is waited for only \"within SECONDSs\" may stand"),
    ("wait idle within 5", "after what is waited for only \"within SECONDSs\" may stand"),
    ("resize 80", "resize needs COLUMNSxROWS, as in resize 80x24"),
    ("resize 0x24", "resize needs COLUMNSxROWS, as in resize 80x24"),
  ])
  func aBadLineIsNamed(_ line: String, _ reason: String) {
    #expect(throws: ScriptError.malformed(path: "demo.script", line: 2, reason: reason)) {
      try Script(reading: "# one\n\(line)\n", path: "demo.script")
    }
  }

  @Test func theMessageBeginsWithThePlace() {
    let error = ScriptError.malformed(path: "a/b.script", line: 7, reason: "no")
    #expect("\(error)" == "a/b.script:7: no")
  }

  @Test(arguments: ["", "80", "80x", "x24", "80x24x2", "-1x5", "1001x5", "8 0x24"])
  func whatIsNoSizeIsNotRead(_ text: String) {
    #expect(Size(written: text) == nil)
  }
}

@Suite struct ScriptDriverTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("script-\(UUID().uuidString)")

  private func run(
    _ text: String, client: RecordingClient, pipe: WakePipe? = nil,
    milliseconds: @escaping () -> Int = Monotonic.milliseconds
  ) throws -> Ending {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let backEnd = HeadlessBackEnd(size: Size(columns: 40, rows: 3), wakePipe: pipe)
    let loop = EventLoop(backEnd: backEnd, client: client, milliseconds: milliseconds)
    let saver = ScreenSaver(folder: folder.path, forms: ["svg": { _ in "<svg/>" }])
    return try ScriptDriver(
      script: Script(reading: text, path: "test.script"), loop: loop, backEnd: backEnd, saver: saver
    ).run()
  }

  private func saved(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func stepsReachTheClientInOrder() throws {
    let client = RecordingClient()
    let ending = try run("key up n\ntype hi\n:theme light\nresize 60x15", client: client)
    #expect(ending == .asked)
    #expect(
      client.events == [
        .key(.up), .key(.character("n")), .key(.character("h")), .key(.character("i")),
        .command("theme light"), .resized(Size(columns: 60, rows: 15)),
      ])
  }

  @Test func savedScreensShowTheStateOfTheirLine() throws {
    let client = RecordingClient()
    client.onEvent = { client.text = "\($0)" }
    _ = try run(
      ":save-screen before\n:first\n:save-screen after.txt\n:save-screen after.svg", client: client)
    #expect(try saved("before.txt") == "empty\n\n\n")
    #expect(try saved("after.txt") == "command(\"first\")\n\n\n")
    #expect(try saved("after.svg") == "<svg/>")
    try FileManager.default.removeItem(at: folder)
  }

  @Test func aScreenThatCannotBeWrittenIsNamed() throws {
    let missing = folder.appendingPathComponent("missing/x").path
    #expect(
      throws: ScriptError.cannotSave(
        path: "test.script", line: 1,
        reason: "cannot write \(missing).txt: No such file or directory")
    ) { try run(":save-screen \(missing)", client: RecordingClient()) }
  }

  @Test func waitingEndsWhenAnotherThreadBringsWhatIsWaitedFor() throws {
    let pipe = try WakePipe()
    let client = RecordingClient()
    client.isIdle = false
    client.onEvent = { event in
      guard event == .woken else { return }
      client.text = "round two"
      client.reachedRound = 2
      client.isIdle = true
    }
    pipe.ring()
    let ending = try run(
      "wait text \"round two\"\nwait round 2\nwait idle\n:end", client: client, pipe: pipe)
    #expect(ending == .asked)
    #expect(client.events == [.woken, .command("end")])
  }

  @Test func waitingInVainEndsWithTheScreen() throws {
    var clock = 0
    let client = RecordingClient()
    client.isIdle = false
    client.text = "still busy"
    let error = #expect(throws: ScriptError.self) {
      try run(
        "# one\nwait idle within 3s", client: client,
        milliseconds: {
          clock += 500
          return clock
        })
    }
    #expect(
      error
        == .waitedTooLong(
          path: "test.script", line: 2, condition: .idle, seconds: 3, screen: "still busy\n\n"))
    #expect(error.map { "\($0)" }?.hasPrefix("test.script:2: waited 3 s for the program") == true)
  }

  @Test func stepsAfterTheEndAreAnError() throws {
    let client = RecordingClient()
    client.answers[.key(.character("Q"))] = [.stop]
    #expect(try run("key Q", client: client) == .asked)
    #expect(throws: ScriptError.programEnded(path: "test.script", line: 2)) {
      try run("key Q\nkey n", client: client)
    }
  }
}
