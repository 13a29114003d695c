import ModelFiles
import Screens

extension AdapterReport {
  /// Agreement with the last layer, before and with the adapter.
  var table: String {
    var table = TextTable(["LAYER", "AGREES", "WITH", "OVERLAP", "WITH", "LOSS", "WITH"])
    func row(_ label: String, _ before: TrainingReport.Exit?, _ after: TrainingReport.Exit) {
      func pair(_ value: (TrainingReport.Exit) -> Double) -> [String] {
        [
          before.map { NumberText.fixed(value($0), decimals: 3) } ?? "",
          NumberText.fixed(value(after), decimals: 3),
        ]
      }
      table.add([label] + pair(\.agreement) + pair(\.overlap) + pair(\.loss))
    }
    for exit in exits { row("\(exit.after.layer)", exit.before, exit.after) }
    if let kangaroo { row("\(kangaroo.layer), kangaroo", nil, kangaroo) }
    if let kangarooShort { row("\(kangarooShort.layer), short vocabulary", nil, kangarooShort) }
    return """
      adapter: \(VisibleText.plain(summary))
      Over all held-out text, as the target is and WITH the adapter:
      \(table.text)
      """
  }
}
