/// A rate with what it was made of, so that a displayed number can be opened.
public struct Ratio: Hashable, Sendable {
  public var numerator: Double
  public var denominator: Double

  public init(_ numerator: Double, per denominator: Double) {
    self.numerator = numerator
    self.denominator = denominator
  }

  public init(_ numerator: Int, per denominator: Int) {
    self.init(Double(numerator), per: Double(denominator))
  }

  /// Nil when there is nothing to divide by.
  public var value: Double? { denominator == 0 ? nil : numerator / denominator }
}
