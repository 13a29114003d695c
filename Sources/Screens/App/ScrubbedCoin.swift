import DraftTrees
import Timeline

/// A coin that a person moves, to see where its verdict flips and what the round makes of it then.
struct ScrubbedCoin: Hashable, Sendable {
  var branch: Int
  var round: Int
  var verifier: String
  var step: Int
  /// In [0, 1).
  var uniform: Double
  /// The whole round judged again with the coin where it is; nil until the engine answers, and in a
  /// replay, which holds no laws.
  var rejudged: Rejudgement?
}

extension AppModel {
  /// Remembers which verifier's line was selected.
  mutating func rememberOutlook(atLine line: Int) {
    guard let outlooks = round?.outlooks, outlooks.indices.contains(line - 1) else { return }
    shownOutlook = outlooks[line - 1].verifier
  }

  /// Left and right on a test: its coin by a twentieth, and the round judged again with it.
  mutating func scrubCoin(by step: Double) -> [Effect] {
    guard let round, !round.outlooks.isEmpty else { return refuse("there is no coin here") }
    let shown =
      round.outlooks.first { $0.verifier == shownOutlook }
      ?? round.outlooks.first { $0.verifier != round.settings.verifier }
    let index = selectedLine(of: .verifiers) - round.outlooks.count - 3
    guard let shown, let draw = shown.judgement.draw(ofStep: index),
      shown.judgement.steps[index].action.kind == .test,
      let thrown = shown.judgement.steps[index].action.uniform
    else { return refuse("left and right move the coin of a test; down goes to the steps") }
    var coin = ScrubbedCoin(
      branch: round.branch, round: round.index, verifier: shown.verifier, step: index,
      uniform: thrown)
    if let old = scrubbedCoin, old.branch == coin.branch, old.round == coin.round,
      old.verifier == coin.verifier, old.step == coin.step
    {
      coin = old
    }
    coin.rejudged = nil
    coin.uniform = min(max(coin.uniform + step, 0), 0.999)
    scrubbedCoin = coin
    guard isLive else {
      say(
        "what if this coin had fallen there: its own verdict only; judging the whole round again "
          + "needs the laws, which only a live run has")
      return []
    }
    say("what if this coin had fallen there; the run itself stays as it was")
    return [
      .engine(
        .rejudge(
          MovedCoin(
            branch: coin.branch, round: coin.round, verifier: coin.verifier, draw: draw,
            uniform: coin.uniform)))
    ]
  }

  /// The engine judged a round again; of no use once the coin has moved on.
  mutating func take(_ rejudged: Rejudgement) {
    let asked = rejudged.coin
    guard let coin = scrubbedCoin, coin.branch == asked.branch, coin.round == asked.round,
      coin.verifier == asked.verifier, coin.uniform == asked.uniform
    else { return }
    scrubbedCoin?.rejudged = rejudged
  }
}
