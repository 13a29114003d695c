/// Why a trace could not be read, and where.
public enum TraceError: Error, Hashable, Sendable {
  /// The file could not be opened or read.
  case unreadable(path: String, reason: String)
  case empty(path: String)
  /// The first line is no header of a trace.
  case notATrace(path: String)
  case unsupportedVersion(path: String, found: Int, newestKnown: Int)
  /// The file ends before its first line does.
  case headerCut(path: String)
  case malformedLine(path: String, line: Int, TraceProblem)
}

/// What is wrong with a line of a trace. Fields are named as in the file: `choice.budget`,
/// `steps[2].at`.
public enum TraceProblem: Error, Hashable, Sendable {
  case json(JSONFailure)
  case lineTooLong(limit: Int)
  case notAnObject
  case unknownKind(String)
  case missing(field: String)
  case wrongKind(field: String, expected: String, found: String)
  case outOfRange(field: String, value: String, expected: String)
  case unknownWord(field: String, found: String, known: [String])
  case unequalLengths(field: String, count: Int, expected: Int)
  case tooMany(field: String, count: Int, limit: Int)
  case secondRoot(node: Int)
  case parentAfterChild(node: Int, parent: Int)
  /// Two siblings of one token, where only `independent` draws repeat, as `draws`.
  case twinSiblings(node: Int, twin: Int)
  case scoredBelowPruned(node: Int)
  /// `draws` is not the children of the node in order, with repetitions.
  case drawsDisagree(node: Int)
  case roundOutOfOrder(branch: Int, found: Int, expected: Int)
  case unknownBranch(found: Int, count: Int)
  /// A branch that exists may not be forked again under its number.
  case branchForkedTwice(branch: Int)
  case newBranchWithoutFork(branch: Int)
  case wrongForkPoint(branch: Int, round: Int, reason: String)
  case secondHeader
  case afterFooter
}

extension TraceError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .empty(let path): "\(path): empty; a trace has at least a header line"
    case .notATrace(let path):
      "\(path): not a trace (the first line has no \"format\":\"\(TraceFormat.name)\")"
    case .unsupportedVersion(let path, let found, let newest):
      """
      \(path): trace version \(found) is newer than this program knows (\(newest)); \
      a newer draftscope reads it
      """
    case .headerCut(let path):
      "\(path):1: the file is cut short inside its header line; nothing can be read from it"
    case .malformedLine(let path, let line, let problem):
      "\(path):\(line): \(problem)"
        + (line > 1
          ? "; the file may be damaged (use --partial to read up to line \(line - 1))" : "")
    }
  }
}

extension TraceProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .json(let failure): "malformed JSON: \(failure)"
    case .lineTooLong(let limit): "a line of more than \(limit) bytes"
    case .notAnObject: "a line of a trace is a JSON object"
    case .unknownKind(let kind): "unknown kind of line \"\(TableText.safe(kind))\""
    case .missing(let field): "no \"\(field)\""
    case .wrongKind(let field, let expected, let found):
      "\"\(field)\" is \(found), not \(expected)"
    case .outOfRange(let field, let value, let expected):
      "\"\(field)\" is \(value), not \(expected)"
    case .unknownWord(let field, let found, let known):
      "\"\(field)\" is \"\(TableText.safe(found))\", not one of \(known.joined(separator: ", "))"
    case .unequalLengths(let field, let count, let expected):
      "\"\(field)\" has \(count) entries, not \(expected)"
    case .tooMany(let field, let count, let limit):
      "\"\(field)\" has \(count) entries, more than \(limit)"
    case .secondRoot(let node): "node \(node) has no parent; only node 0 is a root"
    case .parentAfterChild(let node, let parent):
      "node \(node) names parent \(parent), which comes later"
    case .twinSiblings(let node, let twin):
      "nodes \(twin) and \(node) are siblings with the same token"
    case .scoredBelowPruned(let node): "node \(node) stands below a pruned node but is not pruned"
    case .drawsDisagree(let node):
      "\"draws\" of node \(node) are not its children in the order they were drawn"
    case .roundOutOfOrder(let branch, let found, let expected):
      "round \(found) of branch \(branch), where round \(expected) comes next"
    case .unknownBranch(let found, let count):
      "branch \(found), where there are \(count) so far"
    case .branchForkedTwice(let branch): "branch \(branch) is forked a second time"
    case .newBranchWithoutFork(let branch): "branch \(branch) is new but has no \"forkedFrom\""
    case .wrongForkPoint(let branch, let round, let reason):
      "forked from round \(round) of branch \(branch): \(reason)"
    case .secondHeader: "a second header; a trace holds one run"
    case .afterFooter: "a line after the footer"
    }
  }
}

extension TraceNote: CustomStringConvertible {
  public var description: String {
    switch self {
    case .footerMissing: "no footer: the recording was cut off, or goes on"
    case .lastLineCut(let line): "line \(line) is cut short and was left out"
    case .stopped(let line, let problem):
      "read up to line \(line - 1) only; line \(line): \(problem)"
    case .footerDisagrees(let recorded, let found):
      """
      the footer counts \(recorded.roundCount) rounds, \(recorded.tokenCount) tokens, \
      \(recorded.branchCount) branches; the file has \(found.roundCount), \(found.tokenCount), \
      \(found.branchCount)
      """
    case .contradiction(let it):
      """
      line \(it.line), round \(it.round), node \(it.node): "\(it.field)" is \(it.recorded), \
      the rest of the line makes it \(it.derived)
      """
    }
  }
}
