/// A part of a configuration file that could not be used. The program starts all the same.
public enum ConfigurationProblem: Error, Hashable, Sendable {
  case unreadable(file: String, line: Int, reason: String)
  case unknownKey(file: String, line: Int, key: String, nearest: [String])
  case givenTwice(file: String, line: Int, key: String)
  case badValue(file: String, line: Int, key: Configuration.Key, found: String, used: String)
}

extension ConfigurationProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let file, let line, let reason):
      return "\(file):\(line): not readable as YAML: \(reason); ignored"
    case .unknownKey(let file, let line, let key, let nearest):
      let meant = nearest.first.map { "; did you mean \"\($0)\"?" } ?? ""
      return "\(file):\(line): \"\(key)\" is not known and ignored\(meant)"
    case .givenTwice(let file, let line, let key):
      return "\(file):\(line): \"\(key)\" is given a second time; the first counts"
    case .badValue(let file, let line, let key, let found, let used):
      return "\(file):\(line): \(key.rawValue) is \(found); allowed: \(key.allowed); "
        + "using \(used)"
    }
  }
}
