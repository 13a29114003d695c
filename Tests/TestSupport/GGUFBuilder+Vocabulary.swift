extension GGUFBuilder {
  /// Writes a small byte-level tokenizer: `special` first, then the 256 bytes in ascending order,
  /// then one token for each merge.
  ///
  /// - Parameters:
  ///   - merges: pairs of ordinary text, such as `("h", "e")`; what they give is added to the
  ///     vocabulary.
  ///   - special: control tokens by their text.
  /// - Returns: the texts of the whole vocabulary as the file writes them.
  @discardableResult
  public mutating func setVocabulary(
    merges: [(String, String)] = [], special: [String] = [], preTokenizer: String = "gpt-2"
  ) -> [String] {
    var texts = special + (UInt8.min...UInt8.max).map { Self.written([$0]) }
    for (left, right) in merges {
      let text = Self.written(Array((left + right).utf8))
      if !texts.contains(text) { texts.append(text) }
    }
    set("tokenizer.ggml.model", "gpt2")
    set("tokenizer.ggml.pre", preTokenizer)
    set("tokenizer.ggml.tokens", texts)
    set(
      "tokenizer.ggml.token_type",
      texts.indices.map { $0 < special.count ? Int32(3) : Int32(1) })
    set(
      "tokenizer.ggml.merges",
      merges.map { "\(Self.written(Array($0.utf8))) \(Self.written(Array($1.utf8)))" })
    return texts
  }

  /// Bytes as byte-level vocabularies write them: a space is "Ġ", a newline "Ċ".
  public static func written(_ bytes: [UInt8]) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: bytes.map { alphabet[Int($0)] })
    return text
  }

  private static let alphabet: [Unicode.Scalar] = {
    let plain = Set(0x21...0x7E).union(0xA1...0xAC).union(0xAE...0xFF)
    let others = (0...255).filter { !plain.contains($0) }
    return (0...255).map { byte in
      Unicode.Scalar(others.firstIndex(of: byte).map { 0x100 + $0 } ?? byte)!
    }
  }()
}
