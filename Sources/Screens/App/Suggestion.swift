/// The end of a sentence about a name that is not known.
enum Suggestion {
  /// "; did you mean a or b?", or nothing.
  static func sentence(_ names: [String]) -> String {
    names.isEmpty ? "" : "; did you mean \(names.joined(separator: " or "))?"
  }
}
