import Timeline
import Tokens

/// Keeps to the budget the user gave; every node is taken to pay. Source: ours.
public struct FixedBudgetController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "fixed",
    summary: "Drafts up to the budget that was given.",
    source: "ours")

  public init(_ context: ControllerContext) {}

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    let budget = max(0, settings.budget ?? 0)
    let reason =
      switch budget {
      case _ where !describes: ""
      case 0: "as asked: nothing is drafted"
      case 1: "as asked: at most 1 drafted token"
      default: "as asked: at most \(budget) drafted tokens"
      }
    return Choice(controller: Self.descriptor.name, budget: budget, reason: reason)
  }

  public mutating func observe(_ round: Round) {}
}
