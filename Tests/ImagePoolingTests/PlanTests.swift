import TestSupport
import Testing

@testable import ImagePooling

/// Hashes and tables that the plan of a large batch is made of.
@Suite struct PlanTests {
  /// The reference implementation's first vectors: key 00 01 … 0f, messages of 0, 1, 7, 8, 15 bytes 00 01 ….
  @Test(arguments: [
    (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
  ])
  func hashesAreSipHash(length: Int, expected: String) {
    let hash = NameHash(
      (0..<length).map { UInt8($0) }, key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
    var text = ""
    for word in [hash.low, hash.high] {
      for place in 0..<8 {
        let byte = word >> UInt64(8 * place) & 255
        text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    #expect(text == expected)
  }

  @Test func everyByteCounts() {
    var seen: Set<NameHash> = []
    for length in 0..<40 {
      let bytes = [UInt8](repeating: 0, count: length)
      #expect(seen.insert(NameHash(bytes)).inserted, "zeros at the end count: \(length)")
      for place in 0..<length {
        var other = bytes
        other[place] = 1
        #expect(seen.insert(NameHash(other)).inserted, "byte \(place) of \(length)")
      }
    }
  }

  @Test(arguments: [0, 1, 2, 24, 25, 1000, 65536, 65537, 140_000], [1, 3, 1000, Int.max])
  func tablesAreSorted(count: Int, distinct: Int) {
    var random = SeededRandom(seed: UInt64(count))
    let table = SortedTable<Int>()
    var values: [Int] = []
    for _ in 0..<count {
      let value = Int(random.next() >> 1) % distinct
      table.append(value)
      values.append(value)
    }
    table.sort()
    values.sort()
    #expect((0..<table.count).map { table[$0] } == values)
    for value in [values.first, values.last, values.dropFirst(count / 2).first].compactMap({ $0 }) {
      #expect(table.firstPlace(notBelow: value) == values.firstIndex(of: value))
      #expect(table.contains(value))
    }
    #expect(!table.contains(-1))
    table.removeAll(from: count / 2)
    #expect(table.count == count / 2)
  }

  /// Sorted input and equal values are no worst case: all of these would take minutes otherwise.
  @Test func sortedAndEqualValuesAreQuick() {
    for make in [{ $0 }, { -$0 }, { _ in 7 }, { $0 % 2 }] as [@Sendable (Int) -> Int] {
      let table = SortedTable<Int>()
      for number in 0..<60_000 { table.append(make(number)) }
      table.sort()
      #expect((1..<table.count).allSatisfy { table[$0 - 1] <= table[$0] })
    }
  }

  @Test(arguments: [
    ([UInt8](), ""), ([1], "AQ=="), ([1, 2], "AQI="), ([255, 254, 253], "//79"), (Array(0...40), nil),
  ])
  func base64BothWays(bytes: [UInt8], text: String?) {
    let encoded = Base64.encoded(bytes)
    if let text { #expect(encoded == text) }
    #expect(Base64.decoded(encoded) == bytes)
  }

  @Test(arguments: ["A", "AQ", "A===", "====", "AQ=I", "A Q=", "ÄÖ=="])
  func brokenBase64(text: String) { #expect(Base64.decoded(text) == nil) }

  @Test(arguments: [
    ("a/b.png", 7, InFlightEntry.Attempt.first), (String(repeating: "n", count: 5000), 5000, .alone),
    ("x", 1, .interrupted),
  ])
  func inFlightSlots(name: String, length: Int, attempt: InFlightEntry.Attempt) throws {
    let entry = InFlightEntry(NameHash(Array(name.utf8)), Path(name), attempt)
    var slot = entry.slot + [UInt8](repeating: 0, count: InFlightEntry.slotSize - entry.slot.count)
    let read = try #require(InFlightEntry(slot: slot))
    #expect(read.input == entry.input && read.attempt == attempt)
    #expect(read.name.bytes == Array(name.utf8.prefix(4096)))
    for place in [0, 8, 16, 24, 40, 64] {
      slot[place] ^= 0x40
      #expect(InFlightEntry(slot: slot) == nil, "a torn slot is none: byte \(place)")
      slot[place] ^= 0x40
    }
    #expect(InFlightEntry(slot: [UInt8](repeating: 0, count: InFlightEntry.slotSize)) == nil)
  }
}
