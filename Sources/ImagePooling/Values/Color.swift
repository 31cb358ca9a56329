/// An opaque colour, 8 bits of sRGB each.
public struct Color: Hashable, Sendable, CustomStringConvertible {
  public var red, green, blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  public static let black = Color(red: 0, green: 0, blue: 0)
  public static let white = Color(red: 255, green: 255, blue: 255)

  private static let named: [String: Color] = [
    "black": .black, "white": .white, "gray": Color(red: 128, green: 128, blue: 128),
    "red": Color(red: 255, green: 0, blue: 0), "green": Color(red: 0, green: 128, blue: 0),
    "blue": Color(red: 0, green: 0, blue: 255),
  ]

  /// Reads `#rgb`, `#rrggbb` (the mark may be left out) or one of black, white, gray, red, green, blue; nil for
  /// everything else.
  public init?(_ text: String) {
    if let color = Color.named[text.lowercased()] {
      self = color
      return
    }
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    guard digits.utf8.count == digits.count, digits.allSatisfy(\.isHexDigit),
      let value = Int(digits, radix: 16)
    else { return nil }
    func byte(_ shift: Int) -> UInt8 { UInt8(value >> shift & 255) }
    func nibble(_ shift: Int) -> UInt8 { UInt8(value >> shift & 15) * 17 }
    switch digits.count {
    case 3: self.init(red: nibble(8), green: nibble(4), blue: nibble(0))
    case 6: self.init(red: byte(16), green: byte(8), blue: byte(0))
    default: return nil
    }
  }

  var isGray: Bool { red == green && green == blue }

  /// `#rrggbb`.
  public var description: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
