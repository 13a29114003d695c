import TestSupport
import Testing
import Timeline

@testable import Screens

/// Choosing who decides how rounds draft.
struct ControllerChoiceTests {
  private let catalogue: Catalogue = {
    var catalogue = Catalogue.sample
    catalogue.controllers = [
      Catalogue.Entry(name: "hedge", summary: "Watches all drafters.", source: "ours"),
      Catalogue.Entry(
        name: "svip", summary: "Ends chains.", source: "SVIP", growths: ["chain"]),
      Catalogue.Entry(
        name: "looking", summary: "Looks up.", source: "ours", drafter: "prompt-lookup"),
    ]
    return catalogue
  }()

  private func changed(_ line: String) -> RoundSettings? {
    var session = LiveSession(catalogue: catalogue)
    session.send(.command(line))
    guard case .change(let settings)? = session.engine.commands.last else { return nil }
    return settings
  }

  @Test func aControllerIsNamedWithItsParameters() {
    #expect(changed("controller hedge:eta=1")?.controller == "hedge:eta=1")
    #expect(changed("controller hegde") == nil)
  }

  @Test func whatAControllerCannotDoWithoutComesWithIt() {
    #expect(changed("controller svip")?.growth == "chain")
    #expect(changed("controller looking")?.drafter == "prompt-lookup")
    #expect(changed("controller looking")?.growth == "chain")
  }

  @Test func theControllerOfTheBudgetComesBack() {
    var session = LiveSession(catalogue: catalogue)
    session.send(.command("controller hedge"))
    session.send(.command("controller by-budget"))
    #expect(session.model.shownSettings?.controller == nil)
    #expect(session.model.note?.text == "from the next round on: controller by-budget")
  }

  @Test func armsAreNamesWithCommas() {
    #expect(changed("arms prompt-lookup, none")?.arms == ["prompt-lookup", "none"])
    #expect(changed("arms all")?.arms == [])
    #expect(changed("arms prompt-lookup,nobody") == nil)
  }

  @Test func aControllerThatLacksSomethingIsShownButNotChosen() throws {
    var catalogue = catalogue
    catalogue.controllers[0].lacks = "a trained selector: start with --selector"
    var session = LiveSession(catalogue: catalogue)
    session.send(.command("controller hedge:eta=1"))
    #expect(
      session.model.note?.text
        == "controller hedge:eta=1 needs a trained selector: start with --selector")
    #expect(session.engine.commands == [])
    #expect(session.model.completions(of: "controller ") == ["by-budget", "svip", "looking"])
    let menu = try #require(session.model.menu(.controllers))
    #expect(menu.items.filter { $0.value == "not available" }.map(\.title) == ["hedge"])
  }

  @Test func theMenuListsTheStandardAndEveryController() throws {
    var session = LiveSession(catalogue: catalogue)
    session.send(.command("controller svip:cap=4"))
    let menu = try #require(session.model.menu(.controllers))
    #expect(menu.items.map(\.title) == ["by-budget", "hedge", "svip", "looking"])
    #expect(menu.items.filter(\.isCurrent).map(\.title) == ["svip"])
    #expect(session.model.value(of: .controller) == "svip:cap=4")
  }
}
