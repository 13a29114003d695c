/// Names a person may have meant when a registry does not know the one they wrote.
///
/// Every registry of names (drafters, verifiers, growth policies, themes) words its error with it.
public enum NameSuggestions {
  /// The known names nearest to `name`, best first: those that start with it, then those within
  /// an edit distance of a third of its length (at least 2). At most three.
  public static func near(_ name: String, among known: [String]) -> [String] {
    let wanted = name.lowercased()
    guard !wanted.isEmpty else { return [] }
    let reach = max(2, wanted.count / 3)
    let ranked = known.compactMap { candidate -> (name: String, distance: Int)? in
      if candidate.hasPrefix(wanted) { return (candidate, 0) }
      let distance = editDistance(wanted, candidate.lowercased())
      return distance <= reach ? (candidate, distance) : nil
    }
    return ranked.sorted { $0.distance < $1.distance }.prefix(3).map(\.name)
  }

  /// One sentence: what is unknown, what may have been meant, and all there is.
  ///
  /// - Parameter kind: the noun, as in "drafter".
  public static func sentence(unknown kind: String, _ name: String, known: [String]) -> String {
    let near = near(name, among: known).map { "\"\($0)\"" }.joined(separator: " or ")
    let question = near.isEmpty ? "" : "; did you mean \(near)?"
    return "unknown \(kind) \"\(name)\"\(question) (known: \(known.joined(separator: ", ")))"
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one name into the other
  /// (optimal string alignment). O(product of the lengths).
  static func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1] + [Int](repeating: 0, count: right.count)
      for j in right.indices {
        let replaced = last[j] + (left[i] == right[j] ? 0 : 1)
        row[j + 1] = min(replaced, last[j + 1] + 1, row[j] + 1)
        let isSwap = i > 0 && j > 0 && left[i] == right[j - 1] && left[i - 1] == right[j]
        if isSwap { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
