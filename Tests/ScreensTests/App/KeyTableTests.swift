import Testing

@testable import Screens

struct KeyTableTests {
  @Test(arguments: Action.allCases)
  func everyActionHasAKeyACommandAndHelp(_ action: Action) throws {
    let binding = try #require(KeyTable.standard.binding(of: action))
    #expect(!binding.sequences.isEmpty)
    #expect(!binding.description.isEmpty && !binding.label.isEmpty)
    #expect(!binding.description.hasSuffix("."))
    let commands = CommandTable.all.map(\.name)
    let needsLetter: Set<Action> = [.jumpDigit, .jumpPercent, .setMark]
    #expect(commands.contains(action.rawValue) || needsLetter.contains(action))
  }

  @Test func theStandardKeysDoNotConflict() {
    #expect(KeyTable.standard.conflicts() == [])
  }

  @Test func everyActionIsBoundOnce() {
    let actions = KeyTable.standard.bindings.map(\.action)
    #expect(Set(actions).count == actions.count)
  }

  @Test(arguments: ["a", "space", "ctrl-u", "f2", "page-up", "shift-tab", "g g", "v t", "?", "'"])
  func keyNamesAreReadAndWrittenAlike(_ name: String) throws {
    let keys = try #require(KeyName.parseSequence(name))
    #expect(KeyName.text(keys) == name)
  }

  @Test(arguments: ["", "f25", "ctrl-", "hyper-x", "g  nope"])
  func namesThatAreNoKeysAreRefused(_ name: String) {
    #expect(KeyName.parseSequence(name) == nil)
  }

  @Test func aConflictNamesBothActions() {
    var table = KeyTable.standard
    #expect(throws: KeyTableError.conflict(.init(first: .play, second: .zoom, keys: "space"))) {
      try table.rebind("zoom", to: ["space"])
    }
    #expect(table == .standard)
    let error = KeyTableError.conflict(.init(first: .play, second: .zoom, keys: "space"))
    #expect(
      error.description == "\"space\" would mean both play and zoom; give one of them another key")
  }

  @Test func aSequenceThatBeginsAnotherConflicts() {
    var table = KeyTable.standard
    #expect(throws: KeyTableError.conflict(.init(first: .firstRound, second: .zoom, keys: "g"))) {
      try table.rebind("zoom", to: ["g"])
    }
  }

  @Test func twoActionsCanExchangeTheirKeys() {
    let (table, problems) = KeyTable.standard.rebinding([
      (name: "zoom", keys: ["y"]), (name: "copy", keys: ["z"]),
    ])
    #expect(problems == [])
    #expect(table.binding(of: .zoom)?.keyNames == ["y"])
    #expect(table.binding(of: .copy)?.keyNames == ["z"])
    #expect(table.conflicts() == [])
  }

  @Test func anUnknownActionIsReportedWithNearNames() {
    var table = KeyTable.standard
    do {
      try table.rebind("zom", to: ["z"])
      Issue.record("an unknown action was bound")
    } catch {
      #expect(error.description == "no action is called \"zom\"; did you mean zoom?")
    }
  }

  @Test func anUnknownKeyIsReportedWithItsAction() {
    let (table, problems) = KeyTable.standard.rebinding([(name: "zoom", keys: ["meta-z"])])
    #expect(problems == [.unknownKey("meta-z", action: "zoom")])
    #expect(table.binding(of: .zoom)?.sequences == [])
  }

  @Test func aReboundKeyActsAndTheOldOneSaysItDoesNothing() {
    let (table, _) = KeyTable.standard.rebinding([(name: "event-forward", keys: ["a"])])
    var model = AppModel(
      source: .replay(name: "sample"), keys: table, timeline: AppModel.replay().timeline)
    model.press("a")
    #expect(model.cursor.event == 1)
    model.press(".")
    #expect(model.cursor.event == 1)
    #expect(model.note?.text == ". does nothing here; ? lists the keys")
  }

  @Test func theFooterHasFourToSixKeysAt80Columns() {
    let model = AppModel.replay()
    let items = Footer.items(of: model, columns: 80)
    #expect((4...6).contains(items.count))
    #expect(items.contains { $0.action == .help })
  }
}
