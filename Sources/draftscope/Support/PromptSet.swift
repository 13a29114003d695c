import FoundationEssentials
import Tokens

/// A file of prompts, or several: JSON Lines, one object a line.
///
/// The text is taken from the first of `prompt`, `turns` (its first entry), `question` and `text`
/// that is there; an id (`id`, `question_id`, `task_id`) is optional, and so is `category`: without it
/// the file's name stands for it.
struct PromptSet {
  struct Item: Hashable, Sendable {
    var id: String
    var category: String
    var text: String
  }

  var items: [Item]

  /// - Parameter limit: the most prompts to take, spread evenly over the file; nil takes all.
  init(path: String, limit: Int? = nil) throws {
    let lines = try StandardStreams.readText(path: path)
      .split(separator: "\n", omittingEmptySubsequences: false)
    var items: [Item] = []
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let place = "\(path):\(index + 1)"
      let record: Record
      do {
        record = try JSONDecoder().decode(Record.self, from: Data(line.utf8))
      } catch {
        throw CommandFailure(
          "\(place): not a JSON object with a prompt; one object a line is needed")
      }
      guard let text = record.text, !text.isEmpty else {
        throw CommandFailure("\(place): no \"prompt\", \"turns\", \"question\" or \"text\"")
      }
      items.append(
        Item(
          id: record.id ?? "\(index + 1)", category: record.category ?? Self.stem(of: path),
          text: text))
    }
    guard !items.isEmpty else { throw CommandFailure("\(path): no prompts in it") }
    self.items = Self.spread(items, limit: limit)
  }

  /// - Parameters:
  ///   - categories: those to take; empty takes all.
  ///   - limit: the most prompts to take of a category, spread evenly over its prompts.
  init(paths: [String], categories: [String], limitPerCategory limit: Int?) throws {
    let all = try paths.flatMap { try PromptSet(path: $0).items }
    let known = all.reduce(into: [String]()) {
      if !$0.contains($1.category) { $0.append($1.category) }
    }
    for name in categories where !known.contains(name) {
      throw CommandFailure(
        NameSuggestions.sentence(unknown: "category", name, known: known))
    }
    items = known.filter { categories.isEmpty || categories.contains($0) }.flatMap { name in
      Self.spread(all.filter { $0.category == name }, limit: limit)
    }
  }

  private static func spread(_ items: [Item], limit: Int?) -> [Item] {
    guard let limit, limit < items.count else { return items }
    return (0..<limit).map { items[$0 * items.count / limit] }
  }

  /// "gsm8k-dev" of "prompts/gsm8k-dev.jsonl".
  private static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".jsonl") ? String(name.dropLast(".jsonl".count)) : name
  }

  private struct Record: Decodable {
    var id: String?
    var category: String?
    var text: String?

    private enum Key: String, CodingKey {
      case id, category, prompt, turns, question, text
      case questionID = "question_id"
      case taskID = "task_id"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      func string(_ key: Key) -> String? {
        (try? container.decode(String.self, forKey: key))
          ?? (try? container.decode(Int.self, forKey: key)).map(String.init)
      }
      id = string(.id) ?? string(.questionID) ?? string(.taskID)
      category = string(.category)
      text =
        string(.prompt) ?? (try? container.decode([String].self, forKey: .turns))?.first
        ?? string(.question) ?? string(.text)
    }
  }
}
