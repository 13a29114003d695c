import DraftTrees
import Timeline
import Tokens

/// The same with expected tokens corrected by what was learned from traces (`ShapeModel`).
///
/// Without a model it estimates as `ShapeController` does; a run refuses to start that way.
/// Source: Dynamic Delayed Tree Expansion; verification-and-trees.md section 5.2.
public struct LearnedShapeController: Controller {
  public static let descriptor = ControllerDescriptor(
    name: "shape-learned",
    summary: "Weighs shapes with a selector trained on recorded runs (--selector).",
    source: "Dynamic Delayed Tree Expansion; a linear model in the place of the network",
    growth: DelayedGrowth.descriptor.name, needsShapeModel: true, readsOverlaps: true)

  private var chooser: ShapeChooser

  public init(_ context: ControllerContext) {
    chooser = ShapeChooser(
      Self.descriptor.name, ShapeSelector(cost: context.cost, model: context.shapeModel))
  }

  public func choose(_ settings: RoundSettings, describes: Bool) -> Choice {
    chooser.choose(settings)
  }
  public mutating func observe(_ round: Round) { chooser.observe(round) }
}
