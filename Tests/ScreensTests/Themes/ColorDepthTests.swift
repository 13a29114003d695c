import Testing

@testable import Screens

struct ColorDepthTests {
  typealias Circumstances = ColorDepth.Circumstances

  @Test(
    arguments: [
      (Circumstances(terminfoColors: 256), .indexed),
      (Circumstances(terminfoColors: 16), .sixteen),
      (Circumstances(terminfoColors: 88), .sixteen),
      (Circumstances(terminfoColors: 8), .eight),
      (Circumstances(terminfoColors: 16_777_216), .direct),
      (Circumstances(terminfoColors: -1), .none),
      (Circumstances(), .none),
      (Circumstances(colorTerm: "truecolor", terminfoColors: 256), .direct),
      (Circumstances(colorTerm: "24bit"), .direct),
      (Circumstances(colorTerm: "yes", terminfoColors: 8), .eight),
      (Circumstances(term: "dumb", colorTerm: "truecolor", terminfoColors: 8), .none),
      (Circumstances(clicolorForce: "1", term: "dumb"), .sixteen),
      (Circumstances(clicolorForce: "1", terminfoColors: 256), .indexed),
      (Circumstances(clicolorForce: "0", term: "dumb"), .none),
      (Circumstances(noColor: "1", clicolorForce: "1", terminfoColors: 256), .none),
      (Circumstances(noColor: "", terminfoColors: 256), .indexed),
      (Circumstances(configuration: .always, noColor: "1", terminfoColors: -1), .sixteen),
      (Circumstances(configuration: .never, clicolorForce: "1", terminfoColors: 256), .none),
      (Circumstances(option: .truecolor, configuration: .never, noColor: "1"), .direct),
      (Circumstances(option: .never, terminfoColors: 256), .none),
      (Circumstances(option: .auto, configuration: .indexed, noColor: "1"), .indexed),
      (Circumstances(option: .sixteen, terminfoColors: 256), .sixteen),
    ] as [(Circumstances, ColorDepth)])
  func theFirstThatSpeaksDecides(facts: Circumstances, depth: ColorDepth) {
    #expect(ColorDepth.decide(facts) == depth)
  }

  @Test func variablesComeFromTheEnvironment() {
    let facts = Circumstances(
      option: nil, configuration: nil, environment: ["NO_COLOR": "1", "TERM": "xterm"],
      terminfoColors: 8)
    #expect(facts == Circumstances(noColor: "1", term: "xterm", terminfoColors: 8))
  }
}
