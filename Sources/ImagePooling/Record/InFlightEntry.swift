/// An input that was being worked on, as an ``InFlightFile`` holds it: a slot of fixed size.
struct InFlightEntry: Sendable {
  /// Bytes of a slot: a head, and as much of the name as any system opens.
  static let slotSize = 64 + 4096

  let input: NameHash
  let name: Path
  /// What the input's past says of it.
  var attempt: Attempt

  enum Attempt: UInt32, Comparable, Sendable {
    /// A signal ended the batch, so nothing is held against it. Its output may be there without a line.
    case interrupted
    /// The program died while it was worked on, maybe for another reason.
    case first
    /// It was being worked on alone.
    case alone

    static func < (a: Attempt, b: Attempt) -> Bool { a.rawValue < b.rawValue }
  }

  /// What a slot that is not empty begins with.
  static let mark = Array("inflight".utf8)

  init(_ input: NameHash, _ name: Path, _ attempt: Attempt) {
    self.input = input
    self.name = name
    self.attempt = attempt
  }

  /// Nil if the slot is empty or torn.
  init?(slot: [UInt8]) {
    guard slot.count == InFlightEntry.slotSize, slot.starts(with: InFlightEntry.mark) else { return nil }
    func word(_ place: Int) -> UInt64 {
      slot[place..<(place + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    let length = Int(truncatingIfNeeded: word(16))
    guard let attempt = Attempt(rawValue: UInt32(truncatingIfNeeded: word(8))), length >= 0 else {
      return nil
    }
    let name = Path(bytes: Array(slot[64...].prefix(length)))
    self.init(NameHash(low: word(24), high: word(32)), name, attempt)
    guard Array(slot.prefix(48)) == Array(self.slot(length: length).prefix(48)) else { return nil }
  }

  /// The head and the name, as far as it fits.
  var slot: [UInt8] { slot(length: name.bytes.count) }

  private func slot(length: Int) -> [UInt8] {
    var bytes = InFlightEntry.mark
    func append(_ word: UInt64) {
      for place in 0..<8 { bytes.append(UInt8(word >> UInt64(8 * place) & 255)) }
    }
    append(UInt64(attempt.rawValue))
    append(UInt64(length))
    append(input.low)
    append(input.high)
    let shown = Array(name.bytes.prefix(4096))
    append(NameHash(bytes + shown).low)
    return bytes + [UInt8](repeating: 0, count: 64 - bytes.count) + shown
  }
}
