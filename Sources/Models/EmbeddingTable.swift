import ModelFiles
import Tensors
import Tokens

/// The embedding of each token, as stored in the file. A copy: the file may go.
struct EmbeddingTable: Sendable {
  let format: BlockFormat
  private let rowBytes: Int
  private let memory: NumberBuffer<UInt8>

  init(_ tensor: GGUFTensor, in file: GGUFFile) throws {
    format = tensor.format
    rowBytes = tensor.format.byteCount(of: tensor.shape[0])
    let memory = try NumberBuffer<UInt8>(count: tensor.byteCount)
    file.withBytes(of: tensor) {
      UnsafeMutableRawBufferPointer(memory.elements).copyMemory(from: $0)
    }
    self.memory = memory
  }

  func read(_ token: TokenID, into out: UnsafeMutablePointer<Float>) {
    let bytes = UnsafeRawBufferPointer(memory.elements)
    let start = token.index * rowBytes
    format.dequantize(UnsafeRawBufferPointer(rebasing: bytes[start..<start + rowBytes]), into: out)
  }
}
