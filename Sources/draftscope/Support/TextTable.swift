/// Columns of text for a terminal or a pipe, left-aligned, two spaces apart.
struct TextTable {
  private var rows: [[String]]

  /// - Parameter header: the first row; empty for none.
  init(_ header: [String]) { rows = header.isEmpty ? [] : [header] }

  mutating func add(_ row: [String]) { rows.append(row) }

  var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let padding = column == row.count - 1 ? 0 : widths[column] - cell.count
        return cell + String(repeating: " ", count: padding)
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

/// Sizes of files for people.
enum ByteSize {
  /// "98.4 MB"; a megabyte is a million bytes.
  static func text(_ bytes: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 1000, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    let rounded = (value * 10).rounded() / 10
    return unit == 0 ? "\(bytes) bytes" : "\(rounded) \(units[unit])"
  }
}
