/// The six phases of a round, in order.
public enum Phase: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case choose, draft, score, judge, commit, learn

  public static func < (left: Phase, right: Phase) -> Bool { left.number < right.number }

  /// 0 ... 5.
  public var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  public var next: Phase? { self == .learn ? nil : Self.allCases[number + 1] }
}
