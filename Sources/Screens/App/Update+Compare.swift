import Timeline
import Tokens

extension AppModel {
  /// The rounds compared with, and what they are called.
  var comparedRun: ComparedRun? {
    switch comparison {
    case nil: nil
    case .branch(let branch):
      timeline.flatMap { timeline in
        guard timeline.branches.indices.contains(branch) else { return nil }
        return ComparedRun(
          name: "branch \(branch + 1)", header: timeline.header, rounds: timeline.line(of: branch))
      }
    case .trace(let other, let name):
      ComparedRun(name: name, header: other.header, rounds: other.rounds)
    }
  }

  /// The number of the first committed token that differs; nil when one text begins the other.
  var firstDifference: Int? {
    guard let timeline, let other = comparedRun else { return nil }
    let mine = timeline.shownRounds.flatMap { $0.committed.map(\.token) }
    let theirs = other.rounds.flatMap { $0.committed.map(\.token) }
    return zip(mine, theirs).enumerated().first { $0.element.0 != $0.element.1 }?.offset
  }

  mutating func goToFirstDifference() -> [Effect] {
    guard let other = comparedRun else {
      return refuse("nothing to compare with: c chooses another branch or trace")
    }
    guard let number = firstDifference, let place = place(ofToken: number) else {
      return refuse("no difference from \(other.name) as far as both go")
    }
    let effects = go(to: place)
    say("token \(number + 1) is the first that differs from \(other.name)")
    return effects
  }
}

/// A run beside the one looked at.
struct ComparedRun: Hashable {
  var name: String
  var header: RunHeader
  var rounds: [Round]
}
