/// The claims, by family. Numbers: drafters.md sections 2 to 13 and 15; those of tables are of the
/// papers or their repositories, greedy, batch 1.
extension DrafterClaim {
  public static let all = trainingFree + selfSpeculation + models + lengths + switching + elsewhere

  private static let trainingFree = [
    DrafterClaim(
      method: "PLD", statement: "prompt lookup is faster than plain decoding",
      published: "1.66 times, 1.75 tokens a pass; Vicuna-7B, A100, Spec-Bench",
      test: .faster(Side(drafter: "prompt-lookup"), than: nil)),
    DrafterClaim(
      method: "PLD", statement: "prompt lookup is much faster where answers repeat the prompt",
      published: "2.66 times on summarization; Vicuna-7B, A100",
      test: .faster(Side(drafter: "prompt-lookup"), than: nil),
      categories: ["summarization"]),
    DrafterClaim(
      method: "PLD", statement: "prompt lookup is hardly slower than plain where nothing repeats",
      published: "1.06 times on translation; Vicuna-7B, A100",
      test: .faster(Side(drafter: "prompt-lookup"), than: nil),
      categories: ["translation"]),
    DrafterClaim(
      method: "Token Recycling", statement: "token recycling is faster than plain decoding",
      published:
        "2.03 times, 2.70 tokens a pass, trees of 80; Vicuna-7B, A100, Spec-Bench. 1.40 on an RTX 3090",
      test: .faster(Side(drafter: "token-recycling"), than: nil)),
    DrafterClaim(
      method: "Token Recycling", statement: "token recycling accepts more than prompt lookup",
      published: "2.70 against 1.75 tokens a pass; Vicuna-7B, Spec-Bench",
      test: .moreTokens(
        Side(drafter: "token-recycling"), than: Side(drafter: "prompt-lookup"))),
    DrafterClaim(
      method: "Token Recycling", statement: "token recycling does not collapse on open-ended prose",
      published: "2.34 to 2.54 tokens a pass, prompt lookup 1.21 to 1.39; Llama-3.1-8B",
      test: .moreTokens(
        Side(drafter: "token-recycling"), than: Side(drafter: "prompt-lookup")),
      categories: ["writing", "roleplay", "humanities", "story"]),
    DrafterClaim(
      method: "ADED", statement: "the adapting tri-gram table is faster than plain decoding",
      published: "1.91 to 2.12 times with a table of 253 MB; Vicuna-7B to 33B, MT-Bench",
      test: .faster(Side(drafter: "aded"), than: nil)),
    DrafterClaim(
      method: "GOOSE", statement: "a spine with branches is faster than plain decoding",
      published: "1.9 to 4.3 times; five models of 7B to 33B, five sets of code and chat",
      test: .faster(Side(drafter: "goose"), than: nil)),
    DrafterClaim(
      method: "GOOSE", statement: "at an equal budget it accepts more than a balanced tree",
      published: "12 to 33 % better than balanced trees of the same size",
      test: .moreTokens(Side(drafter: "goose"), than: Side(drafter: "token-recycling"))),
    DrafterClaim(
      method: "GOOSE", statement: "at an equal budget it accepts more than copied text alone",
      published: "never below either of its sources",
      test: .moreTokens(Side(drafter: "goose"), than: Side(drafter: "prompt-lookup"))),
    DrafterClaim(
      method: "REST", statement: "retrieval from a text is faster than plain decoding",
      published: "1.48 times, 1.82 tokens a pass, a store of 0.9 GB; Vicuna-7B, A100, Spec-Bench",
      test: .faster(Side(drafter: "retrieval"), than: nil)),
    DrafterClaim(
      method: "Lookahead", statement: "lookahead is faster than plain decoding",
      published: "1.34 times on an A100, 1.13 on an RTX 3090, 1.64 tokens a pass; Vicuna-7B",
      test: .faster(Side(drafter: "lookahead"), than: nil)),
    DrafterClaim(
      method: "Lookahead", statement: "token recycling is faster than lookahead",
      published: "2.03 against 1.27 times; Vicuna-7B, A100, Spec-Bench",
      test: .faster(Side(drafter: "token-recycling"), than: Side(drafter: "lookahead"))),
  ]

  private static let selfSpeculation = [
    DrafterClaim(
      method: "LayerSkip", statement: "a fixed early exit is faster than plain decoding",
      published: "1.30 to 2.06 times on summarization; Llama-2 and 3 trained for it, A100",
      test: .faster(Side(drafter: "early-exit", growth: "chain"), than: nil)),
    DrafterClaim(
      method: "DEL", statement: "choosing exit and length each round is faster than plain decoding",
      published: "2.16 to 2.62 times; LayerSkip models of 1B to 70B, A100",
      test: .faster(Side(drafter: "early-exit", controller: "del"), than: nil)),
    DrafterClaim(
      method: "DEL", statement: "it is faster than one fixed exit",
      published: "2.50 against 1.99 times on Llama-2-7B; up to 0.27 times more",
      test: .faster(
        Side(drafter: "early-exit", controller: "del"),
        than: Side(drafter: "early-exit", growth: "chain"))),
    DrafterClaim(
      method: "Kangaroo", statement: "a shallow exit with an adapter is faster than plain decoding",
      published: "up to 1.68 times, chains only; Vicuna-7B, Spec-Bench",
      test: .faster(Side(drafter: "kangaroo"), than: nil)),
    DrafterClaim(
      method: "S2D", statement: "a nested drafter that deepens when unsure beats plain decoding",
      published: "1.55 times over six settings; Vicuna-7B and 13B, Llama-2-70B",
      test: .faster(Side(drafter: "nested", growth: "chain"), than: nil)),
  ]

  private static let models = [
    DrafterClaim(
      method: "Speculative decoding", statement: "a small model that drafts beats plain decoding",
      published: "2 to 3 times; T5-XXL with T5-small, TPU; Chinchilla 70B with 4B",
      test: .faster(Side(drafter: "draft-model"), than: nil)),
    DrafterClaim(
      method: "Superposed Decoding", statement: "chains that share passes beat plain decoding",
      published: "at least 2.44 times faster than three separate chains; Llama-2 7B, A100",
      test: .faster(Side(drafter: "superposed"), than: nil)),
    DrafterClaim(
      method: "SpecMQuant", statement: "a middle model between drafter and target pays",
      published: "2.78 times, 1.31 over EAGLE-2; Llama-3-70B in 4 bits, A100, Spec-Bench",
      test: .faster(Side(drafter: "spec-m-quant"), than: nil)),
    DrafterClaim(
      method: "SpecMQuant", statement: "it is faster than the middle model drafting alone",
      published: "1.31 times EAGLE-2 on the 4-bit target",
      test: .faster(Side(drafter: "spec-m-quant"), than: Side(drafter: "draft-model"))),
  ]

  private static let lengths = [
    DrafterClaim(
      method: "SVIP", statement: "stopping by entropy is faster than a constant length",
      published: "1.63 against 1.42 times; Pythia 6.9B with 160M, Spec-Bench",
      test: .faster(
        Side(growth: "chain", controller: "svip"),
        than: Side(growth: "chain"))),
    DrafterClaim(
      method: "AdaEDL", statement: "an adapting entropy bound is faster than a constant length",
      published: "2 to 5 % over a tuned threshold of confidence",
      test: .faster(
        Side(growth: "chain", controller: "adaedl"),
        than: Side(growth: "chain"))),
  ]

  private static let switching = [
    DrafterClaim(
      method: "BanditSpec", statement: "choosing the drafter by a bandit beats plain decoding",
      published: "7.7 % over its best EAGLE alone; Llama-3-8B, batches of 11 to 50",
      test: .faster(Side(controller: "ucb"), than: nil)),
    DrafterClaim(
      method: "Not-a-Bandit", statement: "learning from all drafters accepts more than a bandit",
      published: "up to 49 % more tokens a pass, with seven drafters",
      test: .moreTokens(Side(controller: "hedge"), than: Side(controller: "ucb"))),
    DrafterClaim(
      method: "Not-a-Bandit", statement: "and is faster than a bandit",
      published: "no speed against a bandit is stated in the digest",
      test: .faster(Side(controller: "hedge"), than: Side(controller: "ucb"))),
  ]

  private static let elsewhere = [
    DrafterClaim(
      method: "Medusa, Hydra, EAGLE, PPD",
      statement: "trained heads are faster than plain decoding",
      published: "1.65 to 1.80 times for Medusa; Vicuna-7B to 33B, A100, Spec-Bench",
      test: .untested("there are no heads trained for these models in the box")),
    DrafterClaim(
      method: "Sequoia, EAGLE-2, block, traversal",
      statement: "which tree and which verifier accepts more of one drafter's tokens",
      published: "see the claims there",
      test: .untested("draftscope compare verifiers measures these")),
  ]
}
