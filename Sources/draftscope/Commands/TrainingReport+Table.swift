import ModelFiles
import Screens

extension TrainingReport {
  /// The exits as a table with a small plot of the agreement, for a terminal.
  var table: String {
    var lines = ["training: \(VisibleText.plain(summary))", ""]
    lines.append(
      "Every layer, left through the final norm and the output matrix, on held-out text:")
    var table = TextTable(
      ["LAYER"] + parts.map { "LOSS \(VisibleText.plain($0.name))" }
        + ["AGREES", "OVERLAP", "AGREES WITH THE LAST LAYER"])
    for (place, exit) in mean.enumerated() {
      table.add(
        ["\(exit.layer)"] + parts.map { NumberText.fixed($0.exits[place].loss, decimals: 3) }
          + [
            NumberText.fixed(exit.agreement, decimals: 3),
            NumberText.fixed(exit.overlap, decimals: 3), Self.bar(exit.agreement),
          ])
    }
    let floors = parts.map { $0.trigramLoss.map { NumberText.fixed($0, decimals: 3) } ?? "" }
    if floors.contains(where: { !$0.isEmpty }) { table.add(["trigram"] + floors) }
    lines.append(table.text)
    lines.append("")
    lines.append(
      "LOSS: nats a token. AGREES: the most probable token is the last layer's. OVERLAP: sum of "
        + "min(p, q).")
    if let short = shortVocabulary {
      let covered = zip(parts, short.coverage).map {
        "\(VisibleText.plain($0.name)) \(NumberText.fixed($1 * 100, decimals: 1)) %"
      }
      lines.append(
        "short vocabulary: \(short.tokens) tokens, which are of the text: "
          + covered.joined(separator: ", "))
    }
    return lines.joined(separator: "\n")
  }

  /// 0 to 1 as up to thirty characters.
  private static func bar(_ share: Double) -> String {
    String(repeating: "#", count: Int((min(max(share, 0), 1) * 30).rounded()))
  }
}
