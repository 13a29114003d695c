import Screens

/// Turns the bytes a terminal sends into keys.
///
/// A value without clock or terminal: `feed` takes what was read, `flush` says that nothing more
/// came within the escape delay, so that a lone Escape is a key and not the start of one.
///
/// Understood: UTF-8 characters, control characters, the sequences terminfo names for the open
/// terminal, and the common forms of ECMA-48 (CSI, with modifiers ignored), VT220 (SS3), the Linux
/// console, mouse reports in X10 and SGR form, and bracketed paste. Unknown sequences vanish whole.
public struct KeyDecoder: Sendable {
  /// A paste longer than this is cut; the rest is read and dropped.
  public static let longestPasteByteCount = 1 << 20

  /// What terminfo says keys send, when it differs from the common forms.
  private let namedSequences: [[UInt8]: Key]
  private let longestNamedSequence: Int
  private var pending: [UInt8] = []
  private var paste: [UInt8]?

  public init(namedSequences: [[UInt8]: Key] = [:]) {
    self.namedSequences = namedSequences.filter { $0.key.first == 0x1b && $0.key.count > 1 }
    longestNamedSequence = self.namedSequences.keys.map(\.count).max() ?? 0
  }

  /// Whether bytes wait that mean something else when nothing follows them soon.
  public var isWaitingForMore: Bool { !pending.isEmpty && paste == nil }

  /// Decodes what is complete; keeps the rest.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending.append(contentsOf: bytes)
    var keys: [Key] = []
    var position = 0
    while position < pending.count {
      guard let step = step(at: position) else { break }
      position += step.length
      if let key = step.key { keys.append(key) }
    }
    pending.removeFirst(position)
    return keys
  }

  /// Nothing more came: what waits is taken for what it is, an Escape and single keys.
  public mutating func flush() -> [Key] {
    guard isWaitingForMore else { return [] }
    var rest = pending[...]
    pending = []
    var keys: [Key] = []
    if rest.first == 0x1b {
      keys.append(.escape)
      rest = rest.dropFirst()
    }
    // What followed the Escape was typed too; half a character is dropped.
    if !rest.isEmpty { keys += feed(rest) }
    if pending.first == 0x1b { keys += flush() }
    pending = []
    return keys
  }

  /// One decoded piece: how many bytes it took, and the key, if it is one.
  private struct Step {
    var length: Int
    var key: Key?
  }

  /// Nil when the bytes from `position` on may be the start of something longer.
  private mutating func step(at position: Int) -> Step? {
    if paste != nil { return pasteStep(at: position) }
    let byte = pending[position]
    switch byte {
    case 0x1b: return escapeStep(at: position)
    case 0x0d, 0x0a: return Step(length: 1, key: .enter)
    case 0x09: return Step(length: 1, key: .tab)
    case 0x08, 0x7f: return Step(length: 1, key: .backspace)
    case 0x01...0x1a:
      return Step(length: 1, key: .control(Character(Unicode.Scalar(byte + 0x60))))
    case 0x00..<0x20: return Step(length: 1)
    case 0x20..<0x7f: return Step(length: 1, key: .character(Unicode.Scalar(byte)))
    default: return characterStep(at: position)
    }
  }

  /// A UTF-8 character of more than one byte; a byte that belongs to none is dropped.
  private func characterStep(at position: Int) -> Step? {
    let count: Int
    switch pending[position] {
    case 0xc2...0xdf: count = 2
    case 0xe0...0xef: count = 3
    case 0xf0...0xf4: count = 4
    default: return Step(length: 1)
    }
    let bytes = pending[position...].prefix(count)
    guard bytes.dropFirst().allSatisfy({ $0 & 0xc0 == 0x80 }) else { return Step(length: 1) }
    guard bytes.count == count else { return nil }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return Step(length: 1) }
    // C1 controls are no keys.
    return Step(length: count, key: scalar.value < 0xa0 ? nil : .character(scalar))
  }

  // MARK: Escape sequences

  private mutating func escapeStep(at position: Int) -> Step? {
    if let step = namedStep(at: position) { return step }
    guard position + 1 < pending.count else { return nil }
    switch pending[position + 1] {
    case 0x1b: return Step(length: 1, key: .escape)
    case UInt8(ascii: "["): return controlSequenceStep(at: position)
    case UInt8(ascii: "O"):
      guard position + 2 < pending.count else { return nil }
      return Step(length: 3, key: Self.applicationKey(pending[position + 2]))
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      return answerStep(at: position)
    default:
      return Step(length: 1, key: .escape)
    }
  }

  /// A sequence that terminfo names. Nil when there is none; what could still become one is left
  /// to the common forms, which wait by themselves.
  private func namedStep(at position: Int) -> Step? {
    let available = min(longestNamedSequence, pending.count - position)
    guard available > 1 else { return nil }
    for length in stride(from: available, to: 1, by: -1) {
      if let key = namedSequences[Array(pending[position..<position + length])] {
        return Step(length: length, key: key)
      }
    }
    return nil
  }

  /// A terminal's answer to a question (OSC, DCS, APC, PM): dropped up to its end.
  private func answerStep(at position: Int) -> Step? {
    var index = position + 2
    while index < pending.count {
      if pending[index] == 0x07 { return Step(length: index + 1 - position) }
      if pending[index] == 0x1b {
        guard index + 1 < pending.count else { return nil }
        return Step(length: index + 2 - position)
      }
      index += 1
    }
    return nil
  }

  /// CSI: parameters 0x30…0x3f, intermediates 0x20…0x2f, one final byte 0x40…0x7e (ECMA-48, 5.4).
  private mutating func controlSequenceStep(at position: Int) -> Step? {
    var index = position + 2
    guard index < pending.count else { return nil }
    if pending[index] == UInt8(ascii: "[") {  // Linux console: F1…F5 are ESC [ [ A…E
      guard index + 1 < pending.count else { return nil }
      let number = Int(pending[index + 1]) - 0x40
      return Step(length: 4, key: (1...5).contains(number) ? .function(number) : nil)
    }
    if pending[index] == UInt8(ascii: "M") {  // X10 mouse: three bytes follow
      guard index + 3 < pending.count else { return nil }
      let report = pending[index + 1...index + 3].map { Int($0) - 32 }
      return Step(
        length: 6,
        key: Self.mouseKey(code: report[0], column: report[1], row: report[2], isRelease: nil))
    }
    while index < pending.count, (0x20..<0x40).contains(pending[index]) { index += 1 }
    guard index < pending.count else { return nil }
    let length = index + 1 - position
    guard (0x40..<0x7f).contains(pending[index]) else { return Step(length: length - 1) }
    let body = pending[position + 2..<index]
    if pending[index] == UInt8(ascii: "~"), body.elementsEqual("200".utf8) {
      paste = []
      return Step(length: length)
    }
    return Step(length: length, key: Self.controlSequenceKey(body: body, final: pending[index]))
  }

  // MARK: Paste

  private static let pasteEnd = Array("\u{1b}[201~".utf8)

  private mutating func pasteStep(at position: Int) -> Step? {
    let rest = pending[position...]
    if rest.first == 0x1b {
      let isEnd = rest.prefix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd)
      if isEnd {
        let text = String(decoding: paste ?? [], as: UTF8.self)
        paste = nil
        return Step(length: Self.pasteEnd.count, key: .paste(Self.withLineFeeds(text)))
      }
      if Self.pasteEnd.starts(with: rest) { return nil }
    }
    let end = rest.dropFirst().firstIndex(of: 0x1b) ?? rest.endIndex
    let room = Self.longestPasteByteCount - (paste?.count ?? 0)
    paste?.append(contentsOf: rest[..<end].prefix(room))
    return Step(length: end - position)
  }

  /// Terminals send a pasted line end as a carriage return.
  private static func withLineFeeds(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var follows = false
    for scalar in text.unicodeScalars {
      if scalar == "\n", follows {
        follows = false
        continue
      }
      follows = scalar == "\r"
      scalars.append(follows ? "\n" : scalar)
    }
    return String(scalars)
  }
}
