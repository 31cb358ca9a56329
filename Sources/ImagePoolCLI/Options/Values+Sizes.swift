internal import ArgumentParser
internal import ImagePooling

// Sizes of thumbnails.
extension Values {
  /// Sides that files and windows can have.
  private static let sides = 1...Int(Int32.max)

  /// `N` or `WIDTHxHEIGHT`.
  static func box(_ text: String) throws -> Size {
    let parts = text.split(omittingEmptySubsequences: false) { "xX×".contains($0) }.map {
      Self.number(of: $0)
    }
    let known = parts.compactMap { $0 }
    guard known.count == parts.count, known.allSatisfy({ sides.contains($0) }) else { throw Self.noBox }
    switch known.count {
    case 1: return Size(height: known[0], width: known[0])
    case 2: return Size(height: known[1], width: known[0])
    default: throw Self.noBox
    }
  }

  private static var noBox: ValidationError {
    ValidationError(
      "give WIDTHxHEIGHT, such as 256x256, or one number for a square; sides go from 1 to \(sides.upperBound)"
    )
  }

  static func side(_ text: String) throws -> Int {
    guard let side = number(of: text[...]), sides.contains(side) else {
      throw ValidationError("give a whole number of pixels, 1 to \(sides.upperBound)")
    }
    return side
  }

  /// `N/M`, a decimal number or a percentage, as the exact fraction that it says.
  static func scale(_ text: String) throws -> ThumbnailSize {
    guard let (numerator, denominator) = fraction(text) else {
      throw ValidationError("give a fraction above 0, such as 1/8, 0.125 or 12.5%, in at most 16 digits")
    }
    let divisor = greatestCommonDivisor(numerator, denominator)
    let reduced = (numerator / divisor, denominator / divisor)
    guard sides.contains(reduced.0), sides.contains(reduced.1) else {
      throw ValidationError("give a fraction of numbers up to \(sides.upperBound), or fewer digits")
    }
    return .scale(reduced.0, reduced.1)
  }

  private static func fraction(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard let numerator = number(of: parts[0]), let denominator = number(of: parts[1]), numerator > 0,
        denominator > 0
      else { return nil }
      return (numerator, denominator)
    }
    let isPercentage = text.hasSuffix("%")
    let digits = (isPercentage ? text.dropLast() : text[...]).split(
      separator: ".", omittingEmptySubsequences: false)
    guard digits.count <= 2, let whole = digits.first,
      whole.count + (digits.count > 1 ? digits[1].count : 0) > 0
    else { return nil }
    let decimals = digits.count == 2 ? digits[1] : ""
    // Sixteen digits and a hundred still fit.
    guard whole.count + decimals.count <= 16, let numerator = number(of: Substring(whole + decimals)),
      numerator > 0
    else {
      return nil
    }
    let denominator = decimals.reduce(isPercentage ? 100 : 1) { scale, _ in scale * 10 }
    return (numerator, denominator)
  }

  /// Of ASCII digits alone: no sign, no space.
  private static func number(of digits: Substring) -> Int? {
    guard digits.allSatisfy({ $0.isASCII && $0.isWholeNumber }) else { return nil }
    return Int(digits)
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
