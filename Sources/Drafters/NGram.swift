import Tokens

/// Up to six tokens, packed so that they are hashed as one word.
struct NGram: Hashable, Sendable {
  static let longest = 6

  /// Two tokens a word, the last ones in the first; places that hold none are all ones, which is no
  /// token.
  private var words: SIMD4<UInt64>

  /// None yet.
  init() { words = SIMD4(repeating: .max) }

  /// The last `length` of some tokens.
  init(_ end: some BidirectionalCollection<TokenID>, length: Int) {
    self.init()
    for (place, token) in end.suffix(length).reversed().enumerated() {
      prepend(token, at: place)
    }
  }

  init(_ first: TokenID, _ second: TokenID) {
    self.init()
    words[0] =
      UInt64(UInt32(bitPattern: second.rawValue))
      | UInt64(UInt32(bitPattern: first.rawValue)) << 32
  }

  /// Puts a token before those that are there.
  /// - Parameter place: how many there are.
  mutating func prepend(_ token: TokenID, at place: Int) {
    let shift = UInt64(place & 1) * 32
    let bits = UInt64(UInt32(bitPattern: token.rawValue)) << shift
    words[place >> 1] = words[place >> 1] & ~(0xFFFF_FFFF << shift) | bits
  }

  static func == (left: NGram, right: NGram) -> Bool {
    left.words[0] == right.words[0] && left.words[1] == right.words[1]
      && left.words[2] == right.words[2]
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(
      words[0] ^ words[1] &* 0x9E37_79B9_7F4A_7C15 ^ words[2] &* 0xBF58_476D_1CE4_E5B9)
  }
}
