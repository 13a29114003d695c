/// The statistics written out for people and for programs.
public enum StatisticsFormat {
  /// One line a number, in columns: name, value, numerator / denominator and what they count.
  public static func text(_ statistics: Statistics) -> String {
    let rows = statistics.entries.map { entry in
      let key = entry.key.map { " \(TableText.safe($0))" } ?? ""
      let parts = entry.ratio.map {
        "\(number($0.numerator)) / \(number($0.denominator)) "
      }
      return [label(entry.name) + key, number(entry.value), (parts ?? "") + entry.unit]
    }
    let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let name = row[0] + String(repeating: " ", count: widths[0] - row[0].count)
      let value = String(repeating: " ", count: widths[1] - row[1].count) + row[1]
      return "\(name)  \(value)  \(row[2])\n"
    }.joined()
  }

  /// Columns name, key, value, numerator, denominator, unit.
  public static func csv(_ statistics: Statistics) -> String {
    let rows = statistics.entries.map { entry in
      [
        entry.name, entry.key.map(TableText.safe) ?? "", exact(entry.value),
        exact(entry.ratio?.numerator), exact(entry.ratio?.denominator), entry.unit,
      ]
    }
    return TableText.csv(
      [["name", "key", "value", "numerator", "denominator", "unit"]] + rows)
  }

  /// An object with a member a name; numbers with a key stand one level deeper.
  public static func json(_ statistics: Statistics) -> JSONValue {
    var members: [JSONMember] = []
    for entry in statistics.entries {
      let value = self.value(entry)
      guard let key = entry.key else {
        members.append(JSONMember(entry.name, value))
        continue
      }
      let member = JSONMember(key, value)
      if let last = members.last, last.key == entry.name, case .object(let group) = last.value {
        members[members.count - 1].value = .object(group + [member])
      } else if let place = members.firstIndex(where: { $0.key == entry.name }),
        case .object(let group) = members[place].value
      {
        members[place].value = .object(group + [member])
      } else {
        members.append(JSONMember(entry.name, .object([member])))
      }
    }
    return .object(members)
  }

  private static func value(_ entry: StatisticsEntry) -> JSONValue {
    guard let ratio = entry.ratio else { return JSONValue(entry.value) }
    return .object([
      JSONMember("value", JSONValue(entry.value)),
      JSONMember("numerator", JSONValue(ratio.numerator)),
      JSONMember("denominator", JSONValue(ratio.denominator)),
      JSONMember("unit", .string(entry.unit)),
    ])
  }

  /// `tokensPerPass` as "tokens per pass".
  private static func label(_ name: String) -> String {
    name.map { $0.isUppercase ? " \($0.lowercased())" : "\($0)" }.joined()
  }

  private static func exact(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }

  /// Whole numbers as they are, others with three decimals or, when small, three digits.
  private static func number(_ number: Double?) -> String {
    guard let number else { return "-" }
    if number == number.rounded(), abs(number) < 1e15 { return "\(Int(number))" }
    var (decimals, scale) = (3, 1000.0)
    while abs(number) * scale < 100, decimals < 12 {
      (decimals, scale) = (decimals + 1, scale * 10)
    }
    guard abs(number) * scale < 1e15 else { return "\(number)" }
    let digits = "\(Int((abs(number) * scale).rounded()))"
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(number < 0 ? "-" : "")\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}
