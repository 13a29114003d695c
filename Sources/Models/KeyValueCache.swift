import Tensors

/// Keys and values of every layer, slot after slot: first the committed prefix, then the rows of
/// the tree. Slots nobody has used yet take no memory.
final class KeyValueCache {
  let slotCount: Int
  /// [layer][key head]
  let heads: [[KeyValueHead]]
  private let memory: [NumberBuffer<Float>]

  init(
    layerCount: Int, keyHeadCount: Int, headSize: Int, slotCount: Int
  ) throws(TensorError) {
    let slots = KeyValueHead.roundedUp(slots: slotCount)
    let keyCount = slots * headSize
    let headCount = keyCount + slots * KeyValueHead.valueStride(headSize: headSize)
    var memory: [NumberBuffer<Float>] = []
    for _ in 0..<layerCount {
      memory.append(try NumberBuffer(count: keyHeadCount * headCount))
    }
    self.slotCount = slots
    self.memory = memory
    heads = memory.map { layer in
      (0..<keyHeadCount).map { head in
        let start = layer.start + head * headCount
        return KeyValueHead(keys: start, values: start + keyCount, headSize: headSize)
      }
    }
  }

  func move(from source: Int, to target: Int) {
    for layer in heads {
      for head in layer { head.move(from: source, to: target) }
    }
  }
}
