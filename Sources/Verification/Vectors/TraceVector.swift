import DraftTrees
import Tokens

/// A fixed tree and scripted uniforms: every step and the result.
struct TraceVector: Decodable, VectorEntry {
  let name: String?
  private let model: String
  private let verifier: String
  private let tree: VectorTree
  private let uniforms: [Double]
  private let steps: [TraceStepVector]
  private let result: VectorOutcome

  private enum CodingKeys: String, CodingKey {
    case name = "id"
    case model, verifier, uniforms, steps, result
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    model = try container.decode(String.self, forKey: .model)
    verifier = try container.decode(String.self, forKey: .verifier)
    uniforms = try container.decode([Double].self, forKey: .uniforms)
    steps = try container.decode([TraceStepVector].self, forKey: .steps)
    result = try container.decode(VectorOutcome.self, forKey: .result)
    tree = try VectorTree(from: decoder)
  }

  func differences(on bench: inout VectorBench) throws(VectorProblem) -> [String] {
    let tree = try tree.draftTree()
    var draws = ScriptedDraws(uniforms)
    let judgement = try bench.verifier(verifier).judge(
      tree, laws: TableLaws(try bench.model(model), tree: tree), draws: &draws, endTokens: [])
    var differences: [String] = []
    let found = VectorOutcome(judgement, of: tree)
    if found != result { differences.append("result is \(found), expected \(result)") }
    if !draws.remaining.isEmpty || draws.missingCount > 0 {
      differences.append(
        "\(draws.remaining.count) uniforms were not used, \(draws.missingCount) were missing")
    }
    var log = TraceLog(judgement, tree: tree)
    for (number, step) in steps.enumerated() {
      differences += step.differences(from: &log, bench).map { "step \(number): \($0)" }
    }
    if let rest = log.next() { differences.append("a further step \"\(rest.kind)\"") }
    return differences
  }
}

/// The steps of a judgement as a vector file logs them: weights and the selection apart, since there
/// they stand with the test of the node or in one step.
struct TraceLog {
  let tree: DraftTree
  private let weights: [NodeIndex: JudgeStep.Action]
  let selection: [JudgeStep.Action]
  private var rest: ArraySlice<JudgeStep.Action>

  init(_ judgement: Judgement, tree: DraftTree) {
    self.tree = tree
    let actions = judgement.steps.map(\.action)
    var weights: [NodeIndex: JudgeStep.Action] = [:]
    for action in actions where action.kind == .weigh {
      if let child = action.child { weights[child] = action }
    }
    self.weights = weights
    selection = actions.filter { $0.kind == .select }
    rest = actions.filter { $0.kind != .select && $0.kind != .weigh }[...]
  }

  mutating func next() -> JudgeStep.Action? { rest.popFirst() }

  func key(_ node: NodeIndex) -> String { vectorKey(tree.pathTokens(to: node)) }

  /// A number of a step, or of the weighing of its child.
  func number(_ names: JudgeNumber..., in action: JudgeStep.Action) -> Double? {
    let weighed = action.child.flatMap { weights[$0] }
    return names.lazy.compactMap { action.numbers[$0] ?? weighed?.numbers[$0] }.first
  }
}
