import Tokens

extension LawTable: Decodable {
  private enum Key: String, CodingKey {
    case vocabularySize = "vocab"
    case depth
    case target = "p"
    case draft = "q"
  }

  /// Refuses laws of another length, probabilities below 0, laws that do not sum to 1, and tokens
  /// outside the vocabulary.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let vocabularySize = try container.decode(Int.self, forKey: .vocabularySize)
    let depth = try container.decode(Int.self, forKey: .depth)
    guard vocabularySize > 0, depth >= 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .vocabularySize, in: container,
        debugDescription: "a table has at least one token and no negative depth")
    }
    func laws(_ key: Key) throws -> [[TokenID]: TokenLaw] {
      var laws: [[TokenID]: TokenLaw] = [:]
      for (text, numbers) in try container.decode([String: [Double]].self, forKey: key) {
        guard let tokens = Self.tokens(text, vocabularySize: vocabularySize) else {
          throw DecodingError.dataCorruptedError(
            forKey: key, in: container,
            debugDescription: "\"\(text)\" is not tokens below \(vocabularySize) joined by commas")
        }
        guard numbers.count == vocabularySize, numbers.allSatisfy({ $0 >= 0 }),
          abs(numbers.reduce(0, +) - 1) < 1e-9
        else {
          throw DecodingError.dataCorruptedError(
            forKey: key, in: container,
            debugDescription: "the law after \"\(text)\" is not \(vocabularySize) probabilities "
              + "that sum to 1")
        }
        laws[tokens] = TokenLaw(dense: numbers)
      }
      return laws
    }
    self.init(
      vocabularySize: vocabularySize, depth: depth, target: try laws(.target),
      draft: try laws(.draft))
  }

  /// "0,2" as tokens; nil where it is none.
  static func tokens(_ text: String, vocabularySize: Int) -> [TokenID]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if text.isEmpty { return [] }
    let tokens = parts.compactMap { Int($0) }.filter { (0..<vocabularySize).contains($0) }
    return tokens.count == parts.count ? tokens.map { TokenID($0) } : nil
  }
}
