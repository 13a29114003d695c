/// The six phases of a round, in order.
public enum Phase: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case choose, draft, score, judge, commit, learn

  public static func < (left: Phase, right: Phase) -> Bool { left.number < right.number }

  /// 0 ... 5.
  public var number: Int {
    switch self {
    case .choose: 0
    case .draft: 1
    case .score: 2
    case .judge: 3
    case .commit: 4
    case .learn: 5
    }
  }

  public var next: Phase? {
    switch self {
    case .choose: .draft
    case .draft: .score
    case .score: .judge
    case .judge: .commit
    case .commit: .learn
    case .learn: nil
    }
  }
}
