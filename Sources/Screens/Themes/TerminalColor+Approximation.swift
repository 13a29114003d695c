extension TerminalColor {
  /// The nearest of 256: in the 6×6×6 cube (16 ... 231) or the grey ramp (232 ... 255), by
  /// distance in sRGB. The first 16 belong to the user and are never used.
  public static func indexed(nearest color: RGB) -> TerminalColor {
    let levels = [0, 95, 135, 175, 215, 255]
    func level(_ value: UInt8) -> Int {
      levels.indices.min { abs(levels[$0] - Int(value)) < abs(levels[$1] - Int(value)) } ?? 0
    }
    func distance(_ red: Int, _ green: Int, _ blue: Int) -> Int {
      let differences = [Int(color.red) - red, Int(color.green) - green, Int(color.blue) - blue]
      return differences.reduce(0) { $0 + $1 * $1 }
    }
    let (red, green, blue) = (level(color.red), level(color.green), level(color.blue))
    let cube = distance(levels[red], levels[green], levels[blue])
    let mean = (Int(color.red) + Int(color.green) + Int(color.blue)) / 3
    let step = min(max((mean - 3) / 10, 0), 23)
    let grey = 8 + 10 * step
    return distance(grey, grey, grey) < cube
      ? .indexed(UInt8(232 + step)) : .indexed(UInt8(16 + 36 * red + 6 * green + blue))
  }
}
