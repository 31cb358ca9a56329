/// Base64 (RFC 4648, with padding), for names that are not text.
enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

  static func encoded(_ bytes: [UInt8]) -> String {
    var result = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        result.append(place <= group.count ? letters[value >> (18 - 6 * place) & 63] : "=")
      }
    }
    return result
  }

  /// Nil if that is no base64.
  static func decoded(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 4 == 0 else { return nil }
    var result: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 4) {
      let isLast = start + 4 == digits.count
      let padding = isLast ? digits[start...].reversed().prefix { $0 == UInt8(ascii: "=") }.count : 0
      guard padding <= 2 else { return nil }
      var value = 0
      for digit in digits[start..<(start + 4 - padding)] {
        guard let number = values[digit] else { return nil }
        value = value << 6 | number
      }
      value <<= 6 * padding
      for place in 0..<(3 - padding) { result.append(UInt8(value >> (16 - 8 * place) & 255)) }
    }
    return result
  }

  private static let values: [UInt8: Int] = Dictionary(
    uniqueKeysWithValues: letters.enumerated().map { ($1.asciiValue ?? 0, $0) })
}
