import DraftTrees
import Timeline
import Tokens

/// Chooses the shape of the tree for each round, by what the rounds so far make expect and by what
/// passes cost.
///
/// Every shape of delayed expansion within the budget is weighed against a plain round; the most
/// tokens for the time of a plain pass win. While a plain round wins, every eighth round drafts all
/// the same, so that better times are noticed.
/// Source: Dynamic Delayed Tree Expansion; verification-and-trees.md section 5.2. The estimates from
/// running means are ours.
public struct ShapeController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "shape",
    summary: "Weighs trunk, branches and their length by recent acceptance and measured cost.",
    source: "Dynamic Delayed Tree Expansion; analytic estimate ours",
    growth: DelayedGrowth.descriptor.name, readsOverlaps: true)

  private var chooser: ShapeChooser

  public init(_ context: ControllerContext) {
    chooser = ShapeChooser(Self.descriptor.name, ShapeSelector(cost: context.cost))
  }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    chooser.choose(settings)
  }
  public mutating func observe(_ round: Round) { chooser.observe(round) }
}
