import Tokens
import Verification

extension LawTable {
  /// Random laws; some tokens have no mass in q, and with `closeness` q moves towards p.
  public static func random(
    seed: UInt64, vocabularySize: Int, depth: Int, closeness: Double = 0
  ) -> LawTable {
    let randomness = KeyedRandomness(seed: seed)
    var number = 0
    func law(mayMiss: Bool) -> [Double] {
      var weights = (0..<vocabularySize).map { _ -> Double in
        number += 1
        let u = randomness.uniform(position: 0, purpose: .control, index: number)
        return mayMiss && u < 0.1 ? 0 : u * u + 0.01
      }
      if weights.allSatisfy({ $0 == 0 }) { weights[0] = 1 }
      let total = weights.reduce(0, +)
      return weights.map { $0 / total }
    }
    var (target, draft): ([[TokenID]: TokenLaw], [[TokenID]: TokenLaw]) = ([:], [:])
    var level: [[TokenID]] = [[]]
    for length in 0...depth {
      for tokens in level {
        let p = law(mayMiss: true)
        target[tokens] = TokenLaw(dense: p)
        guard length < depth else { continue }
        draft[tokens] = TokenLaw(
          dense: zip(p, law(mayMiss: true)).map { closeness * $0 + (1 - closeness) * $1 })
      }
      level = level.flatMap { tokens in
        (0..<vocabularySize).map { tokens + [TokenID($0)] }
      }
    }
    return LawTable(
      vocabularySize: vocabularySize, depth: depth, target: target, draft: draft)
  }
}
