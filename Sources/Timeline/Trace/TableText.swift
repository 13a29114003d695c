/// Tables as CSV (RFC 4180): commas, quotes where needed, a newline after each row.
enum TableText {
  static func csv(_ rows: [[String]]) -> String {
    rows.map { $0.map(field).joined(separator: ",") + "\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { Array(",\"\n\r".utf8).contains($0) }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }

  /// Text with control and hidden characters, quotes and backslashes escaped as in JSON.
  static func safe(_ text: String) -> String {
    String(JSONValue.string(text).text.dropFirst().dropLast())
  }
}
