import DraftTrees
import TestSupport
import Testing
import Timeline

@testable import Screens

/// The view of the layers: the map, what was weighed, hindsight and the lens.
struct ExitLayersPaneTests {
  private func model(
    _ size: Size = Size(columns: 80, rows: 24), glyphs: Glyphs = .unicode, round: Int = 6
  ) -> AppModel {
    var model = AppModel.replay(
      size: size, glyphs: glyphs, timeline: SampleTimeline.makeExiting())
    model.run("round \(round)")
    model.press("v", "e")
    return model
  }

  @Test(arguments: [
    Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
    Size(columns: 200, rows: 60),
  ])
  func theViewIsAsRecorded(_ size: Size) {
    expectSnapshot(
      view(model(size), size: size), "view-exits-\(size.columns)x\(size.rows)")
    let plain = view(model(size, glyphs: .ascii, round: 4), size: size)
    #expect(plain.text.utf8.allSatisfy { $0 < 0x80 })
    expectSnapshot(plain, "view-exits-\(size.columns)x\(size.rows)-ascii")
  }

  @Test func theLensIsAsRecorded() {
    var model = model(round: 2)
    model.press("tab", "left")
    expectSnapshot(view(model, size: model.size), "view-lens")
  }

  @Test func theShareOfAnExitIsCountedOverTheCommittedRowsOfTheRoundsShown() {
    var model = model(round: 2)
    // Layer 4: right from 2, 6, 8 in the first round, from 4, 4, 10, 6, 12 in the second.
    model.press("down", "down", "down", "down", "down", "down", "enter")
    #expect(model.text().contains("layer 4: 0.38"))
    #expect(model.text().contains("3 right / 8 committed rows read"))
  }

  @Test func theExitOfARoundIsALineOfDraftedLengths() throws {
    let lines = model(Size(columns: 80, rows: 40)).lines(of: .exitLayers, width: 76)
    let eighth = try #require(lines.first { $0.text.hasPrefix("▸  8") })
    let marks = eighth.pieces.compactMap { piece -> String? in
      if case .text(let text, let style) = piece, style.role == .heading { return text }
      return nil
    }
    // Rounds 1 to 6: exits 4, 4, 6, 6, 8, 8 with 3 and 3 drafted at the end.
    #expect(Array(marks.suffix(6)) == [" ", " ", " ", "│", "4", "3"])
  }

  @Test func whatAFixedExitWouldHaveWrittenStandsBesideTheRun() {
    let text = model(Size(columns: 120, rows: 60)).lines(of: .exitLayers, width: 76).map(\.text)
    #expect(text.contains { $0.hasPrefix("this run") })
    #expect(text.contains { $0.hasPrefix("▸exit") && $0.contains("drafted") })
    #expect(text.contains { $0.hasPrefix("reading the layers") })
  }

  @Test func everyNumberOfTheViewOpensToItsDefinition() {
    let model = model(Size(columns: 120, rows: 60))
    let opened = [Pane.exitLayers, .lens].flatMap { pane in
      model.lines(of: pane, width: 76).compactMap(\.opens)
    }
    let quantities = Set(opened.map(\.quantity))
    #expect(
      quantities.isSuperset(of: [
        .exitLayer, .stopThreshold, .exitAcceptance, .objective, .fixedExit, .exitReading,
        .lensProbability, .agreedFrom,
      ]))
    #expect(opened.allSatisfy { !$0.value.isEmpty && !$0.quantity.definition.meaning.isEmpty })
  }

  @Test func leftAndRightChooseTheRowThatTheLensLooksAt() {
    var model = model(round: 2)
    let last = model.selectedNode
    model.press("left")
    #expect(model.selectedNode != last)
    model.press("right")
    #expect(model.selectedNode == last)
  }

  @Test func whatTheLayersSayIsHiddenUntilTheRoundIsJudged() {
    var model = model(round: 2)
    let rounds = { (model: AppModel) in model.roundsWithExits.compactMap(\.exits).count }
    #expect(rounds(model) == 2)
    for _ in 0..<12 { model.press(",") }
    #expect(rounds(model) == 1)
    model.press("tab")
    #expect(model.text().contains("once the round is judged"))
  }

  @Test func openingTheViewInALiveRunAsksTheEngineToReadTheLayers() {
    var session = LiveSession()
    #expect(session.model.press("v", "e") == [.engine(.surveyExits(isOn: true))])
    #expect(
      session.model.press("v", "v")
        == [.engine(.surveyExits(isOn: false)), .engine(.survey(isOn: true))])
    #expect(session.model.press("v", "m") == [.engine(.survey(isOn: false))])
  }

  @Test func theDetailOfANodeSaysWhichLayersHadIt() {
    var model = model(Size(columns: 80, rows: 40), round: 2)
    model.press("v", "t")
    let lines = model.lines(of: .detail, width: 60).map(\.text)
    #expect(lines.contains { $0.hasPrefix("layers 6 8 10") })
  }
}
