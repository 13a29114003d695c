import DraftTrees

/// How far the laws of draft and target agree below a node.
public struct NodeOverlap: Hashable, Sendable {
  /// Independent draws that are followed.
  public static let drawCount = 4

  public var node: NodeIndex
  /// S_1 ... S_4: the chance that the k-th independent draw below the node is refused once all
  /// before it were. 1 - S_1 is the sum of min(p, q).
  public var refusals: [Double]
  /// Entropy in nats of q below the node.
  public var draftEntropy: Double

  public init(node: NodeIndex, refusals: [Double], draftEntropy: Double) {
    precondition(refusals.count == Self.drawCount, "one chance a draw")
    self.node = node
    self.refusals = refusals
    self.draftEntropy = draftEntropy
  }
}
