/// A number for reading: rounded to some digits, split at its decimal point so that columns can be aligned there.
struct DecimalText: Equatable {
  /// Sign and digits up to the point, or a word such as `nan`.
  var whole: String
  /// The point and what follows, exponent included; may be empty.
  var fraction: String

  /// - Parameters:
  ///   - text: an integer or a float as Swift writes it (`-12.5`, `1e-05`, `inf`).
  ///   - digits: significant digits to keep of a float; integers are kept whole. Halves go away from zero.
  init(_ text: String, digits: Int) {
    guard text.contains(where: { $0 == "." || $0 == "e" }) else {
      (whole, fraction) = (text, "")
      return
    }
    let (sign, significant, exponent) = Self.rounded(text, digits)
    guard !significant.isEmpty else {
      (whole, fraction) = (sign + "0", "")
      return
    }
    if exponent < -5 || exponent > max(digits, 1) {
      // One digit before the point.
      let rest = String(significant.dropFirst())
      whole = sign + String(significant.prefix(1))
      fraction = (rest.isEmpty ? "" : "." + rest) + "e\(exponent - 1)"
    } else if exponent <= 0 {
      whole = sign + "0"
      fraction = "." + String(repeating: "0", count: -exponent) + significant
    } else {
      let padded = significant + String(repeating: "0", count: max(0, exponent - significant.count))
      let rest = String(padded.dropFirst(exponent))
      whole = sign + String(padded.prefix(exponent))
      fraction = rest.isEmpty ? "" : "." + rest
    }
  }

  /// The value is 0.`significant` × 10^`exponent`; no zeros at either end, empty for zero.
  private static func rounded(_ text: String, _ digits: Int) -> (
    sign: String, significant: String, exponent: Int
  ) {
    let sign = text.hasPrefix("-") ? "-" : ""
    let parts = text.dropFirst(sign.count).split(separator: "e", maxSplits: 1)
    let mantissa = parts.first ?? ""
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let point = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    exponent += point.first?.count ?? 0
    var values = point.joined().compactMap(\.wholeNumberValue)
    let zeros = values.prefix { $0 == 0 }.count
    values.removeFirst(zeros)
    exponent -= zeros
    if values.count > max(digits, 1) {
      let roundsUp = values[max(digits, 1)] >= 5
      values.removeSubrange(max(digits, 1)...)
      if roundsUp {
        var place = values.count - 1
        while place >= 0, values[place] == 9 {
          values[place] = 0
          place -= 1
        }
        if place >= 0 {
          values[place] += 1
        } else {
          values.insert(1, at: 0)
          exponent += 1
        }
      }
    }
    while values.last == 0 { values.removeLast() }
    return (sign, values.map(String.init).joined(), exponent)
  }
}
