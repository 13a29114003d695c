/// A character of decoded bytes, or a byte that belongs to none.
enum DecodedUnit: Hashable {
  case scalar(Unicode.Scalar)
  /// `isUnfinished`: at the very end, where more bytes could make it a character.
  case byte(UInt8, isUnfinished: Bool)

  var byteCount: Int {
    if case .scalar(let scalar) = self { UTF8.width(scalar) } else { 1 }
  }

  var isSpace: Bool { self == .scalar(" ") }

  /// The scalar if it is drawn as itself: it has ink or is the plain space, and takes columns, or
  /// rides on the drawn character before it.
  func drawable(hasBase: Bool) -> Unicode.Scalar? {
    guard case .scalar(let scalar) = self else { return nil }
    switch ScalarShape(scalar) {
    case .hidden: return nil
    case .combining: return hasBase ? scalar : nil
    case .spacing:
      let isBlank = scalar.value >= 0x80 && scalar.properties.generalCategory == .spaceSeparator
      let isSkinTone = scalar.properties.isEmojiModifier && hasBase
      return isBlank || scalar.value == 0x2800 || isSkinTone ? nil : scalar
    }
  }

  static func all(of bytes: [UInt8]) -> [DecodedUnit] {
    var units: [DecodedUnit] = []
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var place = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: return units
      case .valid(let encoded):
        units.append(.scalar(Unicode.UTF8.decode(encoded)))
        place += encoded.count
      case .error(let length):
        let isUnfinished =
          place + length == bytes.count && bytes[place] >= 0xC2
          && bytes[place] <= 0xF4
        for byte in bytes[place..<place + length] {
          units.append(.byte(byte, isUnfinished: isUnfinished))
        }
        place += length
      }
    }
  }
}
