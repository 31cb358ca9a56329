/// The records of a POSIX extended header, `LENGTH KEY=VALUE` and a line break each.
struct PaxRecords {
  private(set) var values: [String: [UInt8]] = [:]

  /// - Throws: ``TarError`` of kind `corrupt`.
  ///
  /// - Parameter offset: where the header begins.
  init(_ bytes: [UInt8], offset: Int) throws(TarError) {
    var rest = bytes[...]
    // Some programs fill the block up with zeros.
    while let first = rest.first, first != 0 {
      guard let blank = rest.prefix(20).firstIndex(of: 0x20),
        let length = PaxRecords.decimal(rest[..<blank]), length <= rest.count,
        length > blank - rest.startIndex + 1,
        case let record = rest[(blank + 1)..<(rest.startIndex + length)], record.last == 0x0A,
        let equals = record.firstIndex(of: UInt8(ascii: "=")), equals > record.startIndex
      else {
        throw TarError(
          .corrupt, "the extended header at byte \(offset) has a record of a wrong length",
          remedy: TarError.getAgain)
      }
      let key = String(decoding: record[..<equals], as: UTF8.self)
      values[key] = Array(record[(equals + 1)...].dropLast())
      rest = rest[(rest.startIndex + length)...]
    }
  }

  /// Nil for what is no number, or beyond `Int`.
  static func decimal(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 19 else { return nil }
    var number = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, isTooLargeNow) = tens.addingReportingOverflow(Int(digit - 0x30))
      if isTooLarge || isTooLargeNow { return nil }
      number = sum
    }
    return number
  }

  var isSparse: Bool { values.keys.contains { $0.hasPrefix("GNU.sparse.") } }

  /// One record; its length counts its own digits.
  static func encoded(_ key: String, _ value: [UInt8]) -> [UInt8] {
    let tail = [0x20] + Array(key.utf8) + [UInt8(ascii: "=")] + value + [0x0A]
    var length = tail.count + 1
    while String(length).utf8.count + tail.count != length { length = String(length).utf8.count + tail.count }
    return Array(String(length).utf8) + tail
  }
}
