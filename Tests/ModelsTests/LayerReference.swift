import Foundation
import Models
import Testing
import Tokens

/// Logits behind layers of a model, by PyTorch in 64-bit floats over the weights that the files keep.
struct LayerReference: Decodable {
  struct Entry: Decodable {
    let id: Int
    let logit: Double
  }

  /// Logits at the last position behind a layer.
  struct Row: Decodable {
    let layer: Int?
    let exitLayer: Int?
    let top: [Entry]
    let logSum: Double

    enum CodingKeys: String, CodingKey {
      case layer
      case exitLayer = "exit_layer"
      case top = "top5"
      case logSum = "logsumexp"
    }

    func expect(
      _ logits: UnsafeBufferPointer<Float>, within tolerance: Double, _ what: String
    ) {
      for entry in top {
        #expect(
          abs(Double(logits[entry.id]) - entry.logit) < tolerance,
          "\(what), token \(entry.id): \(logits[entry.id]), not \(entry.logit)")
      }
      let summary = LogitProcessing.summary(logits: logits, count: 1)
      #expect(abs(summary.logSum - logSum) < tolerance, "\(what)")
    }
  }

  struct Prompt: Decodable {
    let id: String
    let ids: [TokenID]
    let kangaroo: Row?
    let exits: [Row]?

    /// - Parameter session: has read the prompt.
    func expectExits(of session: LlamaSession, within tolerance: Double) throws {
      for exit in exits ?? [] {
        let layer = try #require(exit.layer)
        let stream = try session.streams(
          of: Array(ids.suffix(1)), at: ids.count - 1, behind: layer)
        session.forEachExit(of: stream, behind: layer, vocabulary: .whole) {
          exit.expect($1, within: tolerance, "\(id), layer \(layer)")
        }
      }
    }
  }

  let prompts: [Prompt]

  /// - Parameter name: of a fixture.
  init(_ name: String) throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "json"))
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }
}
