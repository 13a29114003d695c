import Tokens

/// Turns text into a model's tokens and tokens into bytes: byte-level byte-pair encoding with the
/// vocabulary, merges and special tokens of the model file itself.
///
/// ```swift
/// let tokenizer = try Tokenizer(file: file)
/// let tokens = tokenizer.encode("Hello, world!")
/// tokenizer.piece(of: tokens[0]).text  // "Hello"
/// ```
///
/// Text is first searched for special tokens, what is left is cut by the pre-tokenizer, and each
/// piece merged by rank. Any bytes can be encoded, valid UTF-8 or not. A vocabulary need not have
/// every byte, though: a byte with neither a token nor a byte fallback (`<0xE2>`) is left out, so
/// ``decode(_:)`` gives back exactly what the vocabulary could express.
public struct Tokenizer: Sendable {
  /// Kinds of tokens as GGUF numbers them in `tokenizer.ggml.token_type`.
  private enum Kind: Int {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  /// The value of `tokenizer.ggml.pre`.
  public let preTokenizerName: String
  /// Tokens that end a text or a turn.
  public let endTokens: Set<TokenID>
  /// The token a text begins with, where the model has one.
  public let beginToken: TokenID?
  /// Whether the model expects `beginToken` before every text. ``encode(_:parseSpecial:)`` never
  /// adds it.
  public let addsBeginToken: Bool
  /// The number of merges.
  public let mergeCount: Int

  private let preTokenizer: PreTokenizer
  private let pieces: [TokenPiece]
  private let specialTokens: Set<TokenID>
  private let merges: MergeTable
  /// Found when special tokens are parsed, and when they are not.
  private let parsed: SpecialTokens
  private let alwaysParsed: SpecialTokens
  /// The token of each single byte, -1 without one: [256].
  private let byteTokens: [Int32]
  /// The fallback token of each byte, -1 without one: [256].
  private let fallbackTokens: [Int32]

  public var vocabularySize: Int { pieces.count }

  /// Throws ``GGUFError`` when the metadata is missing or of another kind, ``TokenizerError`` when
  /// it describes a tokenizer that is not supported or contradicts itself.
  public init(file: GGUFFile) throws {
    let model = try file.string("tokenizer.ggml.model")
    guard model == "gpt2" else {
      throw TokenizerError.unsupportedModel(file: file.name, name: model)
    }
    let preName = file.has("tokenizer.ggml.pre") ? try file.string("tokenizer.ggml.pre") : "default"
    guard let preTokenizer = PreTokenizer(named: preName) else {
      throw TokenizerError.unsupportedPreTokenizer(file: file.name, name: preName)
    }
    self.preTokenizer = preTokenizer
    preTokenizerName = preName

    let texts = try file.strings("tokenizer.ggml.tokens")
    guard !texts.isEmpty else { throw TokenizerError.emptyVocabulary(file: file.name) }
    let kinds = try Self.kinds(in: file, count: texts.count)
    var vocabulary = Vocabulary(capacity: texts.count)
    for (index, text) in texts.enumerated() { vocabulary.add(text, kinds[index], TokenID(index)) }
    pieces = vocabulary.pieces
    specialTokens = vocabulary.specialTokens
    parsed = vocabulary.parsed
    alwaysParsed = vocabulary.alwaysParsed
    fallbackTokens = vocabulary.fallbackTokens
    byteTokens = (UInt8.min...UInt8.max).map { vocabulary.number(of: [$0]) ?? -1 }
    (merges, mergeCount) = try Self.merges(in: file, vocabulary)

    let count = texts.count
    beginToken = try Self.token("tokenizer.ggml.bos_token_id", in: file, vocabularySize: count)
    addsBeginToken =
      file.has("tokenizer.ggml.add_bos_token")
      ? try file.boolean("tokenizer.ggml.add_bos_token") : false
    endTokens = try Self.endTokens(in: file, vocabulary)
  }

  // MARK: Encoding

  /// The tokens of a text. No begin token is added.
  ///
  /// - Parameter parseSpecial: whether strings such as `<|im_end|>` in the text stand for the
  ///   special token of that name; else they are ordinary text.
  public func encode(_ text: String, parseSpecial: Bool = true) -> [TokenID] {
    encode(bytes: Array(text.utf8), parseSpecial: parseSpecial)
  }

  /// The tokens of any bytes, valid UTF-8 or not.
  public func encode(bytes: [UInt8], parseSpecial: Bool = true) -> [TokenID] {
    bytes.withUnsafeBufferPointer { bytes in
      var tokens: [TokenID] = []
      var merger = PieceMerger(merges)
      var start = 0
      let special = parseSpecial ? parsed : alwaysParsed
      for occurrence in special.occurrences(in: bytes) {
        append(bytes, start..<occurrence.range.lowerBound, &merger, to: &tokens)
        tokens.append(occurrence.token)
        start = occurrence.range.upperBound
      }
      append(bytes, start..<bytes.count, &merger, to: &tokens)
      return tokens
    }
  }

  /// Appends the tokens of ordinary text.
  private func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ merger: inout PieceMerger,
    to tokens: inout [TokenID]
  ) {
    preTokenizer.forEachPiece(in: range, of: bytes) { piece in
      let initial = bytes[piece].lazy.map { byteTokens[Int($0)] }
      merger.merge(initial) { symbol, position in
        // Only a single byte can have no token: merges make nothing else.
        let token = symbol >= 0 ? symbol : fallbackTokens[Int(bytes[piece.lowerBound + position])]
        if token >= 0 { tokens.append(TokenID(rawValue: token)) }
      }
    }
  }

  // MARK: Decoding

  public func contains(_ token: TokenID) -> Bool { pieces.indices.contains(token.index) }

  /// The bytes a token stands for; of a special token, its literal text. The token must be in the
  /// vocabulary.
  public func piece(of token: TokenID) -> TokenPiece {
    precondition(contains(token), "token \(token) is not in a vocabulary of \(vocabularySize)")
    return pieces[token.index]
  }

  /// Where another vocabulary is not this one, in words: another size, or the first token with other
  /// bytes. Nil when every token stands for the same bytes.
  public func difference(from other: Tokenizer) -> String? {
    guard pieces.count == other.pieces.count else {
      return "\(other.pieces.count) tokens and \(pieces.count)"
    }
    guard let index = pieces.indices.first(where: { pieces[$0] != other.pieces[$0] }) else {
      return nil
    }
    func name(_ piece: TokenPiece) -> String {
      piece.text.map { "\"\($0)\"" } ?? "bytes \(piece.bytes)"
    }
    return "token \(index) is \(name(other.pieces[index])) and \(name(pieces[index]))"
  }

  /// Whether the token steers the model (begin, end, roles) and is no text of its own.
  public func isSpecial(_ token: TokenID) -> Bool { specialTokens.contains(token) }

  /// The bytes of tokens one after another.
  public func decode(_ tokens: some Sequence<TokenID>) -> [UInt8] {
    tokens.flatMap { piece(of: $0).bytes }
  }
}

// MARK: - Reading the metadata

extension Tokenizer {
  /// The tokens while they are read: what each stands for and how it is found.
  private struct Vocabulary {
    private(set) var pieces: [TokenPiece] = []
    private(set) var specialTokens: Set<TokenID> = []
    private(set) var parsed = SpecialTokens()
    private(set) var alwaysParsed = SpecialTokens()
    private(set) var fallbackTokens = [Int32](repeating: -1, count: 256)
    /// Numbers of the tokens that are written in the byte alphabet.
    private var numbers: [ByteString: Int32] = [:]

    init(capacity: Int) {
      pieces.reserveCapacity(capacity)
      numbers.reserveCapacity(capacity)
    }

    mutating func add(_ text: String, _ kind: Kind, _ token: TokenID) {
      let literal = TokenPiece(text)
      switch kind {
      case .byte:
        guard let byte = Self.byte(named: text) else { fallthrough }
        pieces.append(TokenPiece(bytes: [byte]))
        if fallbackTokens[Int(byte)] < 0 { fallbackTokens[Int(byte)] = token.rawValue }
        return
      case .unknown, .control, .userDefined:
        pieces.append(literal)
        parsed.add(token, text: literal.bytes)
        if kind == .userDefined {
          alwaysParsed.add(token, text: literal.bytes)
        } else {
          specialTokens.insert(token)
        }
      case .normal, .unused:
        pieces.append(ByteAlphabet.bytes(of: text).map(TokenPiece.init(bytes:)) ?? literal)
      }
      guard let bytes = ByteAlphabet.bytes(of: text) else { return }
      if numbers[ByteString(bytes)] == nil { numbers[ByteString(bytes)] = token.rawValue }
    }

    func number(of bytes: [UInt8]) -> Int32? { numbers[ByteString(bytes)] }

    /// The byte that a name such as `<0xE2>` stands for.
    private static func byte(named text: String) -> UInt8? {
      guard text.utf8.count == 6, text.hasPrefix("<0x"), text.hasSuffix(">") else { return nil }
      return UInt8(text.dropFirst(3).dropLast(), radix: 16)
    }
  }

  /// Bytes as a dictionary key, hashed in one go.
  private struct ByteString: Hashable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func hash(into hasher: inout Hasher) {
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
  }

  private static func kinds(in file: GGUFFile, count: Int) throws -> [Kind] {
    guard file.has("tokenizer.ggml.token_type") else {
      return Array(repeating: .normal, count: count)
    }
    let types = try file.integers("tokenizer.ggml.token_type")
    guard types.count == count else {
      throw TokenizerError.typeCountDiffers(file: file.name, tokens: count, types: types.count)
    }
    return types.map { Kind(rawValue: $0) ?? .normal }
  }

  private static func merges(
    in file: GGUFFile, _ vocabulary: Vocabulary
  ) throws -> (MergeTable, count: Int) {
    let lines = try file.strings("tokenizer.ggml.merges")
    var table = MergeTable(capacity: lines.count)
    for (index, line) in lines.enumerated() {
      // The first character belongs to the left part whatever it is.
      let parts = line.utf8.dropFirst().firstIndex(of: UInt8(ascii: " ")).map { space in
        (String(line[..<space]), String(line[line.utf8.index(after: space)...]))
      }
      guard let parts, !parts.1.isEmpty else {
        throw TokenizerError.malformedMerge(file: file.name, index: index, text: line)
      }
      guard let left = ByteAlphabet.bytes(of: parts.0), let right = ByteAlphabet.bytes(of: parts.1),
        let leftNumber = vocabulary.number(of: left),
        let rightNumber = vocabulary.number(of: right),
        let number = vocabulary.number(of: left + right)
      else {
        throw TokenizerError.mergeOutsideVocabulary(file: file.name, index: index, text: line)
      }
      table.add(left: leftNumber, right: rightNumber, giving: number, rank: index)
    }
    return (table, lines.count)
  }

  private static func token(
    _ key: String, in file: GGUFFile, vocabularySize: Int
  ) throws -> TokenID? {
    guard file.has(key) else { return nil }
    let number = try file.integer(key)
    guard (0..<vocabularySize).contains(number) else {
      throw TokenizerError.tokenOutsideVocabulary(
        file: file.name, key: key, token: number, vocabularySize: vocabularySize)
    }
    return TokenID(number)
  }

  /// Named by the metadata, or special and known by text.
  private static func endTokens(
    in file: GGUFFile, _ vocabulary: Vocabulary
  ) throws -> Set<TokenID> {
    var tokens: Set<TokenID> = []
    for key in ["eos", "eot", "eom"] {
      let token = try token(
        "tokenizer.ggml.\(key)_token_id", in: file, vocabularySize: vocabulary.pieces.count)
      if let token { tokens.insert(token) }
    }
    let texts: Set = ["<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end_of_text|>", "<|end|>"]
    for token in vocabulary.specialTokens {
      if let text = vocabulary.pieces[token.index].text, texts.contains(text) {
        tokens.insert(token)
      }
    }
    return tokens
  }
}
