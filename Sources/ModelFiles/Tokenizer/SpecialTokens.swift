import Tokens

/// Finds the tokens that are recognised as whole strings before any splitting.
///
/// Longer strings are found first, wherever they stand; among occurrences of equal length the
/// leftmost. Found ones do not overlap.
struct SpecialTokens: Sendable {
  struct Occurrence: Equatable {
    let token: TokenID
    let range: Range<Int>
  }

  private struct Entry: Sendable {
    let token: TokenID
    let text: [UInt8]
  }

  /// Entries by their first byte: [256].
  private var entries = [[Entry]](repeating: [], count: 256)

  var isEmpty: Bool { entries.allSatisfy(\.isEmpty) }

  /// An empty text is never found.
  mutating func add(_ token: TokenID, text: [UInt8]) {
    guard let first = text.first else { return }
    entries[Int(first)].append(Entry(token: token, text: text))
  }

  /// The occurrences in `bytes`, in order of position.
  func occurrences(in bytes: UnsafeBufferPointer<UInt8>) -> [Occurrence] {
    var found: [Occurrence] = []
    for start in bytes.indices {
      for entry in entries[Int(bytes[start])] {
        let end = start + entry.text.count
        guard end <= bytes.count, bytes[start..<end].elementsEqual(entry.text) else { continue }
        found.append(Occurrence(token: entry.token, range: start..<end))
      }
    }
    guard found.count > 1 else { return found }
    found.sort { left, right in
      left.range.count == right.range.count
        ? left.range.lowerBound < right.range.lowerBound : left.range.count > right.range.count
    }
    var isTaken = [Bool](repeating: false, count: bytes.count)
    let kept = found.filter { occurrence in
      guard !isTaken[occurrence.range].contains(true) else { return false }
      for index in occurrence.range { isTaken[index] = true }
      return true
    }
    return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
