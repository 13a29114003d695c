import DraftTrees
import Tokens

/// One draw of a verifier in a round, put somewhere else: what if this coin had fallen there?
public struct MovedCoin: Hashable, Sendable {
  /// The round, by branch and number.
  public var branch: Int
  public var round: Int
  /// Registry name of the verifier whose draw it is.
  public var verifier: String
  /// The number of the draw in the judgement, from 0.
  public var draw: Int
  /// In [0, 1).
  public var uniform: Double

  public init(branch: Int, round: Int, verifier: String, draw: Int, uniform: Double) {
    self.branch = branch
    self.round = round
    self.verifier = verifier
    self.draw = draw
    self.uniform = uniform
  }
}

/// What a verifier makes of a round when one draw is moved and all others stay.
public struct Rejudgement: Hashable, Sendable {
  public var coin: MovedCoin
  public var judgement: Judgement
  /// The bytes of every token named in it.
  public var pieces: [TokenID: TokenPiece]

  public init(coin: MovedCoin, judgement: Judgement, pieces: [TokenID: TokenPiece]) {
    self.coin = coin
    self.judgement = judgement
    self.pieces = pieces
  }
}

extension Judgement {
  /// The number of the draw that a step used; nil where it used none. Draws are numbered in the order
  /// of the steps; the target's own choice at a position has no number.
  public func draw(ofStep index: Int) -> Int? {
    func draws(_ step: JudgeStep) -> Bool {
      step.action.uniform != nil && step.action.kind != .sample
    }
    guard steps.indices.contains(index), draws(steps[index]) else { return nil }
    return steps[..<index].count(where: draws)
  }
}
