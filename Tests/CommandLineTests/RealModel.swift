import Foundation

/// SmolLM2 for the tests that need a real model: the file that DRAFTSCOPE_SMOLLM2 names.
enum RealModel {
  static let path = ProcessInfo.processInfo.environment["DRAFTSCOPE_SMOLLM2"]
  static let isMissing = path == nil
  static let comment = "DRAFTSCOPE_SMOLLM2 names no model file"
}
