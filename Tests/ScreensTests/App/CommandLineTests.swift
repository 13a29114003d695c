import TestSupport
import Testing
import Timeline

@testable import Screens

struct CommandLineTests {
  @Test(arguments: [
    ("drafer none", "no command is called \"drafer\"; did you mean drafter?"),
    ("drafter recycling", "no drafter is called \"recycling\""),
    ("drafter prompt", "no drafter is called \"prompt\"; did you mean prompt-lookup?"),
    ("temperature", "temperature needs a number (0 to 2)"),
    ("temperature warm", "temperature needs a number from 0 on, like 0.8"),
    ("top-p 0", "top-p needs a number above 0, up to 1"),
    ("budget many", "budget needs a count of nodes up to 1024, or auto"),
    ("speed 0", "speed needs 1 to 100 events a second, or full"),
    ("theme drak", "no theme is called \"drak\"; did you mean dark?"),
    ("write pdf", "no kind of file is called \"pdf\"; there are: trace, screen, svg, cast"),
    ("branch 7", "no branch 7: there are 2"),
    ("round 12", "no round 12: there are 8"),
    ("zoom in", "zoom takes nothing after it"),
    ("mark ab", "marks have one letter"),
  ])
  func aLineThatCannotBeDoneSaysWhy(_ line: String, _ expected: String) {
    var model = AppModel.replay()
    #expect(model.run(line) == [])
    #expect(model.note?.text.hasPrefix(expected) == true, "\(model.note?.text ?? "nothing")")
    #expect(model.note?.isRefusal == true)
  }

  @Test(arguments: [
    ("theme light", [Effect.setTheme(name: "light")]),
    ("save-screen first", [.saveScreen(name: "first")]),
    ("write trace", [.write(.trace, path: nil)]),
    ("write svg out.svg", [.write(.svg, path: "out.svg")]),
    ("compare other.trace.jsonl", [.openTrace(path: "other.trace.jsonl")]),
    ("mouse off", [.setMouse(isOn: false)]), ("redraw", [.redraw]), ("suspend", [.suspend]),
  ])
  func aLineAsksForItsEffect(_ line: String, _ expected: [Effect]) {
    var model = AppModel.replay()
    #expect(model.run(line) == expected)
  }

  @Test func quittingPrintsTheMainNumbers() {
    var model = AppModel.replay()
    #expect(
      model.run("quit") == [.quit(closing: "8 rounds, 24 tokens, 3.00 a pass, 216.2 a second")])
  }

  @Test(arguments: CommandTable.all.map(\.name))
  func everyCommandNameIsTaken(_ name: String) {
    var model = AppModel.replay()
    _ = model.run(name)
    #expect(model.note?.text.hasPrefix("no command is called") != true)
  }

  @Test func tabCompletesNamesAndThenArguments() {
    var model = AppModel.replay()
    model.press(":", "drafter-", "tab")
    #expect(model.input?.text == "drafter-menu")
    model.press("ctrl-u", "them", "tab", "l", "tab")
    #expect(model.input?.text == "theme light")
  }

  @Test func tabWalksThroughSeveralCompletions() {
    var model = AppModel.replay()
    model.press(":", "round-", "tab")
    #expect(model.input?.text == "round-back")
    model.press("tab")
    #expect(model.input?.text == "round-forward")
    model.press("shift-tab")
    #expect(model.input?.text == "round-back")
  }

  @Test func earlierLinesAreRecalled() {
    var model = AppModel.replay()
    model.press(":", "round", "space", "1", "enter", ":", "round", "space", "2", "enter")
    model.press(":", "up", "up")
    #expect(model.input?.text == "round 1")
    model.press("down")
    #expect(model.input?.text == "round 2")
  }

  @Test func aLineIsEditedAtTheCaret() {
    var model = AppModel.replay()
    model.press(":", "rund", "left", "left", "left", "o")
    #expect(model.input?.text == "round")
    model.press("home", "delete", "end", "backspace")
    #expect(model.input?.text == "oun")
    model.press("ctrl-w", "backspace")
    #expect(model.input == nil)
  }

  @Test func pastedTextIsDataAndNeverKeys() {
    var model = AppModel.replay()
    _ = update(&model, .key(.paste("Q:quit\n")))
    #expect(model.note?.isRefusal == true)
    #expect(model.cursor == .start)
    model.press("/")
    _ = update(&model, .key(.paste("the\nsun")))
    #expect(model.input?.text == "the sun")
  }

  @Test func aNumberAloneIsARound() {
    var model = AppModel.replay()
    model.run(":3")
    #expect(model.cursor == model.timeline?.roundEnd(2))
  }
}

struct SearchTests {
  @Test func textIsFoundWhereItIsDrafted() {
    var model = AppModel.replay()
    model.press("/", "sleep", "enter")
    #expect(model.cursor.round == 1)
    #expect(model.progress?.lastEvent == .drafted(3))
    #expect(model.text().contains("match of sleep: n next, N back, Esc clears"))
  }

  @Test func aConditionOnPIsFoundWhereItIsScored() throws {
    var model = AppModel.replay()
    model.press("/", "p<0.01", "enter")
    let round = try #require(model.round)
    #expect(model.progress?.lastEvent == .scored(model.selectedNode))
    #expect((round.scores[model.selectedNode.rawValue].targetProbability ?? 1) < 0.01)
  }

  @Test func aVerdictIsFoundWhereItFalls() {
    var model = AppModel.replay()
    model.press("/", "verdict=rejected", "enter")
    #expect(model.progress?.lastEvent?.phase == .judge)
    #expect(model.progress?.verdicts[model.selectedNode.rawValue] == .rejected)
  }

  @Test func nAndCapitalNGoToTheNextAndPreviousMatch() {
    var model = AppModel.replay()
    model.press("/", "the", "enter")
    let first = model.cursor
    model.press("n")
    #expect(model.cursor > first)
    model.press("N")
    #expect(model.cursor == first)
    model.press("N")
    #expect(model.note?.text == "no earlier match of the")
    model.press("escape", "n")
    #expect(model.cursor == model.timeline?.roundEnd(first.round))
  }

  @Test func whatIsNowhereIsSaid() {
    var model = AppModel.replay()
    model.press("/", "zebra", "enter")
    #expect(model.note?.text == "no match of zebra in what is decoded")
  }

  @Test(arguments: [
    ("p<x", "\"p<x\" needs a number after the sign, like p<0.1"),
    ("verdict=good", "\"good\" is no verdict: accepted, rejected, unreached"),
    ("  ", "nothing to search: text, #id, or a condition like p<0.1"),
  ])
  func aConditionThatCannotBeReadSaysWhy(_ typed: String, _ expected: String) {
    guard case .failure(let error) = SearchQuery.parse(typed) else {
      Issue.record("\(typed) was read")
      return
    }
    #expect(error.description == expected)
  }

  @Test func conditionsCombine() throws {
    let query = try SearchQuery.parse("the depth=4 p>=0.5 #7").get()
    #expect(
      query.parts == [
        .text("the"), .number(.depth, .equal, 4), .number(.p, .greaterOrEqual, 0.5),
        .number(.id, .equal, 7),
      ])
  }
}

struct CompareTests {
  @Test func twoBranchesAreShownBesideEachOther() {
    var model = AppModel.replay(size: Size(columns: 100, rows: 30))
    model.press("c", "enter")
    #expect(model.shownView == .compare)
    let text = model.text()
    #expect(text.contains("First difference: token 14"))
    #expect(text.contains("prompt-lookup, greedy, T 0"))
  }

  @Test func theFirstDifferenceIsReached() {
    var model = AppModel.replay()
    model.press("c", "enter", "=")
    #expect(model.cursor.round == 4)
    #expect(model.progress?.lastEvent == .committed(0))
    #expect(model.note?.text == "token 14 is the first that differs from branch 2")
  }

  @Test func equalRunsHaveNoDifference() {
    var model = AppModel.replay()
    _ = update(&model, .outcome(.opened(SampleTimeline.make(), name: "again")))
    model.press("=")
    #expect(model.note?.text == "no difference from again as far as both go")
    #expect(model.text().contains("all 24 tokens are equal"))
  }

  @Test func withoutAnotherRunTheKeySaysSo() {
    var model = AppModel.replay()
    model.press("=")
    #expect(
      model.note?.text == "nothing to compare with: c chooses another branch or trace")
  }
}

struct CopyTests {
  @Test func aTokenItsPathAndTheTextAreCopied() {
    var model = AppModel.replay()
    model.run("round 1")
    #expect(model.run("copy token") == [.copy(" cat")])
    #expect(model.press("y") == [.copy(". The cat")])
    #expect(
      model.run("copy text") == [.copy("Once upon a time there was a small cat. The cat loved")])
    #expect(model.run("copy all") == [])
    #expect(model.note?.text == "copy takes token, path or text")
  }

  @Test func aLineOfNumbersIsCopiedAsText() {
    var model = AppModel.replay()
    model.run("round 1")
    model.press("tab", "tab", "down", "y")
    #expect(model.press("y") == [.copy("id 11749  bytes 20 63 61 74")])
  }
}
