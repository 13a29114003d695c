import DraftTrees

/// Reads a trace from bytes that nobody vouches for, as they come.
///
/// ```swift
/// var decoder = TraceDecoder(path: "run.trace.jsonl")
/// while let chunk = file.read() { try decoder.feed(chunk) }
/// let trace = try decoder.finish()
/// ```
///
/// Whatever a timeline takes for granted is checked first; a wrong line throws with its number. A
/// file that ends in the middle of its last line opens up to the line before, with a note. Blank
/// lines, a byte order mark and carriage returns at line ends are passed over.
public struct TraceDecoder {
  /// The file's name for messages.
  public let path: String
  /// Whether reading ends before the first wrong line, with a note, instead of throwing.
  public let isPartial: Bool

  /// Longest line read, in bytes.
  var lineLimit = TraceFormat.lineLimit
  private var pending: [UInt8] = []
  private var hasBegun = false
  private var lineNumber = 0
  private var header: RunHeader?
  private var branches = [Timeline.Branch(forkedFrom: nil, rounds: [])]
  private var lastBranch = 0
  private var footer: TraceFooter?
  private var notes: [TraceNote] = []
  private var unknown: [TraceLine: [UnknownMember]] = [:]
  private var hasStopped = false

  public init(path: String, isPartial: Bool = false) {
    self.path = path
    self.isPartial = isPartial
  }

  /// Reads a whole trace.
  public static func decode(
    _ bytes: [UInt8], path: String, isPartial: Bool = false
  ) throws(TraceError) -> Trace {
    var decoder = TraceDecoder(path: path, isPartial: isPartial)
    try decoder.feed(bytes)
    return try decoder.finish()
  }

  /// Takes the next bytes and reads the lines they complete.
  public mutating func feed(_ bytes: [UInt8]) throws(TraceError) {
    var rest = bytes[...]
    while !hasStopped, let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
      pending += rest[..<newline]
      rest = rest[(newline + 1)...]
      try checkBeginning()
      let line = pending
      pending = []
      try read(line, isEnded: true)
    }
    guard !hasStopped else { return }
    pending += rest
    try checkBeginning()
    guard pending.count <= lineLimit else {
      try stop(at: .lineTooLong(limit: lineLimit), line: lineNumber + 1)
      pending = []
      return
    }
  }

  /// Reads what is left and gives the trace.
  public mutating func finish() throws(TraceError) -> Trace {
    if !hasStopped, !pending.isEmpty {
      let line = pending
      pending = []
      try read(line, isEnded: false)
    }
    guard let header else { throw .empty(path: path) }
    var trace = Trace(
      timeline: Timeline(header: header, branches: branches, activeBranch: lastBranch),
      footer: footer)
    if let footer {
      let found = TraceFooter(trace.timeline, ended: footer.ended)
      if (footer.roundCount, footer.tokenCount, footer.branchCount)
        != (found.roundCount, found.tokenCount, found.branchCount)
      {
        notes.append(.footerDisagrees(recorded: footer, found: found))
      }
    } else if !hasStopped {
      notes.append(.footerMissing)
    }
    trace.notes = notes
    trace.unknown = unknown
    return trace
  }

  /// Fails at the first byte of what cannot be a trace, however long it is.
  private mutating func checkBeginning() throws(TraceError) {
    guard !hasBegun else { return }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if pending.count < mark.count, mark.starts(with: pending) { return }
    if pending.starts(with: mark) { pending.removeFirst(mark.count) }
    guard let first = pending.first(where: { !Self.isBlank($0) }) else { return }
    guard first == UInt8(ascii: "{") else { throw .notATrace(path: path) }
    hasBegun = true
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
  }

  private mutating func read(_ line: [UInt8], isEnded: Bool) throws(TraceError) {
    lineNumber += 1
    guard !line.allSatisfy(Self.isBlank) else { return }
    let value: JSONValue
    do {
      value = try JSONParser.parse(line)
    } catch {
      guard isEnded else {
        guard header != nil else { throw .headerCut(path: path) }
        notes.append(.lastLineCut(line: lineNumber))
        return
      }
      guard header != nil else {
        throw .malformedLine(path: path, line: lineNumber, .json(error))
      }
      return try stop(at: .json(error), line: lineNumber)
    }
    guard header != nil else { return try readHeader(value) }
    do {
      try read(value)
    } catch {
      try stop(at: error, line: lineNumber)
    }
  }

  private mutating func stop(at problem: TraceProblem, line: Int) throws(TraceError) {
    guard isPartial, header != nil else {
      throw .malformedLine(path: path, line: line, problem)
    }
    notes.append(.stopped(line: line, problem))
    hasStopped = true
  }

  private mutating func readHeader(_ value: JSONValue) throws(TraceError) {
    guard value["format"] == .string(TraceFormat.name) else { throw .notATrace(path: path) }
    do {
      let members = UnknownMembers()
      let line = try TraceObject(value, unknown: members)
      let version = try line.integer("version", in: 1...Int.max)
      guard version <= TraceFormat.version else {
        throw TraceError.unsupportedVersion(
          path: path, found: version, newestKnown: TraceFormat.version)
      }
      header = try TraceReading.header(line)
      keep(members, for: .header)
    } catch let error as TraceError {
      throw error
    } catch let problem as TraceProblem {
      throw .malformedLine(path: path, line: lineNumber, problem)
    } catch {
      throw .notATrace(path: path)
    }
  }

  private mutating func read(_ value: JSONValue) throws(TraceProblem) {
    let members = UnknownMembers()
    let line = try TraceObject(value, unknown: members)
    guard value["format"] == nil else { throw .secondHeader }
    guard footer == nil else { throw .afterFooter }
    switch try line.string("kind") {
    case "round": try readRound(line, members)
    case "footer":
      footer = try TraceReading.footer(line)
      keep(members, for: .footer)
    case let other: throw .unknownKind(other)
    }
  }

  private mutating func readRound(
    _ line: TraceObject, _ members: UnknownMembers
  ) throws(TraceProblem) {
    guard let header else { return }
    let (round, contradictions) = try TraceReading.round(
      line, vocabularySize: header.model.vocabularySize)
    try place(round)
    keep(members, for: .round(branch: round.branch, index: round.index))
    for found in contradictions {
      notes.append(
        .contradiction(
          TraceContradiction(
            line: lineNumber, round: round.index, branch: round.branch, node: found.node,
            field: found.field, recorded: found.recorded, derived: found.derived)))
    }
  }

  /// Appends a round to its branch, or begins a branch with it.
  private mutating func place(_ round: Round) throws(TraceProblem) {
    guard round.branch <= branches.count else {
      throw .unknownBranch(found: round.branch, count: branches.count)
    }
    if round.branch < branches.count {
      guard round.forkedFrom == nil else { throw .branchForkedTwice(branch: round.branch) }
      let expected = length(of: round.branch)
      guard round.index == expected else {
        throw .roundOutOfOrder(branch: round.branch, found: round.index, expected: expected)
      }
    } else {
      guard let fork = round.forkedFrom else {
        throw .newBranchWithoutFork(branch: round.branch)
      }
      guard fork.branch < branches.count else {
        throw .wrongForkPoint(
          branch: fork.branch, round: fork.round, reason: "there is no such branch yet")
      }
      guard fork.round <= length(of: fork.branch) else {
        throw .wrongForkPoint(
          branch: fork.branch, round: fork.round,
          reason: "that branch has \(length(of: fork.branch)) rounds")
      }
      guard round.index == fork.round else {
        throw .roundOutOfOrder(branch: round.branch, found: round.index, expected: fork.round)
      }
      branches.append(Timeline.Branch(forkedFrom: fork, rounds: []))
    }
    branches[round.branch].rounds.append(round)
    lastBranch = round.branch
  }

  private func length(of branch: Int) -> Int {
    (branches[branch].forkedFrom?.round ?? 0) + branches[branch].rounds.count
  }

  private mutating func keep(_ members: UnknownMembers, for line: TraceLine) {
    if !members.members.isEmpty { unknown[line] = members.members }
  }
}
