import DraftTrees
import Tokens

extension TraceReading {
  /// Most candidates, shadows and layers of a round read.
  private static let listLimit = 4096
  private static let anyNumber = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude

  static func choice(_ object: TraceObject) throws(TraceProblem) -> Choice {
    var choice = Choice(
      controller: try object.string("controller"), budget: try object.integer("budget"),
      reachBar: try object.number("reachBar"), reason: try object.string("reason"),
      exitLayer: try optionalInteger("exitLayer", object),
      stop: object.has("stop") ? try stop(object.object("stop")) : nil,
      drafter: try optionalString("drafter", object), growth: try optionalString("growth", object))
    if object.has("candidates") {
      choice.measure = try object.string("measure")
      for case let candidate? in try object.objects("candidates", limit: listLimit) {
        choice.candidates.append(try self.candidate(candidate))
      }
    }
    object.finish()
    return choice
  }

  private static func stop(_ object: TraceObject) throws(TraceProblem) -> StopRule {
    let rule = StopRule(
      try object.word("rule"), threshold: try object.number("threshold", in: anyNumber))
    object.finish()
    return rule
  }

  private static func candidate(_ object: TraceObject) throws(TraceProblem) -> Candidate {
    var candidate = Candidate(
      label: try object.string("label"), drafter: try optionalString("drafter", object),
      growth: try optionalString("growth", object),
      exitLayer: try optionalInteger("exitLayer", object),
      draftLength: try optionalInteger("draftLength", object),
      value: try object.number("value", in: anyNumber), isChosen: try object.boolean("isChosen"))
    if object.has("numbers") {
      let numbers = try object.object("numbers")
      for key in numbers.keys.prefix(listLimit) {
        candidate.numbers[key] = try numbers.number(key, in: anyNumber)
      }
      numbers.finish()
    }
    object.finish()
    return candidate
  }

  /// - Parameter name: gets the texts of the tree's tokens.
  static func shadow(
    _ object: TraceObject, vocabularySize: Int, name: ([TokenPiece?], [TokenID]) -> Void
  ) throws(TraceProblem) -> ShadowProposal {
    let (tree, _) = try tree(object, vocabularySize: vocabularySize)
    name(try object.pieces("text", count: tree.count), tree.tokens)
    let shadow = ShadowProposal(
      drafter: try object.string("drafter"), growth: try object.string("growth"), tree: tree,
      microseconds: try object.number("microseconds"))
    object.finish()
    return shadow
  }

  static func exits(
    _ object: TraceObject, _ tree: DraftTree, vocabularySize: Int
  ) throws(TraceProblem) -> ExitSurvey {
    let targets = try object.tokens(
      "target", limit: TraceFormat.nodeLimit, vocabularySize: vocabularySize)
    let nodes = try object.array("node", count: targets.count) {
      value, name throws(TraceProblem) in
      value == .null
        ? nil : NodeIndex(try TraceObject.integer(value, name, in: 0...tree.count - 1))
    }
    let positions = try object.array("position", count: targets.count) {
      value, name throws(TraceProblem) in
      try TraceObject.integer(value, name, in: 0...TraceFormat.countLimit)
    }
    let isCommitted = try object.array("isCommitted", count: targets.count, TraceObject.boolean)
    var survey = ExitSurvey(
      rows: targets.indices.map {
        ExitSurvey.Row(
          node: nodes[$0], position: positions[$0], target: targets[$0],
          isCommitted: isCommitted[$0])
      },
      exits: [], shortVocabularySize: try optionalInteger("shortVocabularySize", object),
      microseconds: try object.number("microseconds"))
    for case let exit? in try object.objects("exits", limit: listLimit) {
      survey.exits.append(
        ExitSurvey.Exit(
          layer: try exit.integer("layer"),
          tokens: try exit.tokens(
            "token", count: targets.count, vocabularySize: vocabularySize),
          probabilities: try exit.array("probability", count: targets.count) {
            value, name throws(TraceProblem) in
            try TraceObject.number(value, name, in: probabilities)
          }))
      exit.finish()
    }
    object.finish()
    return survey
  }

  static func optionalInteger(
    _ key: String, _ object: TraceObject
  ) throws(TraceProblem) -> Int? {
    object.has(key) ? try object.integer(key) : nil
  }

  static func optionalString(
    _ key: String, _ object: TraceObject
  ) throws(TraceProblem) -> String? {
    object.has(key) ? try object.string(key) : nil
  }
}
