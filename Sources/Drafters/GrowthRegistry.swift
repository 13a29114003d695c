import Tokens

/// A rule that decides where a tree grows.
public struct GrowthDescriptor: Hashable, Sendable {
  /// As on the command line.
  public var name: String
  /// One sentence.
  public var summary: String
}

/// Every growth policy there is, one line each. A drafter lists those it can draft with.
public enum GrowthRegistry {
  /// The drafter's own shape.
  public static let native = "native"
  /// Only the best path.
  public static let chain = "chain"

  public static let descriptors: [GrowthDescriptor] = [
    GrowthDescriptor(name: native, summary: "The shape the drafter prefers."),
    GrowthDescriptor(name: chain, summary: "Only the most promising path, without branches."),
  ]
  public static var names: [String] { descriptors.map(\.name) }

  /// Refuses a name that nobody knows, or that the drafter cannot draft with.
  public static func check(_ growth: String, for drafter: DrafterDescriptor)
    throws(DraftingError)
  {
    guard names.contains(growth) else { throw .unknownGrowth(name: growth, known: names) }
    guard drafter.growths.contains(growth) else {
      throw .unsuitedGrowth(name: growth, drafter: drafter.name, suited: drafter.growths)
    }
  }
}
