import Testing

@testable import Terminal

@Suite struct TerminalSurveyTests {
  static let machine: [String: TerminalSurvey.Entry] = [
    "xterm-256color": .init(isAddressable: true, colorCount: 256),
    "xterm-direct": .init(isAddressable: true, colorCount: 1 << 24),
    "tmux-256color": .init(isAddressable: true, colorCount: 256),
    "vt100": .init(isAddressable: true, colorCount: 0),
    "lpr": .init(isAddressable: false, colorCount: 0),
  ]

  private func judge(
    _ environment: [String: String], isUTF8: Bool = true,
    machine: [String: TerminalSurvey.Entry] = machine
  ) -> TerminalSurvey {
    TerminalSurvey.judge(environment: environment, isUTF8: isUTF8) { machine[$0] }
  }

  @Test func aKnownTerminalIsTakenAsItIs() {
    let survey = judge(["TERM": "vt100"])
    #expect(survey.kind == .drawable)
    #expect(survey.name == "vt100")
    #expect(survey.colorCount == 0)
    #expect(survey.notes == [])
  }

  @Test func withoutATerminalTypeThereAreOnlyLines() {
    #expect(judge([:]).kind == .linear(because: "TERM is not set"))
    #expect(judge(["TERM": "dumb"]).kind == .linear(because: "TERM is \"dumb\""))
    #expect(
      judge(["TERM": "lpr"]).kind
        == .linear(because: "the terminal \"lpr\" cannot place its cursor"))
  }

  @Test func anUnknownTerminalIsTreatedAsXterm() {
    let survey = judge(["TERM": "xterm-kitty"])
    #expect(survey.kind == .drawable)
    #expect(survey.name == "xterm-256color")
    #expect(
      survey.notes == [
        "this machine does not know the terminal \"xterm-kitty\": treating it as xterm-256color"
      ])
  }

  @Test func withoutAnyDescriptionThereAreOnlyLines() {
    let survey = judge(["TERM": "xterm-kitty"], machine: [:])
    #expect(
      survey.kind
        == .linear(because: "this machine has no description of the terminal \"xterm-kitty\""))
    #expect(survey.notes == [])
  }

  @Test func directColorsComeFromTheTerminalsFamilyOrXterm() {
    #expect(judge(["TERM": "xterm-256color"]).directColorName == "xterm-direct")
    #expect(judge(["TERM": "tmux-256color"]).directColorName == "xterm-direct")
    var machine = Self.machine
    machine["tmux-direct"] = .init(isAddressable: true, colorCount: 1 << 24)
    #expect(judge(["TERM": "tmux-256color"], machine: machine).directColorName == "tmux-direct")
    machine["xterm-direct"] = nil
    #expect(judge(["TERM": "xterm-256color"], machine: machine).directColorName == nil)
  }

  @Test func anotherEncodingIsToldOnce() {
    #expect(
      judge(["TERM": "vt100"], isUTF8: false).notes == [
        "the locale is not UTF-8: drawing with ASCII (LC_ALL=C.UTF-8 changes it)"
      ])
  }

  @Test func aWishedDepthIsBroughtToWhatTheTerminalCan() {
    #expect(judge(["TERM": "vt100"]).usable(.sixteen) == .none)
    #expect(judge(["TERM": "tmux-256color"]).usable(.direct) == .direct)
    #expect(judge(["TERM": "tmux-256color"]).usable(.sixteen) == .sixteen)
    #expect(judge(["TERM": "tmux-256color"]).usable(.none) == .none)
    var machine = Self.machine
    machine["xterm-direct"] = nil
    machine["linux"] = .init(isAddressable: true, colorCount: 8)
    #expect(judge(["TERM": "tmux-256color"], machine: machine).usable(.direct) == .indexed)
    #expect(judge(["TERM": "linux"], machine: machine).usable(.indexed) == .eight)
  }
}
