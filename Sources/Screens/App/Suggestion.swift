/// Names close to a mistyped one.
enum Suggestion {
  /// At most three names, the closest first: those that begin with what was typed, then those a
  /// few letters away.
  static func nearest(to typed: String, in names: [String]) -> [String] {
    let lower = typed.lowercased()
    guard !lower.isEmpty else { return [] }
    let ranked: [(rank: Int, name: String)] = names.compactMap { name in
      if name.hasPrefix(lower) { return (0, name) }
      let distance = distance(lower, name)
      if distance <= max(2, name.count / 3) { return (distance, name) }
      return name.contains(lower) && lower.count > 2 ? (9, name) : nil
    }
    return ranked.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }.prefix(3).map(\.name)
  }

  /// "; did you mean a or b?", or nothing.
  static func sentence(_ names: [String]) -> String {
    names.isEmpty ? "" : "; did you mean \(names.joined(separator: " or "))?"
  }

  /// Letters to insert, delete, exchange or swap with the next (optimal string alignment).
  static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left), Array(right))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(
          rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
