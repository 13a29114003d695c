import Foundation
import Testing

@testable import Screens

struct SchemeTests {
  static let slots = Slot.allCases.prefix(16)

  @Test(arguments: BuiltInThemes.names)
  func compiledInThemesEqualTheFiles(name: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = try String(
      contentsOf: root.appendingPathComponent("themes/\(name).yaml"), encoding: .utf8)
    #expect(BuiltInThemes.text(named: name) == file)
  }

  @Test func everyShippedFileIsCompiledIn() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent("themes").path)
    #expect(files.sorted() == BuiltInThemes.names.map { "\($0).yaml" }.sorted())
  }

  @Test func theFlatFormIsReadWithoutQuotes() throws {
    let text =
      "scheme: \"Old One\"\nauthor: Somebody\n"
      + Self.slots.enumerated().map { "\($1.rawValue): 1122\($0 < 10 ? "0" : "")\($0)" }
      .joined(separator: "\n")
    let reading = try Scheme.read(text, file: "old.yaml")
    #expect(reading.scheme.name == "Old One")
    #expect(reading.scheme.author == "Somebody")
    #expect(reading.scheme.variant == .dark)
    #expect(reading.scheme[.base0A] == RGB(0x11, 0x22, 0x10))
    #expect(reading.notes == [])
  }

  @Test func zerosAreAColour() throws {
    let text = Self.slots.map { "\($0.rawValue): 000000" }.joined(separator: "\n")
    #expect(try Scheme.read(text, file: "black.yaml").scheme[.base07] == RGB(0, 0, 0))
  }

  @Test func aBase24SchemeKeepsItsExtraColours() throws {
    let text =
      "system: base24\npalette:\n"
      + Slot.allCases.map {
        "  \($0.rawValue.lowercased()): \"#ABCDE\($0 == .base17 ? "F" : "0")\""
      }
      .joined(separator: "\n")
    let scheme = try Scheme.read(text, file: "x.yaml").scheme
    #expect(scheme[.base17] == RGB(0xAB, 0xCD, 0xEF))
    #expect(scheme.variant == .light)
  }

  @Test func aBase16SchemeStandsInForBase24() {
    #expect(BuiltInThemes.standard.scheme[.base12] == BuiltInThemes.standard.scheme[.base08])
  }

  @Test func unknownKeysAreNoted() throws {
    let text = try #require(BuiltInThemes.text(named: "dark"))
    let reading = try Scheme.read("mood: sunny\n" + text + "  base99: \"#fff\"\n", file: "a.yaml")
    #expect(
      reading.notes == [
        "a.yaml:1: \"mood\" is not known and ignored",
        "a.yaml:23: \"base99\" is no slot and ignored",
      ])
  }

  @Test func brokenSchemesSayWhere() throws {
    let text = try #require(BuiltInThemes.text(named: "dark"))
    #expect(throws: ThemeError.badColor(file: "a.yaml", line: 11, slot: .base05, found: "#d6dae")) {
      try Scheme.read(text.replacing("#d6dae3", with: "#d6dae"), file: "a.yaml")
    }
    #expect(throws: ThemeError.missingColor(file: "a.yaml", slots: [.base0F])) {
      try Scheme.read(text.replacing("  base0F: \"#c9a27e\"\n", with: ""), file: "a.yaml")
    }
    #expect(throws: ThemeError.notAMapping(file: "a.yaml", line: 1, key: nil)) {
      try Scheme.read("- 1\n- 2\n", file: "a.yaml")
    }
    #expect(throws: ThemeError.notAMapping(file: "a.yaml", line: 1, key: "palette")) {
      try Scheme.read("palette: 3\n", file: "a.yaml")
    }
    let error = #expect(throws: ThemeError.self) {
      try Scheme.read("name: x\npalette: [1, 2\nauthor: y\n", file: "a.yaml")
    }
    #expect("\(try #require(error))".hasPrefix("a.yaml:3: not readable as YAML: "))
    #expect(throws: ThemeError.self) { try Scheme.read("", file: "a.yaml") }
    #expect(throws: ThemeError.self) { try Scheme.read("\0\u{1}", file: "a.yaml") }
    #expect(throws: ThemeError.self) { try Scheme.read("name: a\nname: b\n", file: "a.yaml") }
  }

  @Test func errorsNameTheRemedy() {
    let error = ThemeError.badColor(file: "a.yaml", line: 11, slot: .base05, found: "red")
    #expect(
      "\(error)"
        == "a.yaml:11: base05 is \"red\"; write six hexadecimal digits, as in \"#1a2b3c\"")
  }
}
