/// An action of delayed expansion: a trunk of L1 tokens, then K branches of L2 tokens from its end.
///
/// One path is written with no trunk. Source: Dynamic Delayed Tree Expansion;
/// verification-and-trees.md section 5.2.
public struct DraftShape: Hashable, Sendable, Codable {
  /// L1.
  public let trunk: Int
  /// K.
  public let paths: Int
  /// L2.
  public let length: Int

  /// The deepest tree considered.
  public static let mostLevels = 8
  /// The most branches considered.
  public static let mostPaths = 4

  public init(trunk: Int, paths: Int, length: Int) {
    precondition(trunk >= 0 && paths > 0 && length > 0, "a shape has a token to draft")
    self.trunk = trunk
    self.paths = paths
    self.length = length
  }

  /// Nodes, the anchor not counted, when no two branches have anything in common.
  public var nodeCount: Int { trunk + paths * length }
  /// Levels below the anchor.
  public var depth: Int { trunk + length }
  /// The growth policy that draws it.
  public var growth: String { "delayed:trunk=\(trunk),paths=\(paths),length=\(length)" }
  /// "2 + 3 x 2": trunk, branches, their length; "4" for one path.
  public var label: String {
    switch (trunk, paths) {
    case (_, 1): "chain of \(depth)"
    case (0, _): "\(paths) paths of \(length)"
    default: "trunk of \(trunk), \(paths) paths of \(length)"
    }
  }

  /// Every shape of at most so many nodes.
  public static func all(budget: Int) -> [DraftShape] {
    guard budget > 0 else { return [] }
    let chains = (1...min(budget, mostLevels)).map {
      DraftShape(trunk: 0, paths: 1, length: $0)
    }
    var shapes = chains
    for paths in 2...mostPaths {
      for trunk in 0..<mostLevels {
        for length in 1...mostLevels - trunk where trunk + paths * length <= budget {
          shapes.append(DraftShape(trunk: trunk, paths: paths, length: length))
        }
      }
    }
    return shapes
  }
}
