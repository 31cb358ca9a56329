internal import FeatureMaps
internal import PoolingEngine

/// The options of a JSON object, taken out one by one. `null` stands for an option that is not given, and `_` for `-`.
struct OptionValues {
  private let owner: String
  private var values: [String: JSONValue] = [:]

  /// - Parameter owner: whose options they are, for errors.
  init(_ members: [JSONValue.Member], of owner: String) throws(ImagePoolError) {
    self.owner = owner
    for member in members {
      let name = String(member.name.map { $0 == "_" ? "-" : $0 })
      guard values[name] == nil else {
        throw ImagePoolError(.invalidArgument, "\(name) stands twice", remedy: "leave one out")
      }
      values[name] = member.value
    }
    values = values.filter { $0.value != .null }
  }

  /// - Throws: for an option that nobody asked for.
  func refuseTheRest() throws(ImagePoolError) {
    guard let name = values.keys.min() else { return }
    throw ImagePoolError(.invalidArgument, "\(owner) has no \(name)", remedy: "leave it out")
  }

  func missing(_ what: String) -> ImagePoolError {
    ImagePoolError(.invalidArgument, "\(owner) needs \(what)", remedy: "give it")
  }

  func wrong(_ name: String, _ what: String) -> ImagePoolError {
    ImagePoolError(.invalidArgument, "\(name) of \(owner) is something else", remedy: "give \(what)")
  }

  func required<T>(_ value: T?, _ name: String) throws(ImagePoolError) -> T {
    guard let value else { throw missing(name) }
    return value
  }

  mutating func take(_ name: String) -> JSONValue? { values.removeValue(forKey: name) }

  private mutating func take<T>(
    _ name: String, _ what: String, _ read: (JSONValue) -> T?
  ) throws(ImagePoolError) -> T? {
    guard let value = take(name) else { return nil }
    guard let read = read(value) else { throw wrong(name, what) }
    return read
  }

  mutating func text(_ name: String) throws(ImagePoolError) -> String? {
    try take(name, "a text") { $0.stringValue }
  }

  mutating func flag(_ name: String) throws(ImagePoolError) -> Bool? {
    try take(name, "true or false") { if case .bool(let value) = $0 { value } else { nil } }
  }

  mutating func integer(_ name: String) throws(ImagePoolError) -> Int? {
    try take(name, "a whole number") { $0.integerValue }
  }

  mutating func positive(_ name: String) throws(ImagePoolError) -> Int? {
    try take(name, "a whole number of at least 1") { $0.integerValue.flatMap { $0 >= 1 ? $0 : nil } }
  }

  /// One of an enumeration's words.
  mutating func choice<T: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: T.Type
  ) throws(ImagePoolError) -> T? {
    try take(name, T.allCases.map { $0.rawValue }.joined(separator: ", ")) {
      $0.stringValue.flatMap { T(rawValue: $0) }
    }
  }

  mutating func seed(_ name: String) throws(ImagePoolError) -> UInt64? {
    // Seeds beyond 2⁶³ come as text.
    try take(name, "a whole number from 0") { value in
      value.integerValue.flatMap { UInt64(exactly: $0) } ?? value.stringValue.flatMap { UInt64($0) }
    }
  }

  mutating func number(_ name: String) throws(ImagePoolError) -> Double? {
    try take(name, "a number") { $0.numberValue }
  }

  /// JSON has no infinities, so they come as text.
  mutating func norm(_ name: String) throws(ImagePoolError) -> Double? {
    try take(name, "a number, \"inf\" or \"-inf\"") { value in
      switch value.stringValue {
      case "inf": .infinity
      case "-inf": -.infinity
      default: value.numberValue
      }
    }
  }

  mutating func pair(_ name: String) throws(ImagePoolError) -> Pair? {
    try take(name, "a whole number, or two in a list") { value in
      if let number = value.integerValue { return Pair(number, number) }
      guard let numbers = OptionValues.integers(value) else { return nil }
      switch numbers.count {
      case 1: return Pair(numbers[0], numbers[0])
      case 2: return Pair(numbers[0], numbers[1])
      default: return nil
      }
    }
  }

  mutating func padding(_ name: String) throws(ImagePoolError) -> Padding? {
    try take(name, "a whole number, a list of 1, 2 or 4, \"same\", \"same-lower\", \"valid\" or \"whole\"") {
      value in
      switch value.stringValue {
      case "same": return .same
      case "same-lower": return .sameLower
      case "valid": return .valid
      case "whole": return .whole
      default: break
      }
      if let number = value.integerValue { return .all(number) }
      guard let numbers = OptionValues.integers(value) else { return nil }
      switch numbers.count {
      case 1: return .all(numbers[0])
      case 2: return .symmetric(Pair(numbers[0], numbers[1]))
      case 4: return .explicit(top: numbers[0], left: numbers[1], bottom: numbers[2], right: numbers[3])
      default: return nil
      }
    }
  }

  mutating func integers(_ name: String) throws(ImagePoolError) -> [Int]? {
    try take(name, "a list of whole numbers") { OptionValues.integers($0) }
  }

  /// A list of numbers; a single one stands for a list of one.
  mutating func numbers(_ name: String) throws(ImagePoolError) -> [Double]? {
    try take(name, "a number, or a list of them") { value in
      if let number = value.numberValue { return [number] }
      guard let elements = value.elements else { return nil }
      let numbers = elements.compactMap(\.numberValue)
      return numbers.count == elements.count ? numbers : nil
    }
  }

  private static func integers(_ value: JSONValue) -> [Int]? {
    guard let elements = value.elements else { return nil }
    let numbers = elements.compactMap(\.integerValue)
    return numbers.count == elements.count ? numbers : nil
  }
}
