import Foundation
import Testing
import Timeline

@testable import Decoding

/// The example in TRACE.md is a trace.
@Suite struct TraceDocumentTests {
  private var document: String {
    get throws {
      let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      return try String(contentsOf: root.appending(path: "TRACE.md"), encoding: .utf8)
    }
  }

  private var example: [UInt8] {
    get throws {
      let parts = try document.components(separatedBy: "```json lines\n")
      try #require(parts.count == 2)
      return Array(parts[1].components(separatedBy: "```")[0].utf8)
    }
  }

  @Test func theExampleReadsWithoutANoteAndWritesBackUnchanged() throws {
    let trace = try TraceDecoder.decode(example, path: "TRACE.md")
    #expect(trace.notes == [])
    #expect(trace.timeline.rounds.count == 3)
    #expect(TraceEncoder.bytes(trace) == (try example))
  }

  @Test func theExampleIsJudgedAsItSays() throws {
    let trace = try TraceDecoder.decode(example, path: "TRACE.md")
    let audit = TraceAudit(trace)
    #expect(audit.differences == [])
    #expect(audit.stepCount == 6)
    #expect(trace.timeline.rounds.map { $0.committed.map(\.token) } == [[2, 6], [1], [2, 3, 7]])
  }

  @Test func everyKeyOfTheExampleAndEveryStatisticIsExplained() throws {
    let text = try document
    var keys: Set<String> = []
    for line in try example.split(separator: 10) {
      collectKeys(try JSONParser.parse(Array(line)), into: &keys)
    }
    let statistics = try TraceDecoder.decode(example, path: "TRACE.md").timeline.statistics()
    keys.formUnion(statistics.entries.map(\.name))
    let explained = text.components(separatedBy: "## A complete example")[0]
    keys.remove("hex")
    for key in keys.sorted() {
      let isExplained = ["`\(key)`", ".\(key)`", "`\(key)."].contains { explained.contains($0) }
      #expect(isExplained, "\(key) is not explained")
    }
  }

  private func collectKeys(_ value: JSONValue, into keys: inout Set<String>) {
    switch value {
    case .object(let members):
      for member in members {
        keys.insert(member.key)
        collectKeys(member.value, into: &keys)
      }
    case .array(let values): for value in values { collectKeys(value, into: &keys) }
    default: break
    }
  }
}
