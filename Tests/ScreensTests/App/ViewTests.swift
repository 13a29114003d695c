import DraftTrees
import TestSupport
import Testing
import Timeline

@testable import Screens

private let sizes = [
  Size(columns: 60, rows: 15), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
  Size(columns: 200, rows: 60),
]

struct ViewSnapshotTests {
  /// A place in the sample run that shows something of its own.
  enum Place: String, CaseIterable {
    case start, drafting, scoring, judging, committing, learned, greedy, withDraftProbabilities, end

    func go(_ model: inout AppModel) {
      switch self {
      case .start: break
      case .drafting: model.press(".", ".", ".", ".", ".")
      case .scoring:
        model.run("round 2")
        for _ in 0..<17 { model.press(",") }
      case .judging:
        model.run("round 2")
        for _ in 0..<8 { model.press(",") }
      case .committing:
        model.run("round 4")
        model.press(",", ",")
      case .learned: model.run("round 2")
      case .greedy: model.run("branch 2")
      case .withDraftProbabilities: model.run("round 7")
      case .end: model.press("G")
      }
    }
  }

  @Test(arguments: Place.allCases, sizes)
  func theMainViewIsAsRecorded(_ place: Place, _ size: Size) {
    var model = AppModel.replay(size: size)
    place.go(&model)
    expectSnapshot(
      view(model, size: size), "main-\(place.rawValue)-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: [Place.judging, .end], sizes)
  func theMainViewInASCIIIsAsRecorded(_ place: Place, _ size: Size) {
    var model = AppModel.replay(size: size, glyphs: .ascii)
    place.go(&model)
    let screen = view(model, size: size)
    // What is a token's own, in the last rounds, may be beyond ASCII; nothing of ours is.
    if place == .judging { #expect(screen.text.utf8.allSatisfy { $0 < 0x80 }) }
    expectSnapshot(screen, "main-\(place.rawValue)-\(size.columns)x\(size.rows)-ascii")
  }

  @Test(arguments: [
    ("tree", ["f2"]), ("text", ["f3"]), ("statistics", ["f4"]), ("exit-layers", ["f5"]),
    ("compare", ["c", "enter"]), ("help", ["?"]), ("options", ["o"]), ("drafters", ["d"]),
    ("definition", ["enter", "down", "down", "down", "down", "enter"]), ("zoom", ["tab", "z"]),
    ("command", [":", "drafter", "space"]), ("search", ["/", "the", "enter"]),
    ("refusal", ["x"]), ("pane-statistics", ["tab", "tab", "tab"]), ("fold", ["h", "h", "-"]),
    ("colour", ["e", "e"]), ("marks", ["s"]),
  ])
  func otherViewsAreAsRecorded(_ name: String, _ keys: [String]) {
    var model = AppModel.replay()
    model.run("round 2")
    for key in keys { model.press(key) }
    expectSnapshot(view(model, size: model.size), "view-\(name)")
  }

  @Test func aLiveRunBeforeItsFirstStepIsAsRecorded() {
    expectSnapshot(
      view(LiveSession().model, size: Size(columns: 80, rows: 24)), "view-live-start")
  }

  @Test func aNoteTooLongForItsLineIsWhole() {
    var model = AppModel.replay()
    let sentence =
      "typical changes what the model would have written, so it is not run unless it is asked for "
      + "by name; sample-match is lossless"
    _ = update(&model, .outcome(.failed(sentence)))
    #expect(model.text().contains("asked for"))
    #expect(model.text().contains("sample-match is lossless"))
  }

  @Test func aLoadingModelIsAsRecorded() {
    var model = AppModel(source: .live, catalogue: .sample)
    _ = update(&model, .engine(.loading(what: "SmolLM2-135M", fraction: 0.37)))
    expectSnapshot(view(model, size: Size(columns: 80, rows: 24)), "view-loading")
  }

  @Test func aWindowTooSmallSaysSo() {
    let model = AppModel.replay()
    #expect(
      view(model, size: Size(columns: 44, rows: 6)).text.contains(
        "too small, 60×15 needed, now 44×6"))
    for columns in 1..<60 {
      _ = view(model, size: Size(columns: columns, rows: 3))
    }
  }
}

struct ViewPropertyTests {
  @Test func everySizeDrawsItsOwnCellsOnly() {
    var generator = SeededGenerator(seed: 11)
    for columns in [60, 61, 71, 72, 79, 99, 100, 109, 110, 139, 140, 159, 160, 211, 300] {
      for rows in [15, 16, 19, 20, 23, 29, 30, 33, 34, 40, 77, 100] {
        let size = Size(columns: columns, rows: rows)
        var model = AppModel.replay(size: size)
        model.run("percent \(Int.random(in: 0...100, using: &generator))")
        model.shownView = ViewName.allCases.randomElement(using: &generator) ?? .main
        let layout = ScreenLayout(model, size: size)
        #expect(layout.slots.allSatisfy { isInside($0.area, size) })
        #expect(layout.slots.allSatisfy { $0.content.columns > 8 && $0.content.rows > 0 })
        #expect(view(model, size: size).size == size)
      }
    }
  }

  private func isInside(_ area: Rectangle, _ size: Size) -> Bool {
    area.column >= 0 && area.row >= 0 && area.column + area.columns <= size.columns
      && area.row + area.rows <= size.rows
  }

  @Test(arguments: sizes)
  func theSelectedNodeIsAlwaysInView(_ size: Size) throws {
    for glyphs in [Glyphs.unicode, .ascii] {
      var model = AppModel.replay(size: size, glyphs: glyphs)
      for _ in 0..<190 {
        model.press(".")
        let area = try #require(ScreenLayout(model, size: size).content(of: .tree))
        let metrics = try #require(TreeMetrics(model, area: area))
        let placed = try #require(metrics.layout.place(of: model.selectedNode))
        let column = metrics.starts[placed.depth] - metrics.columnOffset
        let row = placed.row * metrics.level.rowHeight - metrics.rowOffset
        #expect((0..<area.columns).contains(column) && (0..<area.rows).contains(row))
        #expect(
          TreePane.node(
            at: Point(column: area.column + column, row: area.row + row), model, area: area)
            == model.selectedNode)
      }
    }
  }

  @Test(arguments: [Pane.detail, .statistics])
  func theSelectedLineIsAlwaysInView(_ pane: Pane) throws {
    var model = AppModel.replay()
    model.run("round 4")
    model.focus(on: pane)
    let count = model.lines(of: pane).count
    #expect(count > 6)
    for number in 0..<count {
      #expect(model.selectedLine(of: pane) == number)
      let screen = view(model, size: model.size)
      let area = try #require(ScreenLayout(model, size: model.size).content(of: pane))
      let cursor = try #require(screen.cursor)
      #expect(area.contains(cursor))
      model.press("down")
    }
    #expect(model.note?.text == "this is the bottom")
  }

  @Test(arguments: 0..<12)
  func noStormOfKeysTraps(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let named: [Key] = [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .escape, .tab, .backTab,
      .backspace, .delete, .insert,
    ]
    let sizes = sizes + [Size(columns: 20, rows: 5), Size(columns: 133, rows: 17)]
    var session = LiveSession(tracePath: nil, past: seed % 8)
    if seed % 3 == 0 { session.model = .replay() }
    var size = Size(columns: 80, rows: 24)
    for step in 0..<500 {
      switch Int.random(in: 0..<20, using: &generator) {
      case 0:
        size = sizes.randomElement(using: &generator) ?? size
        session.send(.resize(size))
      case 1: session.send(.key(.paste("a\u{1B}[31m\nb")))
      case 2:
        let point = Point(
          column: Int.random(in: 0..<size.columns, using: &generator),
          row: Int.random(in: 0..<size.rows, using: &generator))
        let kind: MouseEvent.Kind =
          [.press, .press, .release, .wheelUp, .wheelDown].randomElement(using: &generator)
          ?? .press
        session.send(.key(.mouse(MouseEvent(kind: kind, point: point))))
      case 3: session.send(.key(.function(Int.random(in: 1...12, using: &generator))))
      case 4, 5, 6, 7: session.send(.key(named.randomElement(using: &generator) ?? .up))
      case 8:
        let letters = "abcdefghijklmnopqrstuvwxyz"
        session.send(.key(.control(letters.randomElement(using: &generator) ?? "a")))
      case 9: session.send(.tick(milliseconds: Int.random(in: 0...400, using: &generator)))
      default:
        let scalar = Unicode.Scalar(UInt8.random(in: 32..<127, using: &generator))
        session.send(.key(.character(scalar)))
      }
      if step % 5 == 0 { _ = view(session.model, size: size) }
    }
  }

  @Test func aWideTokenNeverBreaksABorder() {
    let size = Size(columns: 200, rows: 60)
    var model = AppModel.replay(size: size)
    model.run("round 6")
    let screen = view(model, size: size)
    for slot in ScreenLayout(model, size: size).slots {
      for row in (slot.area.row + 1)..<(slot.area.row + slot.area.rows - 1) {
        #expect(screen[slot.area.column, row].scalar == "│")
        #expect(screen[slot.area.column + slot.area.columns - 1, row].scalar == "│")
      }
    }
  }
}

struct MouseTests {
  @Test func aClickOnTheFooterPressesItsKey() throws {
    var model = AppModel.replay()
    let item = try #require(Footer.items(of: model, columns: 80).first)
    let point = Point(column: item.columns.lowerBound, row: 23)
    _ = update(&model, .key(.mouse(MouseEvent(kind: .press, point: point))))
    #expect(model.cursor == Cursor(round: 0, event: 1))
  }

  @Test func aClickSelectsANode() throws {
    var model = AppModel.replay()
    model.run("round 1")
    let area = try #require(ScreenLayout(model, size: model.size).content(of: .tree))
    let lines = model.text().split(separator: "\n", omittingEmptySubsequences: false)
    let row = try #require(lines.firstIndex { $0.contains("␠little") })
    let found = try #require(lines[row].range(of: "␠little"))
    let column = lines[row].distance(from: lines[row].startIndex, to: found.lowerBound)
    #expect(area.contains(Point(column: column, row: row)))
    let point = Point(column: column, row: row)
    _ = update(&model, .key(.mouse(MouseEvent(kind: .press, point: point))))
    #expect(
      model.markedText(
        try #require(model.round).tree.tokens[model.selectedNode.rawValue],
        in: try #require(model.round)) == "␠little")
  }

  @Test func aClickOnATabShowsIt() throws {
    var model = AppModel.replay()
    model.run("round 1")
    let lines = model.text().split(separator: "\n", omittingEmptySubsequences: false)
    let row = try #require(lines.firstIndex { $0.contains("Statistics") })
    let found = try #require(lines[row].range(of: "Statistics"))
    let column = lines[row].distance(from: lines[row].startIndex, to: found.lowerBound)
    _ = update(
      &model, .key(.mouse(MouseEvent(kind: .press, point: Point(column: column, row: row)))))
    #expect(model.focus == .statistics)
    #expect(model.text().contains("tokens per pass"))
  }

  @Test func whatAControllerWeighedStandsInTheDetailsOfTheAnchor() {
    var rounds = SampleTimeline.rounds
    rounds[1].choice.measure = "tokens for the time of a plain round"
    rounds[1].choice.candidates = [
      Candidate(label: "plain", value: 1),
      Candidate(
        label: "trunk of 2, 2 paths of 1", value: 1.5, isChosen: true,
        numbers: ["cost": 1.4, "expected tokens": 2.1]),
    ]
    var timeline = Timeline(header: SampleTimeline.header)
    for round in rounds { timeline.take(round) }
    var model = AppModel.replay(size: Size(columns: 120, rows: 50), timeline: timeline)
    model.run("round 1")
    model.press(".")
    let text = model.text()
    #expect(text.contains("weighed: tokens for the time of"))
    #expect(text.contains("trunk of 2, 2 paths of 1"))
    #expect(text.contains("1.500"))
  }
}
