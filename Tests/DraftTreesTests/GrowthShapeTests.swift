import DraftTrees
import Testing

struct GrowthShapeTests {
  private func error(_ text: String) -> String? {
    do {
      _ = try GrowthShape(text)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func parametersThatAreNotNamedHaveTheirStandard() throws {
    let shape = try GrowthShape("delayed:trunk=5")
    #expect(shape.name == "delayed")
    #expect(shape.count("trunk") == 5)
    #expect(shape.count("paths") == 2)
    #expect(shape.description == "delayed:trunk=5")
  }

  @Test(arguments: GrowthRegistry.descriptors)
  func everyStandardIsAllowed(_ descriptor: GrowthDescriptor) throws {
    let all = descriptor.parameters.map { "\($0.name)=\($0.standard)" }.joined(separator: ",")
    let written = try GrowthShape(all.isEmpty ? descriptor.name : "\(descriptor.name):\(all)")
    for parameter in descriptor.parameters {
      #expect(written[parameter.name] == parameter.standard)
      #expect(parameter.range.contains(parameter.standard))
      #expect(!parameter.summary.isEmpty)
    }
  }

  @Test func whatIsWrongIsSaidWithWhatWouldBeRight() {
    #expect(
      error("dyspek") == """
        unknown growth policy "dyspek"; did you mean "dyspec"? \
        (known: \(GrowthRegistry.names.joined(separator: ", ")))
        """)
    #expect(
      error("delayed:trnk=2") == """
        unknown parameter of growth policy delayed "trnk"; did you mean "trunk"? \
        (known: trunk, paths, length)
        """)
    #expect(
      error("delayed:trunk=2.5") == """
        growth policy "delayed": trunk takes a whole number from 0 to 32, not "2.5"; \
        the standard is 2
        """)
    #expect(
      error("sequoia:first=1.5") == """
        growth policy "sequoia": first takes a number from 0.0 to 1.0, not "1.5"; \
        the standard is 0.7
        """)
    #expect(
      error("chain:length=3") == #"growth policy "chain" has no parameters, and "length" was given"#
    )
  }

  @Test(arguments: [
    "delayed:", "delayed:=2", "delayed:trunk", "delayed:trunk=", "delayed:trunk=x",
    "delayed:trunk=nan", "delayed:trunk=inf", "delayed:trunk=2,,paths=1", "", ":",
    "delayed:trunk=-1",
  ])
  func malformedTextIsRefused(_ text: String) {
    #expect(error(text) != nil)
  }
}
