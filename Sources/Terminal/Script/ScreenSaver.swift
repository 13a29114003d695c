import Glibc
import Screens

/// Writes screens to files.
public struct ScreenSaver {
  /// Forms beside plain text, by file extension without its point: `svg`.
  private let forms: [String: (Screen) -> String]
  private let folder: String

  /// - folder: where names are looked for that are not absolute.
  public init(folder: String, forms: [String: (Screen) -> String] = [:]) {
    self.folder = folder
    self.forms = forms
  }

  /// Writes NAME.txt, or the form that the name's extension asks for.
  /// - Returns: the path written.
  @discardableResult
  public func save(_ screen: Screen, name: String) throws(SavingError) -> String {
    let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    let fileName = name.split(separator: "/").last.map(String.init) ?? name
    let known = fileName.lastIndex(of: ".").flatMap { forms[String(fileName[$0...].dropFirst())] }
    if let form = known {
      try write(form(screen), to: path)
      return path
    }
    let textPath = fileName.hasSuffix(".txt") ? path : path + ".txt"
    try write(screen.text + "\n", to: textPath)
    return textPath
  }

  private func write(_ text: String, to path: String) throws(SavingError) {
    guard let file = fopen(path, "w") else {
      throw SavingError(path: path, errorNumber: errno)
    }
    let written = fputs(text, file)
    guard fclose(file) == 0, written >= 0 else {
      throw SavingError(path: path, errorNumber: errno)
    }
  }
}

/// A screen that could not be written.
public struct SavingError: Error, Hashable, Sendable, CustomStringConvertible {
  public var path: String
  public var errorNumber: Int32

  public var description: String {
    "cannot write \(path): \(String(cString: strerror(errorNumber)))"
  }
}
