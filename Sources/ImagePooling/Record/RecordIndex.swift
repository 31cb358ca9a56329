/// The last line of every input in a manifest, found by the input's name: 24 bytes each.
final class RecordIndex {
  private let lines = SortedTable<RecordedLine>()
  /// Lines that a later line of the same input makes void.
  private(set) var superseded = 0
  /// Inputs whose last line says `failed`.
  private(set) var failures = 0

  /// - Parameters:
  ///   - descriptor: the manifest.
  ///   - name: for messages.
  /// - Throws: ``OutputPlan/Refusal`` if a line is none of a manifest, or it cannot be read.
  init(reading descriptor: Int32, name: Path) throws(OutputPlan.Refusal) {
    let reader = LineReader(descriptor)
    var number = 0
    while true {
      let offset = reader.place
      let text: [UInt8]?
      do throws(SystemCalls.Failure) { text = try reader.next() } catch {
        throw OutputPlan.Refusal("\(name): cannot be read: \(error.text)")
      }
      guard let text else { break }
      number += 1
      guard let line = ManifestLine(text) else {
        throw OutputPlan.Refusal(
          "\(name): line \(number) is no line of a manifest; give the manifest of a batch")
      }
      lines.append(RecordedLine(NameHash(line.input.bytes), offset: offset, line.status))
    }
    lines.sort()
    keepLast()
  }

  /// Of lines of one input the last one is the one with the greatest offset.
  private func keepLast() {
    var kept = 0
    for place in 0..<lines.count {
      if place + 1 < lines.count, lines[place + 1].input == lines[place].input {
        superseded += 1
      } else {
        lines[kept] = lines[place]
        if lines[place].status != .done { failures += 1 }
        kept += 1
      }
    }
    lines.removeAll(from: kept)
  }

  /// Where the lines are, in the order of the file.
  var offsets: some Sequence<Int> {
    let places = SortedTable<Int>()
    for place in 0..<lines.count { places.append(lines[place].offset) }
    places.sort()
    return (0..<places.count).lazy.map { places[$0] }
  }

  subscript(input: NameHash) -> RecordedLine? {
    let place = lines.firstPlace(notBelow: RecordedLine(input, offset: 0, .done))
    guard place < lines.count, lines[place].input == input else { return nil }
    return lines[place]
  }
}
