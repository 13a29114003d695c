import DraftTrees
import Drafters
import Timeline
import Tokens

/// The drafters of a session that are alive. Each knows the prompt and the rounds of the line,
/// whether its trees were verified or another's.
struct DrafterPool {
  private var drafters: [String: any Drafter] = [:]

  /// Makes those that are missing and lets go of the others; what is made observes the line.
  /// - Parameter names: registry names, with parameters where there are any.
  mutating func keep(
    _ names: Set<String>, line: [Round], make: (String) throws -> any Drafter
  ) throws {
    drafters = drafters.filter { names.contains($0.key) }
    for name in names where drafters[name] == nil {
      var drafter = try make(name)
      for round in line { _ = drafter.observe(round) }
      drafters[name] = drafter
    }
  }

  /// Lets one read committed text, so that its first proposal need not.
  mutating func prepare(_ name: String, _ text: [TokenID], isCancelled: () -> Bool) throws {
    try drafters[name]?.prepare(text, isCancelled: isCancelled)
  }

  mutating func removeAll() { drafters = [:] }

  mutating func propose(_ name: String, _ request: DraftRequest) throws -> DraftTree {
    guard drafters[name] != nil else { preconditionFailure("\(name) is kept before it drafts") }
    // In place: no copy of what the drafter knows.
    let tree = try drafters[name]?.propose(request)
    guard let tree else { preconditionFailure("a drafter that is kept drafts") }
    precondition(tree.isSealed, "a drafter seals its tree")
    precondition(tree.anchor == request.text.last, "a tree grows from the last committed token")
    precondition(
      tree.isPruned.count { !$0 } <= request.budget + 1, "a drafter keeps to its budget")
    return tree
  }

  func drafter(_ name: String) -> any Drafter {
    guard let drafter = drafters[name] else { preconditionFailure("\(name) is kept") }
    return drafter
  }

  /// Every drafter learns from the round.
  /// - Returns: what the one that drafted it says.
  mutating func observe(_ round: Round) -> [String] {
    var learned: [String] = []
    for name in drafters.keys {
      let lines = drafters[name]?.observe(round) ?? []
      if name == round.settings.drafter { learned = lines }
    }
    return learned
  }
}
