import Testing

@testable import Terminal

@Suite struct ClipboardTests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func base64IsThatOfTheStandard(_ text: String, _ encoded: String) {
    #expect(Clipboard.base64(Array(text.utf8)) == encoded)
  }

  @Test func allSixBitsAreUsed() {
    #expect(Clipboard.base64([0xfb, 0xff, 0xbf, 0x00]) == "+/+/AA==")
  }

  @Test func theSequenceNamesTheClipboard() {
    #expect(Clipboard.sequence(for: "hi") == "\u{1b}]52;c;aGk=\u{07}")
  }

  @Test func tooLongATextIsNotSent() {
    #expect(Clipboard.sequence(for: String(repeating: "x", count: Clipboard.longestText)) != nil)
    #expect(
      Clipboard.sequence(for: String(repeating: "x", count: Clipboard.longestText + 3)) == nil)
  }

  @Test func terminalsThatIgnoreCopyingAreNamed() {
    #expect(Clipboard.ignoring(terminalName: "xterm-256color", environment: [:]) == nil)
    #expect(
      Clipboard.ignoring(terminalName: "linux", environment: [:])
        == "a terminal of type linux has no clipboard")
    #expect(
      Clipboard.ignoring(
        terminalName: "xterm-256color", environment: ["TERM_PROGRAM": "Apple_Terminal"]) != nil)
    #expect(
      Clipboard.ignoring(terminalName: "xterm-256color", environment: ["VTE_VERSION": "6800"])
        != nil)
  }

  @Test func pausesOfOldTerminalsAreNotSent() {
    #expect(TerminalBackEnd.withoutPadding("\u{1b}[m\u{0f}$<2>") == "\u{1b}[m\u{0f}")
    #expect(TerminalBackEnd.withoutPadding("a$<5/>b$<3*>c") == "abc")
    #expect(TerminalBackEnd.withoutPadding("plain") == "plain")
  }
}
