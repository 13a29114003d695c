import ModelFiles

/// Reads any bytes as a model file, and what a session would use of it: nothing may trap.
@_cdecl("LLVMFuzzerTestOneInput")
public func readModelFile(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let file = try? GGUFFile(bytes: bytes, name: "input") else { return 0 }
  for tensor in file.tensors.values {
    precondition(file.withBytes(of: tensor) { $0.count } == tensor.byteCount)
  }
  _ = try? ChatTemplate(file: file)
  guard let tokenizer = try? Tokenizer(file: file) else { return 0 }
  let text = Array(bytes.suffix(64))
  for parseSpecial in [true, false] {
    let tokens = tokenizer.encode(bytes: text, parseSpecial: parseSpecial)
    var detokenizer = StreamingDetokenizer(tokenizer)
    let streamed = tokens.map { detokenizer.append($0) }.joined() + detokenizer.finish()
    precondition(
      Array(streamed.utf8) == Array(String(decoding: tokenizer.decode(tokens), as: UTF8.self).utf8))
  }
  return 0
}
