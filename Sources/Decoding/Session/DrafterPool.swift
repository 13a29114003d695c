import DraftTrees
import Drafters
import Timeline
import Tokens

/// The drafters of a session that are alive. Each learns from all rounds of the line, whether its trees
/// were verified or another's; who is not asked to propose does so later, several rounds at a stretch,
/// which takes a fraction of the time.
struct DrafterPool {
  // Side by side, so that looking for a name copies nothing of what a drafter knows.
  /// Registry names, with parameters where there are any.
  private var names: [String] = []
  /// Changed in place alone: a copy of what a drafter knows costs more than a small model's pass.
  private var drafters: [any Drafter] = []
  /// Rounds of the line that each learned from.
  private var learnedCounts: [Int] = []

  /// Makes those that are missing and lets go of the others.
  /// - Parameter names: registry names, with parameters where there are any; repetitions do not count.
  mutating func keep(_ names: [String], make: (String) throws -> any Drafter) throws {
    for place in self.names.indices.reversed() where !names.contains(self.names[place]) {
      self.names.remove(at: place)
      drafters.remove(at: place)
      learnedCounts.remove(at: place)
    }
    for name in names where !keeps(name) {
      drafters.append(try make(name))
      self.names.append(name)
      learnedCounts.append(0)
    }
  }

  func keeps(_ name: String) -> Bool { names.contains(name) }

  private func keptPlace(of name: String) -> Int {
    guard let place = names.firstIndex(of: name) else {
      preconditionFailure("\(name) is kept before it drafts")
    }
    return place
  }

  /// Lets some learn from the rounds of the line that they did not see yet.
  ///
  /// The rounds are read where they lie: a copy of one has some twenty references.
  mutating func catchUp(_ names: some Collection<String>, with line: [Round]) {
    var first = line.count
    for name in names { first = min(first, learnedCounts[keptPlace(of: name)]) }
    guard first < line.count else { return }
    let places = names.map(keptPlace)
    line.withUnsafeBufferPointer { rounds in
      for index in first..<rounds.count {
        for place in places where learnedCounts[place] == index {
          learnedCounts[place] += 1
          _ = drafters[place].observe(rounds[index], describes: false)
        }
      }
    }
  }

  /// Lets one read committed text, so that its first proposal need not.
  mutating func prepare(_ name: String, _ text: [TokenID], isCancelled: () -> Bool) throws {
    guard let place = names.firstIndex(of: name) else { return }
    try drafters[place].prepare(text, isCancelled: isCancelled)
  }

  mutating func removeAll() { (names, drafters, learnedCounts) = ([], [], []) }

  /// It has caught up with the line.
  mutating func propose(_ name: String, _ request: DraftRequest) throws -> DraftTree {
    let tree = try drafters[keptPlace(of: name)].propose(request)
    precondition(tree.isSealed, "a drafter seals its tree")
    precondition(tree.anchor == request.text.last, "a tree grows from the last committed token")
    precondition(
      tree.isPruned.count { !$0 } <= request.budget + 1, "a drafter keeps to its budget")
    return tree
  }

  /// q below each node of the tree that a drafter proposed last.
  func draftLaws(of name: String, in tree: DraftTree) -> [TokenLaw?] {
    let place = keptPlace(of: name)
    return tree.nodes.map { drafters[place].draftLaw(at: NodeIndex($0)) }
  }

  /// The one that drafted learns from the round at once: it has seen all before.
  /// - Parameter describes: whether it says what it knows now.
  /// - Returns: what it says.
  mutating func observe(_ round: Round, describes: Bool) -> [String] {
    let place = keptPlace(of: round.settings.drafter)
    precondition(learnedCounts[place] == round.index, "who drafts has learned from the line")
    learnedCounts[place] += 1
    return drafters[place].observe(round, describes: describes)
  }
}
