/// How text is cut into the pieces inside which merges happen.
///
/// Both rules end in GPT-2's pattern, of which the first alternative that matches wins:
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///
/// Contractions are lower case only, and the optional leading space is U+0020 alone.
enum PreTokenizer: String, CaseIterable, Sendable {
  /// GPT-2's pattern.
  case gpt2 = "gpt-2"
  /// Every number on its own first (`\p{N}`), then GPT-2's pattern in what lies between.
  case smollm

  /// The rule for a value of `tokenizer.ggml.pre`, or nil when it is not known here.
  init?(named name: String) {
    self.init(rawValue: name == "default" ? "gpt-2" : name)
  }

  /// The names `init(named:)` knows.
  static let supportedNames = ["default", "gpt-2", "smollm"]

  /// Calls `body` with the byte range of each piece of `range`, in order. The pieces cover it.
  func forEachPiece(
    in range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void
  ) {
    let reader = ScalarReader(bytes: bytes)
    switch self {
    case .gpt2:
      Self.splitWords(in: range, reader, body)
    case .smollm:
      var start = range.lowerBound
      var offset = start
      while offset < range.upperBound {
        let scalar = reader.scalar(at: offset, end: range.upperBound)
        if scalar.class == .number {
          Self.splitWords(in: start..<offset, reader, body)
          body(offset..<offset + scalar.length)
          start = offset + scalar.length
        }
        offset += scalar.length
      }
      Self.splitWords(in: start..<range.upperBound, reader, body)
    }
  }

  private static func splitWords(
    in range: Range<Int>, _ reader: ScalarReader, _ body: (Range<Int>) -> Void
  ) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let end = wordEnd(from: offset, limit: range.upperBound, reader)
      body(offset..<end)
      offset = end
    }
  }

  /// Where the word that starts at `start` ends; beyond `start`, at most `limit`.
  private static func wordEnd(from start: Int, limit: Int, _ reader: ScalarReader) -> Int {
    if let length = contractionLength(at: start, limit: limit, reader.bytes) {
      return start + length
    }
    var offset = start
    var first = reader.scalar(at: start, end: limit)
    if reader.bytes[start] == UInt8(ascii: " "), start + 1 < limit {
      let second = reader.scalar(at: start + 1, end: limit)
      if second.class != .whitespace { (offset, first) = (start + 1, second) }
    }
    // \p{L}+, \p{N}+ or [^\s\p{L}\p{N}]+: a run of one class. Whitespace is such a run too, and
    // leaves its last scalar to what follows it, unless that is its only one.
    var last = offset
    while offset < limit {
      let scalar = reader.scalar(at: offset, end: limit)
      guard scalar.class == first.class else { break }
      last = offset
      offset += scalar.length
    }
    let isFollowed = offset < limit
    return first.class == .whitespace && isFollowed && last > start ? last : offset
  }

  private static func contractionLength(
    at start: Int, limit: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard bytes[start] == UInt8(ascii: "'"), start + 1 < limit else { return nil }
    switch Unicode.Scalar(bytes[start + 1]) {
    case "s", "t", "m", "d": return 2
    default: break
    }
    guard start + 2 < limit else { return nil }
    switch (Unicode.Scalar(bytes[start + 1]), Unicode.Scalar(bytes[start + 2])) {
    case ("r", "e"), ("v", "e"), ("l", "l"): return 3
    default: return nil
    }
  }
}
