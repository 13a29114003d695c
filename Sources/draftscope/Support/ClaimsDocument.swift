import Decoding
import FoundationEssentials

/// CLAIMS.md: what papers say of drafters, and what was measured here; a section for each model.
struct ClaimsDocument {
  private let title: String
  private let section: String

  init(_ report: DrafterReport) {
    title = report.setting.model.name
    section = Self.section(report)
  }

  /// Replaces the section of this model, and leaves those of others.
  /// - Throws: ``CommandFailure`` when the file cannot be read or written.
  func write(to path: String) throws {
    let before =
      FileManager.default.fileExists(atPath: path) ? try StandardStreams.readText(path: path) : ""
    do {
      try Data(merged(into: before).utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure("\(path): cannot be written; choose another folder")
    }
  }

  /// The document with this section in place of the one of the same title, or behind the others.
  func merged(into document: String) -> String {
    var sections = Self.sections(of: document)
    let place = sections.firstIndex { $0.title == title } ?? sections.count
    sections.replaceSubrange(
      place..<min(place + 1, sections.count), with: [(title: title, text: section)])
    return ([Self.introduction] + sections.map { "## \($0.title)\n\n\($0.text)" })
      .joined(separator: "\n\n") + "\n"
  }

  private static func sections(of document: String) -> [(title: String, text: String)] {
    ("\n" + document).split(separator: "\n## ", omittingEmptySubsequences: false).dropFirst()
      .map { part in
        let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let text = lines.count == 2 ? String(lines[1]) : ""
        return (String(lines[0]), text.trimmingNewlines)
      }
  }

  private static let introduction = """
    # What papers say of drafters, and what was measured

    Written by `draftscope compare drafters --claims FILE`; each section says with which command \
    line, when, and on what. A published ratio holds for the paper's machine and model. What is tested \
    here is its direction: **holds** and **does not hold** when the 95 % interval (prompts resampled) \
    lies on one side of the bar (1 for a ratio of speeds, 0 for a difference in tokens per pass), \
    **undecided** when it does not. Beside a ratio by the clock stands the same ratio by the measured \
    costs of passes, c(n), which no other load on the machine changes; it counts table look-ups as free.
    """

  private static func section(_ report: DrafterReport) -> String {
    var claims = MarkdownTable([
      "method", "claim", "published", "tested", "measured", "by cost", "", "why",
    ])
    for finding in report.findings {
      claims.add([
        finding.method, finding.statement, finding.published, finding.tested,
        finding.measured.map { "\(DrafterReport.decimal($0.value)) (\(DrafterReport.range($0)))" }
          ?? "", finding.byCost.map(DrafterReport.decimal) ?? "", "**\(finding.outcome.rawValue)**",
        finding.why,
      ])
    }
    let tables =
      report.sections.first.map {
        ["All prompts:\n\n```text\n\(DrafterReport.table($0.rows).text)\n```"]
      }
      ?? []
    let hindsight =
      report.hindsight.isEmpty
      ? []
      : [
        "Choosing while running, against the best fixed choice in hindsight:\n\n```text\n"
          + report.hindsightTable.text + "\n```"
      ]
    let setting = report.settingLines.joined(separator: "\n")
    return
      (["```text\n\(report.setting.command)\n\n\(setting)\n```", claims.text] + tables + hindsight)
      .joined(separator: "\n\n")
  }
}

/// A table in Markdown.
private struct MarkdownTable {
  private var lines: [String]

  init(_ header: [String]) {
    lines = [Self.line(header), Self.line(header.map { _ in "---" })]
  }

  mutating func add(_ cells: [String]) { lines.append(Self.line(cells)) }

  var text: String { lines.joined(separator: "\n") }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}

extension String {
  /// Without line ends at either end.
  fileprivate var trimmingNewlines: String {
    var text = self[...]
    while text.first?.isNewline ?? false { text.removeFirst() }
    while text.last?.isNewline ?? false { text.removeLast() }
    return String(text)
  }
}
