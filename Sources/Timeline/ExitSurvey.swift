import DraftTrees
import Tokens

/// What the target would have said, had it been left behind some of its layers: the logit lens.
///
/// A controller learns the acceptance of every exit from it; a person sees in which layer a token
/// becomes clear. Source: drafters.md section 2.3, "shadow tokens".
public struct ExitSurvey: Hashable, Sendable {
  /// A place in the text whose row was read.
  public struct Row: Hashable, Sendable {
    /// The node of the round's tree; nil for a place in the prompt.
    public var node: NodeIndex?
    /// Of the token whose successor is predicted.
    public var position: Int
    /// What followed, as far as the text is known there, else the target's most probable token.
    public var target: TokenID
    /// Whether `target` is what followed: only such rows count as evidence.
    public var isCommitted: Bool

    public init(node: NodeIndex?, position: Int, target: TokenID, isCommitted: Bool) {
      self.node = node
      self.position = position
      self.target = target
      self.isCommitted = isCommitted
    }
  }

  /// The rows read behind one layer.
  public struct Exit: Hashable, Sendable {
    /// Layers that were run, from 1.
    public var layer: Int
    /// The most probable token of each row.
    public var tokens: [TokenID]
    /// Its probability at temperature 1, over the vocabulary that was read.
    public var probabilities: [Double]

    public init(layer: Int, tokens: [TokenID], probabilities: [Double]) {
      self.layer = layer
      self.tokens = tokens
      self.probabilities = probabilities
    }
  }

  public var rows: [Row]
  /// By layer, ascending.
  public var exits: [Exit]
  /// Tokens of the short vocabulary that was read; nil when all were.
  public var shortVocabularySize: Int?
  /// What reading took, in no phase's time.
  public var microseconds: Double

  public init(
    rows: [Row], exits: [Exit], shortVocabularySize: Int? = nil, microseconds: Double
  ) {
    self.rows = rows
    self.exits = exits
    self.shortVocabularySize = shortVocabularySize
    self.microseconds = microseconds
  }
}
