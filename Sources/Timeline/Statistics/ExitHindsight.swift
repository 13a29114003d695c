import DraftTrees

/// What the layers of the target said of the text that came, and what drafting at one of them
/// would have brought.
///
/// Counts `Round.exits` along the committed text. Where the text does not depend on the drafter the
/// counts are exact; drafting means the most probable token of the exit. Source: ours.
public struct ExitHindsight: Hashable, Sendable {
  /// A committed place whose row was read behind a layer.
  private struct Sight: Hashable, Sendable {
    /// Of the token whose successor was predicted.
    var position: Int
    /// Whether the exit's most probable token is what followed.
    var isMatch: Bool
  }

  /// What one exit would have done with a fixed draft length.
  public struct Replay: Hashable, Sendable {
    public var layer: Int
    public var length: Int
    public var passes = 0
    /// Tokens of the text those passes would have written.
    public var emitted = 0
    /// Stretches of text without a gap: at the end of each a pass is cut short.
    public var stretches = 0

    public var drafted: Int { passes * length }
    public var tokensPerPass: Ratio { Ratio(emitted, per: passes) }

    /// Tokens for each pass through all layers, drafting counted in layers: plain decoding has 1.
    public func tokensPerFullPass(layerCount: Int) -> Ratio {
      Ratio(
        Double(emitted),
        per: Double(passes) + Double(drafted) * Double(layer) / Double(max(1, layerCount)))
    }
  }

  /// Layers of the target; nil where unknown.
  public let layerCount: Int?
  /// Whole rounds of which rows were read.
  public private(set) var rounds = 0
  /// What reading took, and what those rounds took without it.
  public private(set) var microseconds = 0.0
  public private(set) var roundMicroseconds = 0.0
  /// Of those rounds that drafted at an exit: tokens, and passes through all layers that drafting
  /// and scoring add up to.
  public private(set) var ownEmitted = 0
  public private(set) var ownFullPasses = 0.0
  private var sights: [Int: [Sight]] = [:]

  public init(layerCount: Int?) { self.layerCount = layerCount }

  /// The longest fixed draft that is looked at in hindsight.
  public static let longest = 8

  /// Layers read, ascending.
  public var layers: [Int] { sights.keys.sorted() }

  /// Committed rows of which the exit's most probable token was what followed.
  public func agreement(behind layer: Int) -> Ratio {
    let seen = sights[layer] ?? []
    return Ratio(seen.count { $0.isMatch }, per: seen.count)
  }

  /// Reading rows beside the run, of the run's own time.
  public var overhead: Ratio { Ratio(microseconds, per: roundMicroseconds) }

  /// What the run itself wrote for each pass through all layers, drafting counted in layers.
  public var ownTokensPerFullPass: Ratio { Ratio(Double(ownEmitted), per: ownFullPasses) }

  /// Adds a whole round.
  mutating func add(_ round: Round) {
    guard let survey = round.exits else { return }
    rounds += 1
    microseconds += survey.microseconds
    roundMicroseconds += round.timings.total
    for (place, row) in survey.rows.enumerated() where row.isCommitted && row.node != nil {
      for exit in survey.exits {
        sights[exit.layer, default: []].append(
          Sight(position: row.position, isMatch: exit.tokens[place] == row.target))
      }
    }
    guard let layer = round.choice.exitLayer, let layerCount else { return }
    ownEmitted += round.committed.count
    ownFullPasses +=
      1 + Double(round.tree.draftedCount) * Double(layer) / Double(max(1, layerCount))
  }

  /// Goes through the text once more with a fixed exit and length. O(rows).
  public func replay(layer: Int, length: Int) -> Replay {
    var replay = Replay(layer: layer, length: length)
    let seen = sights[layer] ?? []
    var place = 0
    while place < seen.count {
      if place == 0 || seen[place].position != seen[place - 1].position + 1 {
        replay.stretches += 1
      }
      // A pass: the matches, at most `length` of them, and the target's own token behind them.
      var end = place
      while end < seen.count, end - place < length, seen[end].isMatch,
        end == place || seen[end].position == seen[end - 1].position + 1
      {
        end += 1
      }
      let goesOn =
        end < seen.count && (end == place || seen[end].position == seen[end - 1].position + 1)
      let next = goesOn ? end + 1 : end
      replay.passes += 1
      replay.emitted += next - place
      place = next
    }
    return replay
  }

  /// The fixed length that would have written most for each pass through all layers with this exit;
  /// the shortest of equals. O(lengths × rows).
  public func best(behind layer: Int) -> Replay? {
    best(of: (1...Self.longest).map { replay(layer: layer, length: $0) })
  }

  /// The same over all exits that were read; the first of equals. Nil before any row was read.
  public var bestFixed: Replay? { best(of: layers.compactMap(best(behind:))) }

  private func best(of replays: [Replay]) -> Replay? {
    guard let layerCount else { return nil }
    func worth(_ replay: Replay) -> Double {
      replay.tokensPerFullPass(layerCount: layerCount).value ?? 0
    }
    return replays.max { worth($0) < worth($1) }
  }
}
