import Drafters
import Glibc
import ModelFiles
import Tokens

/// The user's own texts for the drafter retrieval, as far as they are used.
///
/// Of all texts together the first `maximumByteCount` bytes are read, however large the files are;
/// a note says so then. With the table over them that is at most some 100 MB of memory.
struct RetrievalTexts {
  static let maximumByteCount = 8 << 20

  /// UTF-8, one a file.
  private(set) var texts: [[UInt8]] = []
  /// What a person should know: that not all was read.
  private(set) var note: String?

  init(paths: [String]) throws(RetrievalTextError) {
    var left = Self.maximumByteCount
    var wholeSize = 0
    for path in paths {
      let (bytes, size) = try Self.read(path, limit: left)
      texts.append(bytes)
      left -= bytes.count
      wholeSize += size
    }
    if wholeSize > Self.maximumByteCount {
      note = "of \(wholeSize) bytes of text the first \(Self.maximumByteCount) are used"
    }
  }

  /// The texts in the tokens of a model. What looks like a special token is ordinary text.
  func corpus(_ tokenizer: Tokenizer, isCancelled: () -> Bool) throws -> RetrievalCorpus {
    let tokens = try texts.map { text in
      if isCancelled() { throw CancellationError() }
      return tokenizer.encode(bytes: text, parseSpecial: false)
    }
    return try RetrievalCorpus(tokens, note: note, isCancelled: isCancelled)
  }

  /// Up to `limit` bytes of a file, and how many it has.
  private static func read(_ path: String, limit: Int) throws(RetrievalTextError)
    -> (bytes: [UInt8], size: Int)
  {
    func failure(_ problem: RetrievalTextError.Problem) -> RetrievalTextError {
      RetrievalTextError(file: path, problem: problem)
    }
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw failure(.cannotRead(reason: String(cString: strerror(errno))))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw failure(.notARegularFile)
    }
    guard status.st_size > 0 else { throw failure(.empty) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw failure(.cannotRead(reason: String(cString: strerror(errno))))
      }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    let size = max(bytes.count, Int(status.st_size))
    // A cut may have divided a character.
    if bytes.count < size { bytes.removeLast(UTF8Sequence.incompleteSuffixLength(of: bytes)) }
    if let offset = firstByteThatIsNoText(in: bytes) { throw failure(.notText(offset: offset)) }
    return (bytes, size)
  }

  /// Where UTF-8 breaks off, or a zero byte stands.
  private static func firstByteThatIsNoText(in bytes: [UInt8]) -> Int? {
    // Nearly always, and much faster than looking for the place.
    if String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) { return nil }
    var place = 0
    while place < bytes.count {
      let lead = bytes[place]
      guard lead >= 0x80 else {
        if lead == 0 { return place }
        place += 1
        continue
      }
      let length = UTF8Sequence.length(lead: lead)
      guard length > 0, place + length <= bytes.count,
        (1..<length).allSatisfy({
          UTF8Sequence.isContinuation(bytes[place + $0], at: $0, lead: lead)
        })
      else { return place }
      place += length
    }
    return nil
  }
}

/// Why a file cannot be drafted from.
struct RetrievalTextError: Error, Hashable {
  enum Problem: Hashable {
    case cannotRead(reason: String)
    case notARegularFile
    case empty
    /// Not UTF-8, or a zero byte, from this byte on.
    case notText(offset: Int)
  }

  var file: String
  var problem: Problem
}

extension RetrievalTextError: CustomStringConvertible {
  var description: String {
    let reason =
      switch problem {
      case .cannotRead(let reason): reason
      case .notARegularFile: "not a regular file"
      case .empty: "the file is empty"
      case .notText(let offset): "not UTF-8 text at byte \(offset)"
      }
    return "\(file): \(reason); --retrieval takes files of plain text"
  }
}
