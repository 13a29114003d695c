import Foundation
import Timeline

/// Writes small sound files for the fuzzers to begin with: `seeds FOLDER`, which gets one folder a
/// target.
@main
enum Seeds {
  static func main() throws {
    let folder = URL(fileURLWithPath: CommandLine.arguments[1])
    for (index, bytes) in modelFiles().enumerated() {
      try write(bytes, folder.appending(path: "gguf"), "\(index).gguf")
    }
    for seed in UInt64(1)...6 {
      let timeline = ToyRun.timeline(
        seed: seed, isGreedy: seed % 2 == 0, rounds: 1, forks: seed == 6 ? 1 : 0)
      let trace = Trace(timeline: timeline, footer: TraceFooter(timeline, ended: nil))
      try write(TraceEncoder.bytes(trace), folder.appending(path: "trace"), "\(seed).jsonl")
    }
  }

  private static func write(_ bytes: [UInt8], _ folder: URL, _ name: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: folder.appending(path: name))
  }

  private static func modelFiles() -> [[UInt8]] {
    var tensors = GGUFBuilder()
    tensors.set("general.architecture", "llama")
    tensors.set("general.alignment", 32)
    tensors.set("llama.rope.freq_base", Float(10_000))
    tensors.add(tensor: "norm", shape: [4], floats: [1, 2, 3, 4])
    tensors.add(tensor: "matrix", shape: [32, 2], type: 8, [UInt8](repeating: 1, count: 68))
    tensors.add(tensor: "old", shape: [256], type: 10, [UInt8](repeating: 1, count: 84))

    var kinds = GGUFBuilder()
    for (number, width) in [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8].enumerated() where width > 0 {
      kinds.set("k\(number)", typeNumber: UInt32(number), [UInt8](repeating: 1, count: width))
      if let type = GGUFBuilder.ValueType(rawValue: UInt32(number)) {
        kinds.set("a\(number)", array: type, count: 2, [UInt8](repeating: 0, count: 2 * width))
      }
    }

    var vocabulary = GGUFBuilder()
    vocabulary.set("tokenizer.ggml.model", "gpt2")
    vocabulary.set("tokenizer.ggml.pre", "smollm")
    vocabulary.set("tokenizer.ggml.tokens", ["<a>", "a", "b", "ab", "Ġ", "<0xE2>", "own"])
    vocabulary.set("tokenizer.ggml.token_type", [Int32(3), 1, 1, 1, 1, 6, 4])
    vocabulary.set("tokenizer.ggml.merges", ["a b"])
    vocabulary.set("tokenizer.ggml.eos_token_id", 0)
    vocabulary.set(
      "tokenizer.chat_template", "{% for message in messages -%}{{ 'x\\n' + message }} ab <a>")
    return [tensors, kinds, vocabulary].map(\.bytes)
  }
}
