import TestSupport
import Testing

@testable import Timeline

@Suite struct StatisticsFormatTests {
  @Test func textCSVAndJSONHoldTheSameNumbers() throws {
    let statistics = ToyRun.timeline(seed: 12).statistics()
    let json = StatisticsFormat.json(statistics)
    let csv = StatisticsFormat.csv(statistics).split(separator: "\n")
    #expect(csv.count == statistics.entries.count + 1)
    #expect(StatisticsFormat.text(statistics).split(separator: "\n").count == csv.count - 1)
    for entry in statistics.entries {
      let value = entry.key.map { json[entry.name]?[$0] } ?? json[entry.name]
      #expect(entry.ratio == nil || value?["numerator"] == JSONValue(entry.ratio!.numerator))
      #expect((value?["value"] ?? value) == JSONValue(entry.value))
    }
  }

  @Test func aTableForPeopleLooksSo() {
    var statistics = Statistics(cost: CostTable(rowCounts: [1], microseconds: [2500]))
    statistics.add(ToyRun.timeline(seed: 12).rounds[0])
    let lines = StatisticsFormat.text(statistics).split(separator: "\n")
    #expect(lines[0] == "rounds                                       1  rounds")
    #expect(
      lines[3] == "plain tokens per second measuredCost       400  1 / 0.00250 tokens / seconds")
  }

  @Test func hostileNamesDoNotReachTheTerminal() {
    var round = ToyRun.timeline(seed: 12).rounds[0]
    round.settings.drafter = "\u{1B}[31mred,\"x\"\n"
    var statistics = Statistics(cost: nil)
    statistics.add(round)
    for text in [
      StatisticsFormat.text(statistics), StatisticsFormat.csv(statistics),
      StatisticsFormat.json(statistics).text,
    ] {
      #expect(!text.unicodeScalars.contains("\u{1B}"))
      #expect(text.contains(#"\u001b[31mred"#))
    }
  }

  @Test func tablesHaveARowForEachThing() {
    let timeline = ToyRun.timeline(seed: 12, forks: 1)
    let rounds = timeline.branches.flatMap(\.rounds)
    let rows = TraceTable.allCases.map { $0.csv(timeline).split(separator: "\n").count - 1 }
    #expect(
      rows == [
        rounds.count, rounds.reduce(0) { $0 + $1.tree.count },
        rounds.flatMap(\.scores).reduce(0) { $0 + $1.alternatives.count },
        rounds.reduce(0) { $0 + $1.committed.count },
      ])
    for table in TraceTable.allCases {
      let columns = table.csv(timeline).split(separator: "\n").map { line in
        // commas outside quotes
        line.reduce(into: (count: 1, isQuoted: false)) { state, character in
          if character == "\"" { state.isQuoted.toggle() }
          if character == ",", !state.isQuoted { state.count += 1 }
        }.count
      }
      #expect(Set(columns).count == 1)
    }
  }
}
