import CKernels

/// Attention of rows over the committed prefix and their own paths.
/// Source: Vaswani et al., Attention Is All You Need, equation 1; groups after Ainslie et al., GQA.
public struct Attention {
  public let headCount: Int
  public let keyHeadCount: Int
  public let headSize: Int

  public init(headCount: Int, keyHeadCount: Int, headSize: Int) {
    precondition(headCount % keyHeadCount == 0, "every key head serves as many query heads")
    self.headCount = headCount
    self.keyHeadCount = keyHeadCount
    self.headSize = headSize
  }

  /// Floats of scratch memory for a cache of so many slots and a team of so many threads.
  public func scratchCount(slots: Int, threads: Int) -> Int {
    Int(CK_ATTENTION_QUERIES) * KeyValueHead.roundedUp(slots: slots) * threads
  }

  /// - Parameters:
  ///   - queries: [row][stride], heads one after another; the rows are those to be computed.
  ///   - heads: the cache of each key head.
  ///   - out: [row][headCount * headSize], as the queries.
  ///   - scratch: `scratchCount(slots:threads:)` floats.
  public func attend(
    queries: UnsafePointer<Float>, stride: Int, prefixCount: Int, paths: TreePaths,
    heads: [KeyValueHead], slots: Int, into out: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>, team: WorkerTeam, on instructionSet: InstructionSet
  ) {
    let group = headCount / keyHeadCount
    let queryCount = paths.rowCount * group
    // Few queries: smaller tiles, so that every thread gets some.
    let most = Int(CK_ATTENTION_QUERIES)
    let tile = queryCount * keyHeadCount >= 4 * most * team.threadCount ? most : 2
    let tiles = (queryCount + tile - 1) / tile
    let scoreStride = KeyValueHead.roundedUp(slots: slots)
    paths.items.withUnsafeBufferPointer { items in
      paths.starts.withUnsafeBufferPointer { starts in
        team.run(
          over: tiles * keyHeadCount,
          smallest: smallestShare(tile: tile, positions: prefixCount + items.count, team)
        ) { range, thread in
          let scores = scratch + thread * most * scoreStride
          for unit in range {
            let head = unit / tiles
            let first = unit % tiles * tile
            var attention = ck_attention(
              keys: heads[head].keys, values: heads[head].values, head_size: headSize,
              value_stride: KeyValueHead.valueStride(headSize: headSize),
              prefix_count: prefixCount, queries: queries + head * group * headSize,
              query_stride: stride, out: out + head * group * headSize,
              out_stride: headCount * headSize, group: group,
              scale: 1 / Float(headSize).squareRoot(), paths: items.baseAddress,
              path_starts: starts.baseAddress, first_row: paths.firstRow, score_stride: scoreStride
            )
            ck_attend(
              instructionSet.level, &attention, first, min(first + tile, queryCount), scores)
          }
        }
      }
    }
  }

  /// Tiles of the smallest share worth handing over, at a rate measured on one core.
  private func smallestShare(tile: Int, positions: Int, _ team: WorkerTeam) -> Int {
    let microseconds = Double(2 * tile * positions * headSize) / 30_000
    return Int((team.smallestShare / microseconds).rounded(.up))
  }
}
