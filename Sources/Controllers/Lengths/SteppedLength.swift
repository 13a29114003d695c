import Timeline
import Tokens

/// A draft length that rises behind a draft that was kept whole, and falls by one behind another.
///
/// Rounds that drafted nothing leave it as it is. Source: drafters.md section 13.1.
struct SteppedLength: Sendable {
  /// Added behind a draft that was kept whole.
  let rise: Int
  let cap: Int
  private(set) var length: Int
  private var last: RoundOutcome?

  init(start: Int, rise: Int, cap: Int) {
    self.rise = rise
    self.cap = cap
    length = min(start, cap)
  }

  mutating func observe(_ round: Round) {
    guard let outcome = RoundOutcome(round) else { return }
    last = outcome
    length = outcome.isKeptWhole ? min(cap, length + rise) : max(1, length - 1)
  }

  func choice(of controller: String, _ settings: RoundSettings) -> Choice {
    let budget = max(0, min(length, settings.budget ?? cap))
    return Choice(controller: controller, budget: budget, reason: reason)
  }

  private var reason: String {
    guard let last else { return "the first draft: \(length)" }
    return last.isKeptWhole
      ? "the last draft was kept to its end, \(last.acceptedCount) deep: up to \(length)"
      : "\(last.acceptedCount) of \(last.depth) levels of the last draft were kept: down to \(length)"
  }

  /// What controllers of this kind let a person set.
  static func parameters(start: Int) -> [MethodParameter] {
    [
      MethodParameter(
        name: "start", summary: "Length of the first draft.", range: 1...64,
        standard: Double(start)),
      MethodParameter(
        name: "cap", summary: "The longest draft.", range: 1...64, standard: 20),
    ]
  }
}

/// A controller that is a `SteppedLength` and no more: its file has what it is called and two numbers.
protocol SteppedController: Controller {
  /// Tokens of the first draft, unless a person sets it.
  static var start: Int { get }
  /// See `SteppedLength.rise`.
  static var rise: Int { get }

  var length: SteppedLength { get set }
  init(length: SteppedLength)
}

extension SteppedController {
  public init(_ context: ControllerContext) {
    self.init(
      length: SteppedLength(
        start: context.parameters.count("start"), rise: Self.rise,
        cap: context.parameters.count("cap")))
  }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    length.choice(of: Self.descriptor.name, settings)
  }

  public mutating func observe(_ round: Round) { length.observe(round) }
}
