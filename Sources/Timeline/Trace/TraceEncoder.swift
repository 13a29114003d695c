import DraftTrees
import Tokens

/// Writes a trace, line by line: the header, each complete round, the footer.
///
/// ```swift
/// file.append(TraceEncoder.line(header))
/// for round in rounds { file.append(TraceEncoder.line(round)) }
/// file.append(TraceEncoder.line(TraceFooter(timeline, ended: nil)))
/// ```
///
/// `TRACE.md` explains every field.
public enum TraceEncoder {
  /// The first line, its newline included.
  public static func line(_ header: RunHeader) -> [UInt8] { line(traceValue(header)) }

  /// The line of a complete round, its newline included.
  public static func line(_ round: Round) -> [UInt8] {
    precondition(round.lastPhase == .learn, "a trace holds complete rounds")
    return line(traceValue(round))
  }

  /// The last line, its newline included.
  public static func line(_ footer: TraceFooter) -> [UInt8] { line(traceValue(footer)) }

  /// All bytes of a trace, branch by branch, with the members that were unknown when it was read.
  public static func bytes(_ trace: Trace) -> [UInt8] {
    func line(_ value: JSONValue, _ place: TraceLine) -> [UInt8] {
      Self.line(UnknownMember.restore(trace.unknown[place] ?? [], in: value))
    }
    var bytes = line(traceValue(trace.timeline.header), .header)
    for round in trace.timeline.branches.flatMap(\.rounds) {
      bytes += line(traceValue(round), .round(branch: round.branch, index: round.index))
    }
    if let footer = trace.footer { bytes += line(traceValue(footer), .footer) }
    return bytes
  }

  private static func line(_ value: JSONValue) -> [UInt8] {
    var bytes = value.bytes
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  static func object(_ members: (String, JSONValue?)...) -> JSONValue {
    .object(members.compactMap { key, value in value.map { JSONMember(key, $0) } })
  }
  static func tokens(_ tokens: [TokenID]) -> JSONValue { .array(tokens.map { value($0) }) }
  static func value(_ token: TokenID) -> JSONValue { .integer(token.index) }
  static func value(_ node: NodeIndex?) -> JSONValue { JSONValue(node?.rawValue) }

  /// A string where the bytes are text, else `{"hex":"e28d"}`; null when the bytes are not known.
  static func value(_ piece: TokenPiece?) -> JSONValue {
    guard let piece else { return .null }
    if let text = piece.text { return .string(text) }
    let digits = piece.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return object(("hex", .string(digits)))
  }
}
