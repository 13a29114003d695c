/// Copying through the terminal: the OSC 52 sequence of xterm ("ctlseqs", Operating System
/// Commands), which also works over ssh.
enum Clipboard {
  /// xterm's limit on the encoded text; others allow at least that.
  static let longestEncoded = 74_994
  static let longestText = longestEncoded / 4 * 3

  /// The bytes to send, or nil when the text is too long.
  static func sequence(for text: String) -> String? {
    let encoded = base64(Array(text.utf8))
    guard encoded.utf8.count <= longestEncoded else { return nil }
    return "\u{1b}]52;c;\(encoded)\u{07}"
  }

  /// A sentence when this terminal is known to ignore the sequence, else nil.
  static func ignoring(terminalName: String, environment: [String: String]) -> String? {
    let program = environment["TERM_PROGRAM"] ?? ""
    if program == "Apple_Terminal" {
      return "Apple's Terminal ignores copying by programs; select the text with the mouse"
    }
    if environment["VTE_VERSION"].flatMap({ Int($0) }).map({ $0 < 7600 }) ?? false {
      return "this terminal (VTE) ignores copying by programs; Shift-select the text instead"
    }
    if environment["STY"] != nil {
      return "GNU screen does not pass copying on; Shift-select the text instead"
    }
    if ["linux", "vt100", "vt102", "vt220"].contains(terminalName) {
      return "a terminal of type \(terminalName) has no clipboard"
    }
    return nil
  }

  /// RFC 4648, section 4.
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) }
      bits <<= 8 * (3 - group.count)
      for place in 0..<4 {
        let isPadding = place > group.count
        encoded.append(
          isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * place) & 0b11_1111])
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
