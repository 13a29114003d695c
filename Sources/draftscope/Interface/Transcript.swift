import Timeline
import Tokens

/// The text a run emitted, without the token that ends it.
enum Transcript {
  static func text(of timeline: Timeline) -> String {
    let endTokens = Set(timeline.header.model.endTokens)
    var text = StreamingText()
    let parts = timeline.rounds.flatMap { pieces(of: $0, endTokens: endTokens) }
      .map { text.append($0) }
    return parts.joined() + text.finish() + "\n"
  }

  /// The pieces a round adds to the text.
  static func pieces(of round: Round, endTokens: Set<TokenID>) -> [TokenPiece] {
    round.committed.filter { !endTokens.contains($0.token) }.compactMap { round.pieces[$0.token] }
  }
}
