import Tokens

/// The one table of keys: footer, help, man page and configuration come from it.
public struct KeyTable: Hashable, Sendable {
  /// An action, the keys that do it, and where.
  public struct Binding: Hashable, Sendable {
    public var action: Action
    /// Each sequence of one or two keys does it.
    public var sequences: [[Key]]
    public var contexts: Set<Action.Context>
    /// What it does, as a short sentence without a full stop.
    public var description: String
    /// One or two words for the footer.
    public var label: String

    /// The written names of the keys: "ctrl-u", "g g".
    public var keyNames: [String] { sequences.map(KeyName.text) }
  }

  public private(set) var bindings: [Binding]

  public static let standard = KeyTable(bindings: standardBindings)

  /// What a sequence means in these contexts, the first context winning.
  enum Match: Hashable {
    case action(Action)
    /// The beginning of longer sequences.
    case prefix
    case nothing
  }

  func match(_ sequence: [Key], in contexts: [Action.Context]) -> Match {
    for context in contexts {
      let here = bindings.filter { $0.contexts.contains(context) }
      if let exact = here.first(where: { $0.sequences.contains(sequence) }) {
        return .action(exact.action)
      }
      let begins = here.contains { binding in
        binding.sequences.contains { $0.count > sequence.count && $0.starts(with: sequence) }
      }
      if begins { return .prefix }
    }
    return .nothing
  }

  public func binding(of action: Action) -> Binding? { bindings.first { $0.action == action } }

  /// The bindings that begin with these keys, for a hint while the rest is awaited.
  func continuations(of sequence: [Key]) -> [Binding] {
    bindings.filter { binding in
      binding.sequences.contains { $0.count > sequence.count && $0.starts(with: sequence) }
    }
  }

  /// Gives an action other keys than it has.
  ///
  /// - Parameters:
  ///   - name: the action's command name.
  ///   - keys: written sequences: "ctrl-u", "g g"; none takes the action's keys away.
  public mutating func rebind(_ name: String, to keys: [String]) throws(KeyTableError) {
    guard let action = Action(rawValue: name),
      let place = bindings.firstIndex(where: { $0.action == action })
    else {
      throw .unknownAction(
        name, nearest: NameSuggestions.near(name, among: Action.allCases.map(\.rawValue)))
    }
    var sequences: [[Key]] = []
    for text in keys {
      guard let sequence = KeyName.parseSequence(text) else {
        throw .unknownKey(text, action: name)
      }
      sequences.append(sequence)
    }
    var changed = self
    changed.bindings[place].sequences = sequences
    if let conflict = changed.conflicts().first(where: { $0.first == action || $0.second == action }
    ) {
      throw .conflict(conflict)
    }
    self = changed
  }

  /// Gives several actions other keys at once, so that two may exchange theirs. What cannot be
  /// done is left out and reported.
  public func rebinding(_ changes: [(name: String, keys: [String])]) -> (KeyTable, [KeyTableError])
  {
    var bare = self
    for change in changes {
      guard let place = bare.bindings.firstIndex(where: { $0.action.rawValue == change.name })
      else { continue }
      bare.bindings[place].sequences = []
    }
    var problems: [KeyTableError] = []
    for change in changes {
      do throws(KeyTableError) {
        try bare.rebind(change.name, to: change.keys)
      } catch {
        problems.append(error)
      }
    }
    return (bare, problems)
  }

  /// Two actions that want the same keys in the same place.
  public struct Conflict: Hashable, Sendable {
    public var first: Action
    public var second: Action
    /// The written sequence that both begin with.
    public var keys: String
  }

  /// Every pair of actions of one context of which one's keys begin the other's.
  public func conflicts() -> [Conflict] {
    var found: [Conflict] = []
    for (number, first) in bindings.enumerated() {
      for second in bindings.dropFirst(number + 1)
      where !first.contexts.isDisjoint(with: second.contexts) {
        for keys in first.sequences {
          guard
            let other = second.sequences.first(where: {
              $0.starts(with: keys) || keys.starts(with: $0)
            })
          else { continue }
          found.append(
            Conflict(
              first: first.action, second: second.action,
              keys: KeyName.text(keys.count < other.count ? keys : other)))
        }
      }
    }
    return found
  }
}

/// Why a key cannot be bound.
public enum KeyTableError: Error, Hashable, Sendable {
  case unknownAction(String, nearest: [String])
  case unknownKey(String, action: String)
  case conflict(KeyTable.Conflict)
}

extension KeyTableError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownAction(let name, let nearest):
      "no action is called \"\(name)\"" + Suggestion.sentence(nearest)
    case .unknownKey(let key, let action):
      "\(action): no key is called \"\(key)\" (names are like a, space, ctrl-u, f2, page-up)"
    case .conflict(let conflict):
      "\"\(conflict.keys)\" would mean both \(conflict.first.rawValue) and "
        + "\(conflict.second.rawValue); give one of them another key"
    }
  }
}
