import DraftTrees
import Drafters
import Timeline
import Tokens

/// Proposes what a closure says, and remembers which rounds it was shown.
public struct ScriptedDrafter: Drafter {
  public static let descriptor = DrafterDescriptor(
    name: "scripted", summary: "Proposes what a test says.", source: "test",
    law: .deterministic, growths: ["native", "chain"])

  /// Adds nodes to an open tree.
  public typealias Script = (DraftRequest, inout DraftTree) -> Void

  public private(set) var observed: [Int] = []
  private let script: Script

  public init(_ script: @escaping Script) { self.script = script }

  public init(_ context: DraftingContext) { self.init { _, _ in } }

  public mutating func propose(_ request: DraftRequest) -> DraftTree {
    var tree = DraftTree(anchor: request.text[request.text.count - 1], law: .deterministic)
    script(request, &tree)
    tree.seal()
    return tree
  }

  public mutating func observe(_ round: Round, describes: Bool) -> [String] {
    observed.append(round.index)
    return []
  }
}
