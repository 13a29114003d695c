import CKernels

extension BlockFormat {
  var kernelFormat: ck_format {
    switch self {
    case .f32: CK_F32
    case .f16: CK_F16
    case .bf16: CK_BF16
    case .q4_0: CK_Q4_0
    case .q4_1: CK_Q4_1
    case .q8_0: CK_Q8_0
    case .q4_K: CK_Q4_K
    case .q5_K: CK_Q5_K
    case .q6_K: CK_Q6_K
    }
  }

  /// Whether products with it take activations as integers; else as floats.
  var usesIntegerActivations: Bool {
    switch self {
    case .f32, .f16, .bf16: false
    case .q4_0, .q4_1, .q8_0, .q4_K, .q5_K, .q6_K: true
    }
  }

  /// Bytes of `count` numbers, a multiple of the block.
  public func byteCount(of count: Int) -> Int { count / blockSize * blockBytes }

  /// Writes the numbers of whole blocks as floats.
  ///
  /// - Parameters:
  ///   - bytes: blocks in the file's layout.
  ///   - out: room for the numbers of all blocks.
  public func dequantize(_ bytes: UnsafeRawBufferPointer, into out: UnsafeMutablePointer<Float>) {
    precondition(bytes.count % blockBytes == 0, "whole blocks")
    guard let start = bytes.baseAddress else { return }
    ck_dequantize(kernelFormat, start, bytes.count / blockBytes * blockSize, out)
  }

  /// Rounds numbers to whole blocks, each number to the nearest that its block's scale allows.
  ///
  /// - Parameter numbers: a multiple of the block; the format is Q8_0 or Q4_0.
  public func quantize(_ numbers: UnsafeBufferPointer<Float>, into out: UnsafeMutableRawPointer) {
    precondition(self == .q8_0 || self == .q4_0, "formats that weights are rounded to")
    precondition(numbers.count % blockSize == 0, "whole blocks")
    guard let start = numbers.baseAddress else { return }
    ck_quantize_weights(kernelFormat, start, numbers.count, out)
  }
}
