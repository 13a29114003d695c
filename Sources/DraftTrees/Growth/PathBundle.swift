import Tokens

/// Paths of one length that start at one node.
struct PathBundle {
  let count: Int
  let length: Int

  /// What of `count` paths of `length` tokens fits `room` nodes, even if no two have anything in
  /// common: shorter ones first, then fewer.
  init(count: Int, length: Int, room: Int) {
    self.count = min(count, room)
    self.length = self.count == 0 ? 0 : min(length, room / self.count)
  }
}

extension GrowingTree {
  /// Draws paths below a node token by token, all laws of a depth at once. A path ends where
  /// nothing may grow.
  mutating func drawPaths(
    _ bundle: PathBundle, from start: NodeIndex, named name: String, laws: inout some DraftLaws,
    draws: inout some Draws
  ) throws {
    var ends: [NodeIndex?] = Array(repeating: start, count: bundle.count)
    for _ in 0..<bundle.length {
      var open: [NodeIndex] = []
      for end in ends.compactMap({ $0 }) where mayGrow(below: end) && !open.contains(end) {
        open.append(end)
      }
      let masses = Dictionary(
        uniqueKeysWithValues: zip(
          open, try self.laws(below: open, from: &laws).map(TokenMasses.init))
      )
      for path in ends.indices {
        guard let end = ends[path], let mass = masses[end], mass.hasMass else {
          ends[path] = nil
          continue
        }
        let draw = draws.token(from: mass)
        ends[path] = append(
          draw.token, under: end, draftProbability: draw.probability, source: "\(name) \(path + 1)")
      }
    }
  }
}
