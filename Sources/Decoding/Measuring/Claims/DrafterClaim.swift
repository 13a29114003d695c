import Controllers
import DraftTrees
import Timeline
import Tokens

/// What a paper says of a way to draft, to be compared with what is measured here.
///
/// A published ratio holds for the paper's machine and models; what is tested is its direction: that
/// the one way is better than the other.
public struct DrafterClaim: Sendable {
  /// A way to draft: the first arm that agrees in all that is named.
  struct Side: Sendable, CustomStringConvertible {
    var drafter: String?
    var growth: String?
    /// Nil for a fixed budget.
    var controller: String?

    var description: String {
      [drafter, growth, controller].compactMap { $0 }.joined(separator: " ")
    }
  }

  enum Test: Sendable {
    /// More tokens per second; than plain decoding for nil.
    case faster(Side, than: Side?)
    /// More tokens per pass.
    case moreTokens(Side, than: Side)
    /// It cannot be measured here, and why.
    case untested(String)
  }

  /// The method's name in the field.
  public let method: String
  /// One sentence.
  public let statement: String
  /// Numbers with their hardware, and where they stand.
  public let published: String
  let test: Test
  /// Those it is said of; nil for all prompts. Others than the prompts have are left out.
  var categories: [String]?

  /// What the measurement says of a claim.
  public struct Finding: Sendable, Encodable {
    public enum Outcome: String, Sendable, Encodable {
      case holds
      case doesNotHold = "does not hold"
      /// The interval holds the bar: too few prompts, or too little difference.
      case undecided
      case notMeasured = "not measured"
    }

    public let method: String
    public let statement: String
    public let published: String
    /// What was compared, in words.
    public let tested: String
    /// A ratio of speeds, or a difference in tokens per pass.
    public let measured: BootstrapInterval?
    /// The ratio by the measured costs, where the claim is of speed.
    public let byCost: Double?
    public let outcome: Outcome
    /// From the numbers.
    public let why: String
  }

  /// What was measured says of this claim.
  public func finding(in measurements: DrafterMeasurements) -> Finding {
    let chosen = categories.map { named in
      measurements.categoryNames.filter(named.contains)
    }
    if let categories, chosen?.isEmpty ?? false {
      return notMeasured(
        "\(categories.joined(separator: ", ")): the prompts have no such category")
    }
    switch test {
    case .untested(let reason): return notMeasured(reason)
    case .faster(let side, let other):
      return speed(of: side, than: other, measurements, over: chosen)
    case .moreTokens(let side, let other):
      return tokens(of: side, than: other, measurements, over: chosen)
    }
  }

  private func speed(
    of side: Side, than other: Side?, _ measured: DrafterMeasurements, over chosen: [String]?
  ) -> Finding {
    guard let first = measured.find(side) else { return absent(side) }
    let row = measured.row(first.arm, first.runs, over: chosen)
    guard let other else {
      return finding(
        "\(row.label) against plain decoding, tokens per second", chosen, row.relativeSpeed,
        bar: 1, byCost: row.relativeSpeedByCost, why: "\(row.account); \(row.withFreeRows)")
    }
    guard let second = measured.find(other) else { return absent(other) }
    let rival = measured.row(second.arm, second.runs, over: chosen)
    return finding(
      "\(row.label) against \(rival.label), tokens per second", chosen,
      measured.relativeSpeed(first.runs, to: second.runs, over: chosen), bar: 1,
      byCost: row.relativeSpeedByCost.flatMap { own in
        rival.relativeSpeedByCost.map { own / $0 }
      },
      why: "\(row.label): \(row.account); \(rival.label): \(rival.account)")
  }

  private func tokens(
    of side: Side, than other: Side, _ measured: DrafterMeasurements, over chosen: [String]?
  ) -> Finding {
    guard let first = measured.find(side) else { return absent(side) }
    guard let second = measured.find(other) else { return absent(other) }
    let row = measured.row(first.arm, first.runs, over: chosen)
    let rival = measured.row(second.arm, second.runs, over: chosen)
    return finding(
      "\(row.label) against \(rival.label), tokens per pass", chosen,
      measured.tokensPerPass(first.runs, less: second.runs, over: chosen), bar: 0, byCost: nil,
      why: "\(row.label): \(row.account); \(rival.label): \(rival.account)")
  }

  private func finding(
    _ tested: String, _ chosen: [String]?, _ interval: BootstrapInterval, bar: Double,
    byCost: Double?, why: String
  ) -> Finding {
    Finding(
      method: method, statement: statement, published: published,
      tested: chosen.map { "\(tested), on \($0.joined(separator: ", "))" } ?? tested,
      measured: interval, byCost: byCost,
      outcome: interval.low > bar ? .holds : interval.high < bar ? .doesNotHold : .undecided,
      why: why)
  }

  private func absent(_ side: Side) -> Finding { notMeasured("\(side) was not run") }

  private func notMeasured(_ reason: String) -> Finding {
    Finding(
      method: method, statement: statement, published: published, tested: "", measured: nil,
      byCost: nil, outcome: .notMeasured, why: reason)
  }
}

extension DrafterMeasurements {
  fileprivate func find(_ side: DrafterClaim.Side) -> (arm: Arm, runs: [TimedRun])? {
    arms.first { side.matches($0.arm.settings) }
  }
}

extension DrafterClaim.Side {
  fileprivate func matches(_ settings: RoundSettings) -> Bool {
    let controller = MethodParameters.name(of: ControllerRegistry.text(for: settings))
    return settings.exitLayer == nil
      && drafter.map { $0 == settings.drafterName } ?? true
      && growth.map { $0 == MethodParameters.name(of: settings.growth) } ?? true
      && controller == self.controller ?? FixedBudgetController.descriptor.name
  }
}

extension DrafterMeasurements.Row {
  /// Why an arm is as fast as it is.
  fileprivate var account: String {
    """
    \(Self.text(tokensPerPass.value)) tokens a pass over \(Self.text(nodesPerPass + 1)) rows, which \
    takes \(Self.text(passCost)) plain passes, and \(Int((draftShare * 100).rounded())) % of the time \
    is drafting
    """
  }

  /// What another machine would make of it.
  fileprivate var withFreeRows: String {
    "if rows of a pass were free, as on a large GPU, it would be "
      + "\(Self.text(relativeSpeedWithFreeRows)) times plain"
  }

  private static func text(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let digits = hundredths % 100
    return "\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits)"
  }
}
