import Foundation
import TestSupport
import Testing

/// `models`, `tokenize` and `check tokenizer`, run as a person runs them.
@Suite struct ModelCommandsTests {
  private let folder: TemporaryFolder
  /// Tokens: 0 `<end>`, 1 to 256 the bytes, 257 "he", 258 " t".
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = "\(folder.path)/small.gguf"
    var builder = GGUFBuilder()
    builder.set("general.architecture", "llama")
    builder.set("general.name", "Small\u{1B}[31m")
    builder.set("llama.block_count", 2)
    builder.setVocabulary(merges: [("h", "e"), (" ", "t")], special: ["<end>"])
    builder.add(tensor: "norm", shape: [4], floats: [1, 2, 3, 4])
    builder.add(tensor: "old", shape: [256], type: 10, [UInt8](repeating: 0, count: 84))
    try Data(builder.bytes).write(to: URL(fileURLWithPath: model))
  }

  // MARK: tokenize

  @Test func tokenizePrintsNumbersAsJSON() throws {
    let result = try Program.run("tokenize", "--model", model, "--text", "he t<end>", "--json")
    #expect(result.output == "[257,258,0]\n")
    #expect(result.status == 0)
    #expect(result.errors == "")
  }

  @Test func tokenizeTakesStandardInputByteForByte() throws {
    let result = try Program.run(
      "tokenize", "--model", model, "--json", input: [0x61, 0xFF, 0x0A])
    #expect(result.output == "[98,256,11]\n")
  }

  @Test func tokenizeTakesSpecialStringsAsTextWhenTold() throws {
    let result = try Program.run(
      "tokenize", "--model", model, "--text", "<end>", "--no-special", "--json")
    #expect(result.output == "[61,102,111,101,63]\n")
  }

  @Test func tokenizeShowsEachTokenSafely() throws {
    let result = try Program.run("tokenize", "--model", model, "--text", "he\u{1B}é<end>")
    #expect(
      result.output == """
             257  "he"
              28  "\\u{1B}"
             196  "\\xC3"
             170  "\\xA9"
               0  "<end>"  special

        """)
  }

  @Test func tokenizeSaysWhichModelIsMissing() throws {
    let result = try Program.run(
      "tokenize", "--text", "x", environment: ["XDG_CACHE_HOME": folder.path])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(
      result.errors
        == """
        Error: the model smollm2 is not installed; fetch it with: draftscope models get smollm2

        """)
  }

  @Test func aWrongOptionIsAUsageError() throws {
    #expect(try Program.run("tokenize", "--modell", model).status == 64)
  }

  // MARK: models

  @Test func modelsListSaysWhatIsInstalled() throws {
    let result = try Program.run(
      "models", "list", "--json", environment: ["XDG_CACHE_HOME": folder.path])
    #expect(result.status == 0)
    #expect(result.output.contains(#""name" : "smollm2""#))
    #expect(result.output.contains(#""installed" : false"#))
    #expect(result.output.contains(#""bytes" : 98362432"#))
  }

  @Test func modelsInfoDescribesAFile() throws {
    let result = try Program.run("models", "info", model)
    #expect(result.status == 0)
    #expect(
      result.output.split(separator: "\n").dropFirst(2).joined(separator: "\n")
        == """
        format                  GGUF version 3
        name                    Small\\u{1B}[31m
        licence                 not given
        architecture            llama
        parameters              260
        layers                  2
        hidden size             not given
        feed-forward size       not given
        heads                   not given
        key and value heads     not given
        context length          not given
        tensors F32             1, 4 parameters
        tensors Q2_K (type 10)  1, 256 parameters (not supported)
        tokenizer               gpt2, pre-tokenizer gpt-2
        vocabulary              259 tokens, 2 merges
        chat template           none; prompts are continued as they stand
        """)
  }

  @Test func modelsInfoRefusesWhatIsNoModel() throws {
    let text = try folder.write("Call me Ishmael.", to: "text.gguf")
    let result = try Program.run("models", "info", text)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("Error: \(text): byte 0: not a GGUF model file"))
  }

  @Test func modelsGetKnowsOnlyItsCatalogue() throws {
    let result = try Program.run(
      "models", "get", "smolm2", environment: ["XDG_CACHE_HOME": folder.path])
    #expect(result.status == 1)
    #expect(result.errors.contains("did you mean \"smollm2\"?"))
  }

  // MARK: check tokenizer

  @Test func checkTokenizerPassesRightCases() throws {
    let file = try folder.write(
      #"{"cases": [{"text": "he<end>", "ids": [257, 0], "ids_plain": [257,61,102,111,101,63]}]}"#,
      to: "right.json")
    let result = try Program.run("check", "tokenizer", file, "--model", model)
    #expect(result.output == "1 cases, 0 differences\n")
    #expect(result.status == 0)
  }

  @Test func checkTokenizerShowsTheFirstDifferences() throws {
    let file = try folder.write(
      #"{"cases": [{"text": "a", "ids": [98]}, {"text": "he", "ids": [105, 102]}]}"#,
      to: "wrong.json")
    let result = try Program.run(
      "check", "tokenizer", file, "--model", model, "--differences", "1")
    #expect(
      result.output == """
        case 1: "he"
          ids expected [105, 102]
          ids found    [257]
        … and 1 more
        2 cases, 2 differences

        """)
    #expect(result.status == 1)
  }

  @Test(arguments: [
    ("not json", "not valid JSON"),
    ("{}", "\"cases\" is missing"),
    (#"{"cases": [{"text": "a", "ids": ["x"]}]}"#, "\"cases[0].ids[0]\" does not hold a number"),
    (#"{"cases": [{"ids": []}]}"#, "\"cases[0].text\" is missing"),
  ])
  func checkTokenizerExplainsAFileThatIsNoReference(_ text: String, _ reason: String) throws {
    let file = try folder.write(text, to: "bad.json")
    let result = try Program.run("check", "tokenizer", file, "--model", model)
    #expect(result.status == 1)
    #expect(result.errors == "Error: \(file): \(reason)\n")
  }

  @Test func checkTokenizerNamesAMissingFile() throws {
    let result = try Program.run("check", "tokenizer", "/no/such.json", "--model", model)
    #expect(result.errors == "Error: /no/such.json: no such file\n")
    #expect(result.status == 1)
  }
}
