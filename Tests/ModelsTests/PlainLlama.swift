import Foundation
import TestSupport

/// The same model once more: a plain forward pass in `Double`, one token after another.
struct PlainLlama {
  let shape: TinyLlama.Shape
  let weights: [String: [Double]]

  init(_ tiny: TinyLlama) {
    shape = tiny.shape
    weights = tiny.weights.mapValues { $0.map(Double.init) }
  }

  /// Logits after each token, and the residual stream after each layer: [token][layer][hidden].
  func run(_ tokens: [Int]) -> (logits: [[Double]], residuals: [[[Double]]]) {
    var logits: [[Double]] = []
    var residuals: [[[Double]]] = []
    var keys = [[[Double]]](repeating: [], count: shape.layerCount)
    var values = keys
    for (position, token) in tokens.enumerated() {
      let embedding = weights["token_embd.weight"]!
      var x = Array(embedding[token * shape.hiddenSize..<(token + 1) * shape.hiddenSize])
      residuals.append([])
      for layer in 0..<shape.layerCount {
        let h = norm(x, "blk.\(layer).attn_norm")
        keys[layer].append(rotated(product("blk.\(layer).attn_k", h), position))
        values[layer].append(product("blk.\(layer).attn_v", h))
        let query = rotated(product("blk.\(layer).attn_q", h), position)
        let attended = attention(query, keys[layer], values[layer])
        x = zip(x, product("blk.\(layer).attn_output", attended)).map(+)
        let f = norm(x, "blk.\(layer).ffn_norm")
        let gated = zip(product("blk.\(layer).ffn_gate", f), product("blk.\(layer).ffn_up", f))
          .map { $0 / (1 + exp(-$0)) * $1 }
        x = zip(x, product("blk.\(layer).ffn_down", gated)).map(+)
        residuals[position].append(x)
      }
      let head = shape.isHeadTied ? "token_embd" : "output"
      logits.append(product(head, norm(x, "output_norm")))
    }
    return (logits, residuals)
  }

  private func product(_ name: String, _ x: [Double]) -> [Double] {
    let matrix = weights["\(name).weight"]!
    // Over raw memory: a debug build spends most of its time here.
    return matrix.withUnsafeBufferPointer { matrix in
      x.withUnsafeBufferPointer { x in
        stride(from: 0, to: matrix.count, by: x.count).map { start in
          var sum = 0.0
          var column = 0
          while column < x.count {
            sum += matrix[start + column] * x[column]
            column += 1
          }
          return sum
        }
      }
    }
  }

  private func norm(_ x: [Double], _ name: String) -> [Double] {
    let mean = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
    return zip(x, weights["\(name).weight"]!).map { $0 / (mean + 1e-5).squareRoot() * $1 }
  }

  private func rotated(_ heads: [Double], _ position: Int) -> [Double] {
    var heads = heads
    for start in stride(from: 0, to: heads.count, by: shape.headSize) {
      for pair in 0..<shape.rotatedSize / 2 {
        var angle =
          Double(position)
          * pow(Double(shape.rotaryBase), -2 * Double(pair) / Double(shape.rotatedSize))
        angle /= Double(shape.rotaryFactor)
        if let factors = shape.frequencyFactors { angle /= Double(factors[pair]) }
        let (a, b) = (heads[start + 2 * pair], heads[start + 2 * pair + 1])
        heads[start + 2 * pair] = a * cos(angle) - b * sin(angle)
        heads[start + 2 * pair + 1] = a * sin(angle) + b * cos(angle)
      }
    }
    return heads
  }

  private func attention(
    _ query: [Double], _ keys: [[Double]], _ values: [[Double]]
  ) -> [Double] {
    (0..<shape.headCount).flatMap { head in
      let own = head * shape.headSize
      let shared = head / (shape.headCount / shape.keyHeadCount) * shape.headSize
      let scores = keys.map { key in
        (0..<shape.headSize).reduce(0.0) { $0 + query[own + $1] * key[shared + $1] }
          / Double(shape.headSize).squareRoot()
      }
      let weights = scores.map { exp($0 - scores.max()!) }
      let sum = weights.reduce(0, +)
      return (0..<shape.headSize).map { column in
        zip(weights, values).reduce(0) { $0 + $1.0 / sum * $1.1[shared + column] }
      }
    }
  }
}
