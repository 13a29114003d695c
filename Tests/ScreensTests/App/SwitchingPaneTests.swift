import DraftTrees
import TestSupport
import Testing
import Timeline

@testable import Screens

/// The view of who drafts, and the state of the drafter.
struct SwitchingPaneTests {
  private func model(
    _ size: Size = Size(columns: 80, rows: 24), glyphs: Glyphs = .unicode, round: Int = 6,
    timeline: Timeline = SampleTimeline.makeSwitching()
  ) -> AppModel {
    var model = AppModel.replay(size: size, glyphs: glyphs, timeline: timeline)
    model.run("round \(round)")
    model.press("v", "w")
    return model
  }

  @Test(arguments: [
    Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
    Size(columns: 200, rows: 60),
  ])
  func theViewIsAsRecorded(_ size: Size) {
    expectSnapshot(
      view(model(size), size: size), "view-switching-\(size.columns)x\(size.rows)")
    let plain = view(model(size, glyphs: .ascii, round: 4), size: size)
    #expect(plain.text.utf8.allSatisfy { $0 < 0x80 })
    expectSnapshot(plain, "view-switching-\(size.columns)x\(size.rows)-ascii")
  }

  @Test func theStateOfTheDrafterIsAsRecorded() {
    var model = model()
    model.press("v", "d")
    expectSnapshot(view(model, size: model.size), "view-drafter")
  }

  @Test func aShadowProposalIsCountedAsFarAsTheTextIsShown() throws {
    var model = model(round: 2)
    let shadow = try #require(model.round?.shadows.first { $0.drafter == "aded" })
    #expect(model.acceptedCount(of: "aded", in: try #require(model.round)) == 1)
    #expect(shadow.tree.draftedCount == 3)
    let pending = { (model: AppModel) in
      model.lines(of: .switching, width: 76).map(\.text).first { $0.contains("0/3") }
    }
    #expect(pending(model) == nil)
    // Before anything of the round is committed nothing is known of it.
    for _ in 0..<6 { model.press(",") }
    let line = try #require(pending(model))
    #expect(line.contains("◌") && !line.contains("✗"))
  }

  @Test func switchesAreCounted() {
    var model = model()
    model.press("down", "down", "enter")
    #expect(model.text().contains("aded: 3 of 6 rounds"))
    #expect(model.text().contains("goose: 3 of 6 rounds"))
  }

  @Test func everyNumberOfTheViewOpensToItsDefinition() {
    let opened = model().lines(of: .switching, width: 76).compactMap(\.opens)
    #expect(
      Set(opened.map(\.quantity)).isSuperset(of: [
        .armValue, .shadowAccepted, .shadowTokens, .regret, .drafterSwitches,
      ]))
    #expect(opened.allSatisfy { !$0.value.isEmpty && !$0.quantity.definition.meaning.isEmpty })
  }

  @Test func aRunWithOneDrafterSaysWhatWouldBeHere() {
    let text = model(timeline: SampleTimeline.make()).text()
    #expect(text.contains(":controller hedge"))
    #expect(model(timeline: SampleTimeline.makeExiting()).text().contains("v e shows them"))
  }

  @Test func whatChangedInTheStateIsMarkedWithWhatItWas() {
    let lines = model(round: 2).lines(of: .drafter, width: 76).map(\.text)
    #expect(lines.contains("↻ rows: 49 known"))
    #expect(lines.contains("was 40 known"))
    #expect(lines.contains("↻ average of the spine: 0.53 [#####-----]"))
    let first = model(round: 1).lines(of: .drafter, width: 76).map(\.text)
    #expect(first.contains("rows: 40 known"))
    #expect(first.contains { $0.contains("nothing to compare with") })
  }
}
