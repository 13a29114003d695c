import Timeline

/// One setting of the next round.
enum SettingsChange: Hashable, Sendable {
  case drafter(String)
  case verifier(String)
  case growth(String)
  case temperature(Double)
  case topK(Int)
  case topP(Double)
  case minP(Double)
  /// Nil lets the controller choose.
  case budget(Int?)
  /// With parameters or without; nil for the one that goes with the budget.
  case controller(String?)
  /// Drafters that the controller may choose from; empty for all at hand.
  case arms([String])

  func applied(to settings: RoundSettings, catalogue: Catalogue) -> RoundSettings {
    var settings = settings
    switch self {
    case .drafter(let name):
      settings.drafter = name
      if let growths = catalogue.drafter(name)?.growths, let first = growths.first,
        !growths.contains(settings.growth)
      {
        settings.growth = first
      }
    case .verifier(let name): settings.verifier = name
    case .growth(let name): settings.growth = name
    case .temperature(let value): settings.sampling.temperature = value
    case .topK(let value): settings.sampling.topK = value
    case .topP(let value): settings.sampling.topP = value
    case .minP(let value): settings.sampling.minP = value
    case .budget(let value): settings.budget = value
    case .controller(let text):
      settings.controller = text
      let entry = text.flatMap(catalogue.controller)
      if let drafter = entry?.drafter {
        settings = SettingsChange.drafter(drafter).applied(to: settings, catalogue: catalogue)
      }
      if let growth = entry?.growths.first { settings.growth = growth }
    case .arms(let names): settings.arms = names
    }
    return settings
  }

  /// "drafter token-recycling", "budget 6".
  var text: String {
    switch self {
    case .drafter(let name): "drafter \(name)"
    case .verifier(let name): "verifier \(name)"
    case .growth(let name): "growth \(name)"
    case .temperature(let value): "temperature \(SettingsText.number(value))"
    case .topK(let value): value == 0 ? "top-k off" : "top-k \(value)"
    case .topP(let value): value >= 1 ? "top-p off" : "top-p \(SettingsText.number(value))"
    case .minP(let value): value <= 0 ? "min-p off" : "min-p \(SettingsText.number(value))"
    case .budget(let value): "budget \(value.map(String.init) ?? "auto")"
    case .controller(let text): "controller \(text ?? SettingsText.standardController)"
    case .arms(let names):
      "arms \(names.isEmpty ? SettingsText.allArms : names.joined(separator: ","))"
    }
  }
}

/// Numbers of settings as a person writes them: 0.8, 1, 40.
enum SettingsText {
  /// The controller that goes with the budget: fixed with one, auto without.
  static let standardController = "by-budget"
  /// All drafters at hand.
  static let allArms = "all"

  static func number(_ value: Double) -> String {
    var text = NumberText.fixed(value, decimals: 3)
    while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
    return text.isEmpty ? "0" : text
  }
}
