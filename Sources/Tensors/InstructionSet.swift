import CKernels

/// The processor's instructions a kernel is built from. All give the same bits; they differ in
/// speed only.
public enum InstructionSet: String, Sendable, CaseIterable {
  case scalar
  case avx2
  case avx512

  /// Those this processor has, the slowest first.
  public static let available: [InstructionSet] = allCases.filter { ck_has_level($0.level) }

  /// The fastest this processor has.
  public static let best: InstructionSet = available.last ?? .scalar

  var level: ck_level {
    switch self {
    case .scalar: CK_SCALAR
    case .avx2: CK_AVX2
    case .avx512: CK_AVX512
    }
  }

  /// A name for people.
  public var title: String {
    switch self {
    case .scalar: "scalar"
    case .avx2: "AVX2"
    case .avx512: "AVX-512 VNNI"
    }
  }
}
