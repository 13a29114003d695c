import Foundation
import Testing

@testable import Screens

struct CastRecorderTests {
  private let skin = Skin(theme: BuiltInThemes.standard, depth: .none)

  private func screen(_ text: String, columns: Int = 8) -> Screen {
    var screen = Screen(size: Size(columns: columns, rows: 2))
    screen.put(text, column: 0, row: 0, style: .text)
    return screen
  }

  private func events(_ recorder: CastRecorder) throws -> [[Any]] {
    try recorder.text.split(separator: "\n").dropFirst().map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [Any])
    }
  }

  @Test func theHeaderNamesTheFormat() throws {
    let recorder = CastRecorder(
      size: Size(columns: 80, rows: 24), title: "a \"b\" é\u{1B}", skin: skin)
    let header = try #require(
      try JSONSerialization.jsonObject(with: Data(recorder.text.utf8)) as? [String: Any])
    #expect(header["version"] as? Int == 2)
    #expect(header["width"] as? Int == 80)
    #expect(header["height"] as? Int == 24)
    #expect(header["title"] as? String == "a \"b\" é\u{1B}")
  }

  @Test func framesHoldWhatChanged() throws {
    var recorder = CastRecorder(size: Size(columns: 8, rows: 2), title: "", skin: skin)
    recorder.record(screen("hello"), at: 0)
    recorder.record(screen("hello"), at: 1)
    recorder.record(screen("hallo"), at: 1.5)
    let events = try events(recorder)
    #expect(events.count == 2)
    #expect(events[0][1] as? String == "o")
    #expect((events[0][2] as? String)?.contains("\u{1B}[1;1Hhello   ") == true)
    #expect(events[1][0] as? Double == 1.5)
    #expect(events[1][2] as? String == "\u{1B}[1;2Ha")
  }

  @Test func wideCharactersAreSentWhole() throws {
    var recorder = CastRecorder(size: Size(columns: 8, rows: 2), title: "", skin: skin)
    recorder.record(screen("ab日x"), at: 0)
    recorder.record(screen("a日bx"), at: 1)
    let events = try events(recorder)
    #expect(events[1][2] as? String == "\u{1B}[1;2H日b")
  }

  @Test func timeNeverRunsBackwards() throws {
    var recorder = CastRecorder(size: Size(columns: 8, rows: 2), title: "", skin: skin)
    recorder.record(screen("a"), at: 2)
    recorder.record(screen("b"), at: 1)
    recorder.record(screen("c"), at: .nan)
    #expect(try events(recorder).map { $0[0] as? Double } == [2, 2, 2])
  }

  @Test func anotherSizeIsAnEventOfItsOwn() throws {
    var recorder = CastRecorder(size: Size(columns: 8, rows: 2), title: "", skin: skin)
    recorder.record(screen("a"), at: 0)
    recorder.record(screen("a", columns: 10), at: 1)
    let events = try events(recorder)
    #expect(events.map { $0[1] as? String } == ["o", "r", "o"])
    #expect(events[1][2] as? String == "10x2")
    #expect((events[2][2] as? String)?.contains("\u{1B}[2J") == true)
  }
}
