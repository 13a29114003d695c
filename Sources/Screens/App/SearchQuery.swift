import DraftTrees
import Timeline
import Tokens

/// What is searched: words of a token's text, an id, or conditions. All parts must hold.
///
/// `sat` text, `#310` or `id=310` an id, `p<0.1`, `q>=0.5`, `depth=3`, `verdict=rejected`,
/// `source=rank`.
struct SearchQuery: Hashable, Sendable {
  enum Comparison: String, Hashable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case equal = "="
    case greaterOrEqual = ">="
    case greater = ">"

    func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .less: left < right
      case .lessOrEqual: left <= right
      case .equal: abs(left - right) < 0.005
      case .greaterOrEqual: left >= right
      case .greater: left > right
      }
    }
  }

  enum Field: String, Hashable, Sendable, CaseIterable { case p, q, depth, id }

  enum Part: Hashable, Sendable {
    case text(String)
    case number(Field, Comparison, Double)
    case verdict(Verdict)
    case source(String)
  }

  var typed: String
  var parts: [Part]

  /// - Returns: nil and a sentence when a condition cannot be read.
  static func parse(_ typed: String) -> Result<SearchQuery, SearchError> {
    var parts: [Part] = []
    for word in typed.split(separator: " ") {
      switch part(String(word)) {
      case .success(let part): parts.append(part)
      case .failure(let error): return .failure(error)
      }
    }
    guard !parts.isEmpty else { return .failure(.empty) }
    return .success(SearchQuery(typed: typed, parts: parts))
  }

  private static func part(_ word: String) -> Result<Part, SearchError> {
    if word.hasPrefix("#"), let id = Int32(word.dropFirst()) {
      return .success(.number(.id, .equal, Double(id)))
    }
    guard let sign = word.firstIndex(where: { "<=>".contains($0) }), sign > word.startIndex else {
      return .success(.text(word.lowercased()))
    }
    let name = word[..<sign].lowercased()
    let isDouble = word[word.index(after: sign)...].hasPrefix("=")
    let valueStart = word.index(sign, offsetBy: isDouble ? 2 : 1)
    let value = String(word[valueStart...])
    let comparison = Comparison(rawValue: String(word[sign..<valueStart]))
    switch (name, comparison) {
    case ("verdict", .equal):
      guard let verdict = Verdict(rawValue: value.lowercased()) else {
        return .failure(.noVerdict(value))
      }
      return .success(.verdict(verdict))
    case ("source", .equal): return .success(.source(value.lowercased()))
    default: break
    }
    guard let field = Field(rawValue: name) else { return .success(.text(word.lowercased())) }
    guard let comparison, let number = Double(value) else {
      return .failure(.noNumber(word))
    }
    return .success(.number(field, comparison, number))
  }

  /// The earliest event of the round at which the node matches, as a count of visible events; nil
  /// when it never does.
  func place(of node: NodeIndex, in round: Round, text: String) -> Int? {
    let index = node.rawValue
    var needsScore = false
    var needsVerdict = false
    for part in parts {
      switch part {
      case .text(let word): guard text.lowercased().contains(word) else { return nil }
      case .source(let word):
        guard round.tree.sources[index].lowercased().contains(word) else { return nil }
      case .verdict(let verdict):
        needsVerdict = true
        guard let judgement = round.judgement,
          judgement.verdicts(in: round.tree, after: .max)[index] == verdict
        else { return nil }
      case .number(let field, let comparison, let wanted):
        let value: Double?
        switch field {
        case .p:
          needsScore = true
          value = round.scores.indices.contains(index) ? round.scores[index].targetProbability : nil
        case .q: value = round.tree.draftProbabilities[index]
        case .depth: value = Double(round.tree.depths[index])
        case .id: value = Double(round.tree.tokens[index].rawValue)
        }
        guard let value, comparison.holds(value, wanted) else { return nil }
      }
    }
    return place(of: node, in: round, needsScore: needsScore, needsVerdict: needsVerdict)
  }

  private func place(
    of node: NodeIndex, in round: Round, needsScore: Bool, needsVerdict: Bool
  ) -> Int? {
    let events = round.events
    let found = events.firstIndex { event in
      if needsVerdict {
        guard case .judged(let step) = event, let judgement = round.judgement else { return false }
        return step == judgement.steps.count - 1
          || judgement.steps[step].decided.contains { $0.node == node }
      }
      return event == (needsScore ? .scored(node) : .drafted(node))
    }
    return found.map { $0 + 1 }
  }

  /// Whether a token that was never drafted matches: text and id alone can say so.
  func matches(token: TokenID, text: String) -> Bool {
    parts.allSatisfy { part in
      switch part {
      case .text(let word): text.lowercased().contains(word)
      case .number(.id, let comparison, let wanted):
        comparison.holds(Double(token.rawValue), wanted)
      default: false
      }
    }
  }
}

/// Why a search cannot be read.
enum SearchError: Error, Hashable {
  case empty
  case noNumber(String)
  case noVerdict(String)
}

extension SearchError: CustomStringConvertible {
  var description: String {
    switch self {
    case .empty: "nothing to search: text, #id, or a condition like p<0.1"
    case .noNumber(let word): "\"\(word)\" needs a number after the sign, like p<0.1"
    case .noVerdict(let word):
      "\"\(word)\" is no verdict: accepted, rejected, unreached"
    }
  }
}
