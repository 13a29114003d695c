import Decoding
import Screens
import Timeline

/// What `compare drafters` found, as text and as JSON.
struct DrafterReport: Encodable {
  /// Where and how it was measured.
  struct Setting: Encodable {
    let command: String
    /// ISO 8601, UTC.
    let date: String
    let machine: String
    let threads: Int
    let model: ModelSummary
    let draftModel: String?
    let cost: CostTable
    let budget: String
    let temperature: Double
    let maximumTokens: Int
    let repetitions: Int
    let prompts: Int
    /// Prompts too long for the context.
    let leftOut: Int
  }

  /// The arms over some prompts.
  struct Section: Encodable {
    /// Nil for all prompts.
    let category: String?
    let plain: DrafterMeasurements.Row
    let rows: [DrafterMeasurements.Row]
    /// Of `--sweep`: each fixed choice. Only in the JSON.
    let fixed: [DrafterMeasurements.Row]
  }

  let setting: Setting
  let sections: [Section]
  let hindsight: [Hindsight]
  let findings: [DrafterClaim.Finding]

  /// How near an arm that chooses is to come to the best fixed one of a category.
  private static let (exitBar, switchBar) = (0.97, 0.95)

  init(setting: Setting, measurements: DrafterMeasurements, arms: DrafterArms) {
    self.setting = setting
    let names = measurements.categoryNames
    let places: [String?] = names.count > 1 ? [nil] + names : [nil]
    sections = places.map { category in
      let rows = measurements.rows(category)
      return Section(
        category: category, plain: measurements.plainRow(category),
        rows: rows.filter { !arms.fixedExits.contains($0.label) },
        fixed: rows.filter { arms.fixedExits.contains($0.label) })
    }
    hindsight =
      arms.exiting.flatMap {
        measurements.hindsight(of: $0, among: arms.fixedExits, bar: Self.exitBar)
      }
      + arms.switching.flatMap {
        measurements.hindsight(of: $0, among: arms.fixedDrafters, bar: Self.switchBar)
      }
    findings = DrafterClaim.all.map { $0.finding(in: measurements) }
  }

  var text: String {
    let parts = [settingLines.joined(separator: "\n")] + sections.map(text)
    return (parts + (hindsight.isEmpty ? [] : [hindsightTable.text])).joined(separator: "\n\n")
  }

  /// Machine, model and costs, a line each.
  var settingLines: [String] {
    let cost = setting.cost
    let draft = setting.draftModel.map { ", draft model \($0)" } ?? ""
    return [
      "\(setting.machine), \(setting.threads) thread\(setting.threads == 1 ? "" : "s"); \(setting.date)\(Self.buildNote)",
      "\(setting.model.name), \(setting.model.precision)\(draft); budget \(setting.budget), "
        + "temperature \(setting.temperature), \(setting.maximumTokens) tokens, "
        + "\(setting.repetitions) repetitions",
      "\(setting.prompts) prompts"
        + (setting.leftOut > 0 ? "; \(setting.leftOut) are too long for the context" : ""),
      "plain pass \(Int(cost.plainMicroseconds)) µs; "
        + cost.rowCounts.map { "c(\($0)) \(Self.decimal(cost.relativeCost(rows: $0)))" }
        .joined(separator: ", "),
    ]
  }

  /// A build without optimization says nothing about speed.
  private static var buildNote: String {
    #if DEBUG
    "; DEBUG BUILD, its times mean nothing"
    #else
    ""
    #endif
  }

  private func text(_ section: Section) -> String {
    let prompts = section.rows.first?.prompts ?? 0
    let title = "\(section.category ?? "all"), \(prompts) \(prompts == 1 ? "prompt" : "prompts")"
    return title + "\n" + Self.table(section.rows).text
  }

  static func table(_ rows: [DrafterMeasurements.Row]) -> TextTable {
    var table = TextTable([
      "DRAFTER", "TOKENS/PASS", "95 %", "÷ PLAIN", "95 %", "BY COST", "ROWS", "DRAFT %",
      "SHADOW %", "EXITS %", "OTHER TEXTS",
    ])
    for row in rows {
      table.add([
        row.label, decimal(row.tokensPerPass.value), range(row.tokensPerPass),
        decimal(row.relativeSpeed.value), range(row.relativeSpeed),
        row.relativeSpeedByCost.map(decimal) ?? "-", decimal(row.nodesPerPass + 1),
        percent(row.draftShare), percent(row.shadowShare), percent(row.exitShare),
        "\(row.differingTexts)",
      ])
    }
    return table
  }

  var hindsightTable: TextTable {
    var table = TextTable([
      "CHOOSES", "PROMPTS", "BEST FIXED", "÷ BEST", "95 %", "BY COST", "BEST BY COST", "BAR", "",
    ])
    for entry in hindsight {
      table.add([
        entry.label, entry.category ?? "all", entry.best, Self.decimal(entry.relativeSpeed.value),
        Self.range(entry.relativeSpeed),
        entry.relativeSpeedByCost.map(Self.decimal) ?? "-", entry.bestByCost,
        Self.decimal(entry.bar), entry.outcome.rawValue,
      ])
    }
    return table
  }

  static func decimal(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }

  static func range(_ interval: BootstrapInterval) -> String {
    "\(decimal(interval.low)) to \(decimal(interval.high))"
  }

  private static func percent(_ share: Double) -> String {
    NumberText.fixed(share * 100, decimals: 1)
  }
}
