import DraftTrees
import Drafters
import Timeline
import Tokens

/// The drafters of a session that are alive. Each knows the prompt and the rounds of the line,
/// whether its trees were verified or another's.
struct DrafterPool {
  private struct Member {
    /// Registry name, with parameters where there are any.
    let name: String
    var drafter: any Drafter
  }

  /// Few. Changed in place alone: a copy of what a drafter knows costs more than a small model's pass.
  private var members: [Member] = []

  /// Makes those that are missing and lets go of the others; what is made observes the line.
  /// - Parameter names: registry names, with parameters where there are any; repetitions do not count.
  mutating func keep(
    _ names: [String], line: [Round], make: (String) throws -> any Drafter
  ) throws {
    if members.contains(where: { !names.contains($0.name) }) {
      members.removeAll { !names.contains($0.name) }
    }
    for name in names where place(of: name) == nil {
      var drafter = try make(name)
      for round in line { _ = drafter.observe(round, describes: false) }
      members.append(Member(name: name, drafter: drafter))
    }
  }

  private func place(of name: String) -> Int? { members.firstIndex { $0.name == name } }

  private func keptPlace(of name: String) -> Int {
    guard let place = place(of: name) else {
      preconditionFailure("\(name) is kept before it drafts")
    }
    return place
  }

  /// Lets one read committed text, so that its first proposal need not.
  mutating func prepare(_ name: String, _ text: [TokenID], isCancelled: () -> Bool) throws {
    guard let place = place(of: name) else { return }
    try members[place].drafter.prepare(text, isCancelled: isCancelled)
  }

  mutating func removeAll() { members = [] }

  mutating func propose(_ name: String, _ request: DraftRequest) throws -> DraftTree {
    let tree = try members[keptPlace(of: name)].drafter.propose(request)
    precondition(tree.isSealed, "a drafter seals its tree")
    precondition(tree.anchor == request.text.last, "a tree grows from the last committed token")
    precondition(
      tree.isPruned.count { !$0 } <= request.budget + 1, "a drafter keeps to its budget")
    return tree
  }

  /// q below each node of the tree that a drafter proposed last.
  func draftLaws(of name: String, in tree: DraftTree) -> [TokenLaw?] {
    let place = keptPlace(of: name)
    return tree.nodes.map { members[place].drafter.draftLaw(at: NodeIndex($0)) }
  }

  /// Every drafter learns from the round.
  /// - Parameter describes: whether the one that drafted says what it knows now.
  /// - Returns: what it says.
  mutating func observe(_ round: Round, describes: Bool) -> [String] {
    var learned: [String] = []
    for place in members.indices {
      let isDrafter = describes && members[place].name == round.settings.drafter
      let lines = members[place].drafter.observe(round, describes: isDrafter)
      if isDrafter { learned = lines }
    }
    return learned
  }
}
