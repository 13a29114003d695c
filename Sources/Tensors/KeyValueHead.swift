import CKernels

/// Where the keys and values of one key head are kept, slot after slot.
///
/// Slots `0..<prefixCount` hold the committed prefix; slot `prefixCount + row` holds a row of the
/// tree.
public struct KeyValueHead {
  /// Numbers of a value in memory: its size rounded up to whole registers, the rest zero.
  public static func valueStride(headSize: Int) -> Int { (headSize + 15) / 16 * 16 }
  /// Slots are kept in blocks of 16, one lane each.
  public static func roundedUp(slots: Int) -> Int { (slots + 15) / 16 * 16 }
  /// The widest head the kernels take.
  public static let largestHeadSize = Int(CK_LARGEST_HEAD)

  /// [slot / 16][headSize][16]
  let keys: UnsafeMutablePointer<Float>
  /// [slot][valueStride]
  let values: UnsafeMutablePointer<Float>
  let headSize: Int

  /// - Parameters:
  ///   - keys: `roundedUp(slots:) * headSize` numbers.
  ///   - values: `roundedUp(slots:) * valueStride(headSize:)` numbers, zero at first.
  public init(
    keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>, headSize: Int
  ) {
    precondition(headSize <= Self.largestHeadSize, "a head is not wider than the kernels take")
    self.keys = keys
    self.values = values
    self.headSize = headSize
  }

  public func store(key: UnsafePointer<Float>, value: UnsafePointer<Float>, slot: Int) {
    ck_store_key(keys, slot, headSize, key)
    (values + slot * Self.valueStride(headSize: headSize)).update(from: value, count: headSize)
  }

  public func move(from source: Int, to target: Int) {
    ck_move_key(keys, source, target, headSize)
    let stride = Self.valueStride(headSize: headSize)
    (values + target * stride).update(from: values + source * stride, count: stride)
  }
}
