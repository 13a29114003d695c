extension TokenLaw {
  /// Total variation: half the sum of |p - q| over the vocabulary, from 0 (the same law) to 1 (no
  /// token in common).
  public func totalVariation(from other: TokenLaw) -> Double {
    precondition(vocabularySize == other.vocabularySize, "laws over one vocabulary")
    var sum = 0.0
    forEachPositive { token, probability in
      sum += max(0, probability - other.probability(of: token))
    }
    return sum
  }
}
