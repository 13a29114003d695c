import Foundation
import TestSupport
import Testing

/// `draftscope compare verifiers` on the model inside the program.
@Suite struct CompareVerifiersTests {
  private struct Report: Decodable {
    struct Row: Decodable {
      struct Arm: Decodable {
        let growth, verifier: String
        let temperature: Double
      }
      struct Interval: Decodable { let value, low, high: Double }

      let arm: Arm
      let tokensPerPass: Interval
    }

    let rows: [Row]
  }

  @Test func aModelThatDraftsForItselfIsAcceptedWhole() throws {
    let prompts = try #require(
      Bundle.module.url(forResource: "Fixtures/prompts", withExtension: "jsonl")
    ).path
    let result = try Program.run(
      "compare", "verifiers", "--prompts", prompts, "--draft-model", "oak", "--limit", "2",
      "--max-tokens", "10", "--growth", "chain", "--verifier", "token", "--verifier", "block",
      "--temperature", "1", "--budget", "4", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    #expect(report.rows.map(\.arm.verifier) == ["token", "block"])
    for row in report.rows {
      #expect(row.tokensPerPass.value == 5)
      #expect(row.tokensPerPass.low == 5 && row.tokensPerPass.high == 5)
    }
  }

  @Test func aDrafterWithoutItsModelIsRefused() throws {
    let result = try Program.run(
      "compare", "verifiers", "--prompts", "none.jsonl", "--model", "smollm2")
    #expect(result.status == 1)
  }
}

/// `draftscope compare drafters` on the model inside the program.
@Suite struct CompareDraftersTests {
  private struct Report: Decodable {
    struct Interval: Decodable { let value, low, high: Double }
    struct Row: Decodable {
      let label: String
      let tokensPerPass: Interval
      let relativeSpeed: Interval
      let relativeSpeedByCost: Double?
      let differingTexts: Int
    }
    struct Section: Decodable {
      let category: String?
      let rows: [Row]
    }
    struct Hindsight: Decodable {
      let label, best, bestByCost: String
      let category: String?
      let relativeSpeed: Interval
    }

    let sections: [Section]
    let hindsight: [Hindsight]
  }

  private var prompts: String {
    get throws {
      try #require(
        Bundle.module.url(forResource: "Fixtures/prompts", withExtension: "jsonl")
      ).path
    }
  }

  private func compare(_ arguments: String...) throws -> Program.Result {
    try compare(arguments)
  }

  private func compare(_ arguments: [String]) throws -> Program.Result {
    try Program.run(
      ["compare", "drafters", "--max-tokens", "10", "--repetitions", "1", "--limit", "1"]
        + arguments)
  }

  @Test func everyWayHasARowOverAllPromptsAndInEachCategory() throws {
    let result = try compare(
      "--prompts", try prompts, "--category", "fact", "--category", "story", "--draft-model",
      "oak", "--drafter", "draft-model/chain", "--drafter", "prompt-lookup", "--controller",
      "auto", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    #expect(report.sections.map(\.category) == [nil, "fact", "story"])
    for section in report.sections {
      #expect(
        section.rows.map(\.label) == [
          "draft-model/chain", "prompt-lookup", "draft-model/chain by auto",
        ])
      #expect(section.rows.allSatisfy { $0.differingTexts == 0 })
      #expect(
        section.rows.allSatisfy { $0.relativeSpeed.low > 0 && $0.relativeSpeedByCost ?? 0 > 0 })
      #expect(section.rows[0].tokensPerPass.value == 5)
    }
  }

  /// Four layers have three exits; the text is of another run, whose times differ.
  @Test func aSweepHoldsAControllerAgainstEveryFixedExit() throws {
    let folder = try TemporaryFolder()
    let model = "\(folder.path)/tiny.gguf"
    var shape = TinyLlama.Shape()
    (shape.layerCount, shape.vocabularySize) = (4, 257)
    let tiny = TinyLlama(shape, seed: 1) { $0.setVocabulary(merges: [("a", "b")]) }
    try Data(tiny.bytes).write(to: URL(fileURLWithPath: model))
    let arguments = [
      "--prompts", try prompts, "--category", "fact", "--category", "story", "--model", model,
      "--raw", "--drafter", "early-exit/chain", "--controller", "del", "--sweep", "exits",
    ]
    let pairs = (1...3).flatMap { layer in
      [1, 2, 3, 4, 6].map { "exit \(layer), length \($0)" }
    }

    let result = try compare(arguments + ["--json"])
    #expect(result.status == 0, "\(result.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    // A row for the controller in each section, none for the pairs.
    #expect(report.sections.map { $0.rows.map(\.label) }.allSatisfy { $0.count == 2 })
    #expect(report.hindsight.map(\.category) == ["fact", "story", nil])
    for entry in report.hindsight {
      #expect(entry.label == "del")
      #expect((["plain"] + pairs).contains(entry.best))
      #expect((["plain"] + pairs).contains(entry.bestByCost))
      #expect(entry.relativeSpeed.value > 0)
    }

    let text = try compare(arguments).output
    let table = try #require(text.split(separator: "\n\n").last).split(separator: "\n")
    #expect(table[0].hasPrefix("CHOOSES  PROMPTS  BEST FIXED"))
    #expect(table.count == 1 + report.hindsight.count)
    for (line, entry) in zip(table.dropFirst(), report.hindsight) {
      #expect(line.hasPrefix("del      \(entry.category ?? "all") "))
      #expect((["plain"] + pairs).contains { line.contains("  \($0)  ") })
      #expect(["holds", "does not hold", "undecided"].contains { line.hasSuffix($0) })
    }
  }

  @Test func claimsAreWrittenForEachModelAndReplacedWhenMeasuredAgain() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("# Old\n\n## another\n\nkept\n", to: "CLAIMS.md")
    for _ in 0..<2 {
      let result = try compare(
        "--prompts", try prompts, "--category", "fact", "--drafter", "prompt-lookup",
        "--controller", "auto", "--draft-model", "twig", "--claims", file)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("prompt-lookup"))
    }
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let titles = text.split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(titles == ["## another", "## oak"])
    #expect(text.contains("\n\nkept\n\n## oak"))
    #expect(text.contains("draftscope compare drafters --max-tokens 10"))
    #expect(text.contains("| PLD | prompt lookup is faster than plain decoding |"))
    #expect(text.contains("**not measured** | goose was not run |"))
  }

  @Test func whatCannotBeComparedIsRefusedByName() throws {
    let prompts = try prompts
    let folder = try TemporaryFolder()
    let empty = try folder.write("\n", to: "empty.jsonl")
    for (arguments, sentence) in [
      (["--prompts", prompts, "--category", "stroy"], #"unknown category "stroy"; did you mean"#),
      (["--prompts", prompts, "--drafter", "gose"], #"unknown drafter "gose"; did you mean"#),
      (["--prompts", prompts, "--drafter", "retrieval"], "needs texts to draft from"),
      (["--prompts", prompts, "--controller", "atuo"], #"unknown controller "atuo""#),
      (["--prompts", empty], "empty.jsonl: no prompts in it"),
      ([], "--prompts names at least one file"),
    ] {
      let result = try Program.run(["compare", "drafters"] + arguments)
      #expect(result.status != 0)
      #expect(result.errors.contains(sentence), "\(result.errors)")
    }
  }
}
