internal import ArgumentParser
internal import ImagePooling

/// Reads the values of options. What is wrong with a value is said in words.
enum Values {
  /// `N` or `H,W`.
  static func pair(_ text: String) throws -> Pair {
    let numbers = try integers(text)
    switch numbers.count {
    case 1: return Pair(numbers[0], numbers[0])
    case 2: return Pair(numbers[0], numbers[1])
    default: throw ValidationError("give one number, or two as H,W")
    }
  }

  /// `Y,X` or `Y,X,CHANNEL`.
  static func place(_ text: String) throws -> OutputPlace {
    guard let numbers = try? integers(text), [2, 3].contains(numbers.count) else {
      throw ValidationError("give a row and a column, Y,X, or with a channel Y,X,CHANNEL")
    }
    return OutputPlace(row: numbers[0], column: numbers[1], channel: numbers.count == 3 ? numbers[2] : nil)
  }

  /// `TOP,LEFT,HEIGHT,WIDTH`.
  static func region(_ text: String) throws -> InspectionReport.Region {
    guard let numbers = try? integers(text), numbers.count == 4 else {
      throw ValidationError("give four whole numbers, TOP,LEFT,HEIGHT,WIDTH")
    }
    return InspectionReport.Region(
      top: numbers[0], left: numbers[1], height: numbers[2], width: numbers[3])
  }

  /// `N` or `H,W`.
  static func size(_ text: String) throws -> Size {
    let pair = try pair(text)
    return Size(height: pair.vertical, width: pair.horizontal)
  }

  /// `N`, `H,W`, `T,L,B,R`, `same`, `same-lower` or `valid`.
  static func padding(_ text: String) throws -> Padding {
    switch text {
    case "same": return .same
    case "same-lower": return .sameLower
    case "valid": return .valid
    case "whole": return .whole
    default: break
    }
    guard let numbers = try? integers(text), [1, 2, 4].contains(numbers.count) else {
      throw ValidationError("give a number, H,W, TOP,LEFT,BOTTOM,RIGHT, same, same-lower, valid or whole")
    }
    switch numbers.count {
    case 1: return .all(numbers[0])
    case 2: return .symmetric(Pair(numbers[0], numbers[1]))
    default:
      return .explicit(top: numbers[0], left: numbers[1], bottom: numbers[2], right: numbers[3])
    }
  }

  static func integers(_ text: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Int(part) else { throw ValidationError("'\(part)' is not a whole number") }
      return number
    }
  }

  static func positive(_ text: String) throws -> Int {
    guard let number = Int(text), number >= 1 else {
      throw ValidationError("give a whole number of at least 1")
    }
    return number
  }

  static func number(_ text: String) throws -> Double {
    guard let number = decimal(text[...]) else { throw ValidationError("give a number") }
    return number
  }

  /// A number of at least 0.
  static func distance(_ text: String) throws -> Double {
    guard let number = decimal(text[...]), number >= 0 else {
      throw ValidationError("give a number from 0 on")
    }
    return number
  }

  /// A number above 0.
  static func extent(_ text: String) throws -> Double {
    guard let number = decimal(text[...]), number > 0 else { throw ValidationError("give a number above 0") }
    return number
  }

  /// A number from -1 to 1.
  static func similarity(_ text: String) throws -> Double {
    guard let number = decimal(text[...]), (-1...1).contains(number) else {
      throw ValidationError("give a number from -1 to 1")
    }
    return number
  }

  /// Numbers separated by commas.
  static func numbers(_ text: String) throws -> [Double] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = decimal(part) else { throw ValidationError("'\(part)' is not a number") }
      return number
    }
  }

  /// A number, or `N/M`.
  static func factor(_ text: String) throws -> Double {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { decimal($0) }
    if parts.count == 1, let number = parts[0] { return number }
    guard parts.count == 2, let numerator = parts[0], let denominator = parts[1], denominator != 0 else {
      throw ValidationError("give a number, or N/M such as 1/255")
    }
    return numerator / denominator
  }

  /// A number, inf or -inf.
  static func norm(_ text: String) throws -> Double {
    switch text {
    case "inf": return .infinity
    case "-inf": return -.infinity
    default: return try number(text)
    }
  }

  /// Random numbers, or the file that holds them.
  enum Samples {
    case numbers([Double])
    case file(Path)

    var file: Path? {
      if case .file(let path) = self { path } else { nil }
    }

    func fractionalSamples() throws(OutputPlan.Refusal) -> FractionalSamples {
      do throws(ImagePoolError) {
        switch self {
        case .numbers(let numbers): return try FractionalSamples(pairs: numbers)
        case .file(let path): return try FractionalSamples(reading: .file(path))
        }
      } catch {
        throw OutputPlan.Refusal("--samples: \(error)")
      }
    }
  }

  static func samples(_ text: String) throws -> Samples {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { decimal($0) }
    guard numbers.contains(where: { $0 != nil }) else { return .file(ArgumentBytes.path(text)) }
    let known = numbers.compactMap { $0 }
    guard known.count == numbers.count else { throw ValidationError("give numbers, or the name of an array") }
    return .numbers(known)
  }

  static func indexLayout(_ text: String) throws -> IndexLayout {
    let names = IndexLayout.allCases.map { $0.rawValue.split(separator: "_").joined(separator: "-") }
    guard let place = names.firstIndex(of: text) else {
      throw ValidationError("there are \(names.joined(separator: ", "))")
    }
    return IndexLayout.allCases[place]
  }

  /// A number as people write it: no hexadecimal digits, not infinite.
  private static func decimal(_ text: Substring) -> Double? {
    guard let number = Double(text), number.isFinite, !text.lowercased().contains("x") else { return nil }
    return number
  }

  static func quality(_ text: String) throws -> Int {
    guard let number = Int(text), (1...100).contains(number) else { throw ValidationError("give 1 to 100") }
    return number
  }

  static func compression(_ text: String) throws -> Int {
    guard let number = Int(text), (0...9).contains(number) else {
      throw ValidationError("give 0 (fast) to 9 (small)")
    }
    return number
  }

  /// `MIN,MAX`.
  static func range(_ text: String) throws -> ValueRange {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { decimal($0) }
    guard parts.count == 2, let low = parts[0], let high = parts[1],
      let range = ValueRange(minimum: low, maximum: high)
    else { throw ValidationError("give two numbers MIN,MAX, the first below the second") }
    return range
  }

  static func color(_ text: String) throws -> Color {
    guard let color = Color(text) else {
      throw ValidationError("give #rrggbb, #rgb, or black, white, gray, red, green, blue")
    }
    return color
  }

  /// Bytes: a number with K, M or G (1024s; also KiB, MiB, GiB), or KB, MB, GB (1000s).
  static func bytes(_ text: String) throws -> Int {
    let units: [String: Int] = [
      "": 1, "b": 1, "k": 1 << 10, "kib": 1 << 10, "kb": 1000, "m": 1 << 20, "mib": 1 << 20,
      "mb": 1_000_000, "g": 1 << 30, "gib": 1 << 30, "gb": 1_000_000_000,
    ]
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(digits.count).lowercased().filter { $0 != " " }
    guard let number = Double(digits), let factor = units[unit] else {
      throw ValidationError("give a size such as 512M or 2GiB")
    }
    let bytes = number * Double(factor)
    guard bytes >= 1, bytes < 9e18 else { throw ValidationError("give a size from one byte to 8000000000G") }
    return Int(bytes)
  }

  static func format(_ text: String) throws -> String {
    let name = text == "jpg" ? "jpeg" : text
    if EncodingOptions.formats.contains(name) { return name }
    throw ValidationError("there are \(EncodingOptions.formats.joined(separator: ", "))")
  }

  static func dump(_ text: String) throws -> Dump.Content {
    let contents = Dump.Content.allCases.filter { $0 != .indices }
    let known = contents.map(\.rawValue).joined(separator: ", ")
    guard let content = contents.first(where: { $0.rawValue == text }) else {
      throw ValidationError("there are \(known)")
    }
    return content
  }

  static func dialect(_ text: String) throws -> Dialect {
    guard let dialect = Dialect(named: text) else {
      throw ValidationError("there are \(Dialect.allCases.map(\.name).joined(separator: ", "))")
    }
    return dialect
  }

  static func path(_ text: String) throws -> Path { ArgumentBytes.path(text) }
}

extension Values {
  static func cellSide(_ text: String) throws -> Int {
    guard let number = Int(text), (16...1024).contains(number) else {
      throw ValidationError("give 16 to 1024")
    }
    return number
  }

  static func cellColumns(_ text: String) throws -> Int {
    guard let number = Int(text), (1...64).contains(number) else { throw ValidationError("give 1 to 64") }
    return number
  }

  /// What a manifest can say of an input.
  static func recordedStatus(_ text: String) throws -> ContactSheet.Status {
    guard let status = ContactSheet.Status(rawValue: text), status != .unreadable else {
      throw ValidationError("there are ok, warned, failed, skipped")
    }
    return status
  }
}
