/// The numbers of header fields.
enum TarNumber {
  /// Octal digits between blanks and zeros, or, with the first bit set, a signed number of base 256; an empty field is 0.
  /// Nil for anything else, and for numbers that are negative or beyond `Int`.
  static func read(_ field: ArraySlice<UInt8>) -> Int? {
    guard let first = field.first else { return 0 }
    if first & 0x80 != 0 { return readBinary(field) }
    let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
    let rest = field[digits.endIndex...]
    guard rest.allSatisfy({ $0 == 0 || $0 == 0x20 }) else { return nil }
    var number = 0
    for digit in digits {
      guard (0x30...0x37).contains(digit), number <= Int.max >> 3 else { return nil }
      number = number << 3 | Int(digit - 0x30)
    }
    return number
  }

  private static func readBinary(_ field: ArraySlice<UInt8>) -> Int? {
    // The second bit is the sign.
    guard let first = field.first, first & 0x40 == 0 else { return nil }
    var number = Int(first & 0x3F)
    for byte in field.dropFirst() {
      guard number <= Int.max >> 8 else { return nil }
      number = number << 8 | Int(byte)
    }
    return number
  }

  /// The largest number that `width - 1` octal digits hold.
  static func largest(width: Int) -> Int { (1 << (3 * (width - 1))) - 1 }

  /// Octal digits that fill a field but for its last byte, which is 0.
  static func octal(_ number: Int, width: Int) -> [UInt8] {
    var digits = [UInt8](repeating: 0, count: width)
    var rest = number
    for place in (0..<(width - 1)).reversed() {
      digits[place] = 0x30 + UInt8(rest & 7)
      rest >>= 3
    }
    return digits
  }
}
