import ModelFiles
import Tensors

/// One attention over the stream behind an early layer, and a norm; the head is the target's.
///
/// y = x + output · attention(norm(x)), logits = head · outputNorm(y), with the target's rotary
/// positions. Source: Kangaroo (Liu et al. 2024); drafters.md section 3.
struct KangarooWeights: Sendable {
  let exitLayer: Int
  let headCount: Int
  let keyHeadCount: Int
  let headSize: Int
  let attentionNorm: NumberBuffer<Float>
  /// Queries, keys, values.
  let attentionInput: Projection
  let attentionOutput: Projection
  let outputNorm: NumberBuffer<Float>

  var querySize: Int { headCount * headSize }
  var keySize: Int { keyHeadCount * headSize }
  /// Numbers in the matrices.
  var weightCount: Int {
    (attentionInput.rows + querySize) * attentionNorm.count
  }

  init(
    _ reader: WeightReader, exitLayer: Int, headCount: Int, keyHeadCount: Int,
    _ configuration: LlamaConfiguration
  ) throws {
    self.exitLayer = exitLayer
    self.headCount = headCount
    self.keyHeadCount = keyHeadCount
    headSize = configuration.headSize
    let hidden = configuration.hiddenSize
    let (query, key) = (headCount * headSize, keyHeadCount * headSize)
    func matrix(_ part: String, _ rows: Int, _ columns: Int) throws -> WeightMatrix {
      try reader.matrix("kangaroo.\(part).weight", rows: rows, columns: columns)
    }
    attentionNorm = try reader.vector("kangaroo.attn_norm.weight", count: hidden)
    attentionInput = Projection([
      try matrix("attn_q", query, hidden), try matrix("attn_k", key, hidden),
      try matrix("attn_v", key, hidden),
    ])
    attentionOutput = Projection([try matrix("attn_output", hidden, query)])
    outputNorm = try reader.vector("kangaroo.output_norm.weight", count: hidden)
  }
}
