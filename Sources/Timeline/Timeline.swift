import DraftTrees
import Tokens

/// The rounds of a run, live or replayed: the whole truth about it. The interface shows a pure
/// function of this and a cursor.
///
/// Rounds belong to branches. A fork starts a branch at an earlier round and keeps the old one;
/// `rounds` is the line of the branch that is looked at, from round 0 on.
public struct Timeline: Hashable, Sendable {
  public var header: RunHeader
  /// The complete rounds of each branch that it does not share with its parent.
  public private(set) var branches: [Branch]
  /// The branch whose line `rounds` is.
  public private(set) var activeBranch: Int
  /// The line of the active branch: what it shares with its ancestors, then its own.
  public private(set) var rounds: [Round]
  /// The round being made, complete up to its `lastPhase`.
  public private(set) var inFlight: Round?

  public struct Branch: Hashable, Sendable {
    public var forkedFrom: ForkPoint?
    public var rounds: [Round]
  }

  public init(header: RunHeader) {
    self.header = header
    branches = [Branch(forkedFrom: nil, rounds: [])]
    activeBranch = 0
    rounds = []
    inFlight = nil
  }

  /// A timeline read back: rounds in order and forks from earlier branches, checked by the reader.
  init(header: RunHeader, branches: [Branch], activeBranch: Int) {
    self.header = header
    self.branches = branches
    self.activeBranch = activeBranch
    rounds = []
    inFlight = nil
    rounds = line(of: activeBranch)
  }

  /// Takes a complete round, or the newest state of the one in flight. A round of a new branch
  /// (its `forkedFrom` set, its branch number the next) makes that branch and looks at it.
  public mutating func take(_ round: Round) {
    if round.branch == branches.count, let fork = round.forkedFrom {
      precondition(branches.indices.contains(fork.branch), "a fork names an earlier branch")
      branches.append(Branch(forkedFrom: fork, rounds: []))
      look(at: round.branch)
    } else if round.branch != activeBranch {
      look(at: round.branch)
    }
    guard round.lastPhase == .learn else {
      inFlight = round
      return
    }
    precondition(round.index == rounds.count, "rounds come in order")
    branches[round.branch].rounds.append(round)
    rounds.append(round)
    inFlight = nil
  }

  /// Shows the line of another branch.
  public mutating func look(at branch: Int) {
    activeBranch = branch
    rounds = line(of: branch)
    inFlight = nil
  }

  /// All rounds from the start of the run to the end of `branch`.
  public func line(of branch: Int) -> [Round] {
    var pieces: [ArraySlice<Round>] = [branches[branch].rounds[...]]
    var next = branches[branch].forkedFrom
    while let fork = next {
      let parent = branches[fork.branch]
      // A fork before the parent's own first round keeps none of them, and less of its parent.
      let kept = fork.round - (parent.forkedFrom?.round ?? 0)
      pieces.append(parent.rounds.prefix(max(0, kept)))
      next = parent.forkedFrom.map {
        ForkPoint(branch: $0.branch, round: min($0.round, fork.round))
      }
    }
    return Array(pieces.reversed().joined())
  }

  /// Complete rounds and the one in flight.
  public var shownRounds: [Round] { inFlight.map { rounds + [$0] } ?? rounds }
}
