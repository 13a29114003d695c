import TestSupport
import Testing
import Timeline

@Suite struct TraceCommandTests {
  private let timeline = ToyRun.timeline(seed: 3, forks: 1)

  /// The trace of a toy run, its text changed.
  private func trace(_ change: (String) -> String = { $0 }) -> [UInt8] {
    let trace = Trace(timeline: timeline, footer: TraceFooter(timeline, ended: nil))
    return Array(change(String(decoding: TraceEncoder.bytes(trace), as: UTF8.self)).utf8)
  }

  @Test func aSoundTracePassesTheCheck() throws {
    let result = try Program.run("check", "trace", "-", input: trace())
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("drafted nodes: 0 differences\n"))
    #expect(result.errors == "")
  }

  @Test func aChangedVerdictFailsTheCheckAndIsNamed() throws {
    let changed = trace {
      $0.replacing(#""origin":"bonus""#, with: #""origin":"accepted""#, maxReplacements: 1)
    }
    let result = try Program.run("check", "trace", "-", input: changed)
    #expect(result.status == 1)
    #expect(result.output.contains("origin: expected bonus, found accepted\n"))
    #expect(result.output.hasSuffix(": 1 differences\n"))
  }

  @Test func aDamagedLineIsNamedAndReadUpToWhenAsked() throws {
    let damaged = trace { $0.replacing(#""round":3,"#, with: #""round":x,"#) }
    let refused = try Program.run("check", "trace", "-", input: damaged)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("standard input:5: malformed JSON: unexpected \"x\""))
    #expect(refused.errors.contains("use --partial to read up to line 4"))
    let partial = try Program.run("check", "trace", "--partial", "-", input: damaged)
    #expect(partial.status == 0)
    #expect(partial.output.hasPrefix("3 rounds, "))
    #expect(partial.errors.contains("read up to line 4 only"))
  }

  @Test func statisticsComeInThreeForms() throws {
    let text = try Program.run("stats", "-", input: trace())
    #expect(text.output == StatisticsFormat.text(timeline.statistics()))
    let json = try Program.run("stats", "-", "--json", input: trace())
    #expect(json.output == StatisticsFormat.json(timeline.statistics()).text + "\n")
    let csv = try Program.run("stats", "-", "--csv", "--last", "2", input: trace())
    #expect(csv.output == StatisticsFormat.csv(timeline.statistics(last: 2)))
  }

  @Test func tablesAreExported() throws {
    let result = try Program.run("export", "-", "--csv", "nodes", input: trace())
    #expect(result.output == TraceTable.nodes.csv(timeline))
  }

  @Test func badOptionsAndMissingFilesAreExplained() throws {
    #expect(try Program.run("stats", "-", "--last", "0", input: trace()).status == 64)
    #expect(try Program.run("export", "-", "--csv", "leaves", input: trace()).status == 64)
    let branch = try Program.run("stats", "-", "--branch", "7", input: trace())
    #expect(branch.status == 64)
    #expect(branch.errors.contains("There is no branch 7; the trace has 0 to 1."))
    let missing = try Program.run("stats", "/nowhere/run.trace.jsonl")
    #expect(missing.status == 1)
    #expect(missing.errors == "Error: /nowhere/run.trace.jsonl: No such file or directory\n")
  }
}
