/// The last line of every input in a manifest, in the order of the lines; lines that are none are counted.
final class RecordedEntries: SheetEntries {
  /// Bytes of a line; one of a batch has some two thousand, and a name in it at most 24 thousand.
  static let longestLine = 1 << 20
  private static let mostKinds = 255

  private(set) var summary = ContactSheet.Summary()
  /// The directories that all outputs have in common, as the manifest names them.
  private(set) var commonDirectories: [Path]?

  private let name: Path
  private let descriptor: Int32
  private let reader: LineReader
  private let records = SortedTable<SheetRecord>()
  private let places = SortedTable<Int>()
  private var nextPlace = 0
  private var lines = 0
  var memory: Int { lines * (MemoryLayout<SheetRecord>.stride + MemoryLayout<Int>.stride) }
  private var kinds: [String: Int] = [:]

  /// - Throws: ``OutputPlan/Refusal`` if there is no such file or none of its lines is a manifest's.
  init(_ name: Path, for sheet: ContactSheet) throws(OutputPlan.Refusal) {
    self.name = name
    do throws(SystemCalls.Failure) {
      descriptor = try SystemCalls.openWithoutWaiting(name)
    } catch {
      throw OutputPlan.Refusal(
        name == "-"
          ? "a manifest is read more than once, so it cannot come from standard input; give --manifest FILE"
          : "the manifest \(name) cannot be read: \(error.text)")
    }
    reader = LineReader(descriptor, longest: Self.longestLine)
    guard (try? SystemCalls.facts(of: descriptor))?.sort == .regular else {
      throw OutputPlan.Refusal("\(name) is no file; a manifest is read more than once, so give one")
    }
    summary.manifest = name
    try index()
    lines = records.count
    keepLast()
    let names = Dictionary(uniqueKeysWithValues: kinds.map { ($1, $0) })
    for place in 0..<records.count {
      let record = records[place]
      summary.counts[record.status, default: 0] += 1
      if record.status == .failed { summary.kinds[names[record.kind] ?? "other", default: 0] += 1 }
      if sheet.only.isEmpty || sheet.only.contains(record.status) { places.append(record.offset) }
    }
    places.sort()
    places.removeAll(from: min(places.count, sheet.limit))
    summary.cells = places.count
    guard summary.inputs > 0 else {
      throw OutputPlan.Refusal(
        summary.strangeLines == 0 && !summary.isTorn
          ? "\(name) is empty; give the manifest of a batch, or --no-manifest to show all pictures in \(sheet.directory)"
          : "\(name): no line of it is one of a manifest; give the manifest of a batch, or --no-manifest to show all pictures in \(sheet.directory)"
      )
    }
  }

  deinit { try? SystemCalls.closeDescriptor(descriptor) }

  private func index() throws(OutputPlan.Refusal) {
    var number = 0
    while true {
      let offset = reader.place
      let line: [UInt8]?
      do throws(SystemCalls.Failure) { line = try reader.next() } catch {
        throw OutputPlan.Refusal("the manifest \(name) cannot be read: \(error.text)")
      }
      guard let line else { return }
      number += 1
      if Self.isBlank(line) { continue }
      guard line.count <= Self.longestLine, let entry = Self.entry(line, at: offset), let input = entry.input
      else {
        if line.last != UInt8(ascii: "\n"), line.count <= Self.longestLine {
          summary.isTorn = true
        } else {
          summary.strangeLines += 1
          summary.firstStrangeLine = summary.firstStrangeLine ?? number
        }
        continue
      }
      if let output = entry.output { share(output) }
      records.append(
        SheetRecord(NameHash(input.bytes), offset: offset, entry.status, kind: kind(entry.failure?.kind)))
    }
  }

  /// All lines from the first on, those that later ones make void, too.
  func forEachLine(_ body: (SheetEntry) throws -> Void) throws {
    reader.move(to: 0)
    while true {
      let place = reader.place
      let line: [UInt8]?
      do throws(SystemCalls.Failure) { line = try reader.next() } catch {
        throw OutputPlan.Refusal("the manifest \(name) cannot be read: \(error.text)")
      }
      guard let line else { return }
      guard line.count <= Self.longestLine, let entry = Self.entry(line, at: place) else { continue }
      try body(entry)
    }
  }

  /// Editors put a byte order mark ahead of the first line.
  private static func entry(_ line: [UInt8], at place: Int) -> SheetEntry? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return SheetEntry(line: place == 0 && line.starts(with: mark) ? Array(line.dropFirst(3)) : line)
  }

  private static func isBlank(_ line: [UInt8]) -> Bool {
    line.allSatisfy { [UInt8(ascii: " "), 9, 10, 13].contains($0) }
  }

  private func kind(_ name: String?) -> Int {
    let name = name ?? ""
    if let known = kinds[name] { return known }
    guard kinds.count < Self.mostKinds else { return Self.mostKinds }
    kinds[name] = kinds.count
    return kinds.count - 1
  }

  private func share(_ output: Path) {
    let directories = output.directory.components
    guard let common = commonDirectories else {
      commonDirectories = directories
      return
    }
    commonDirectories = Array(zip(common, directories).prefix { $0 == $1 }.map(\.0))
  }

  private func keepLast() {
    records.sort()
    var kept = 0
    for place in 0..<records.count
    where place + 1 == records.count || records[place + 1].input != records[place].input {
      records[kept] = records[place]
      kept += 1
    }
    records.removeAll(from: kept)
  }

  func next() throws(ImagePoolError) -> SheetEntry? {
    guard nextPlace < places.count else { return nil }
    let place = places[nextPlace]
    if reader.place != place { reader.move(to: place) }
    nextPlace += 1
    do throws(SystemCalls.Failure) {
      if let line = try reader.next(), let entry = Self.entry(line, at: place) { return entry }
    } catch {
      throw ImagePoolError(
        .unreadable, "cannot be read: \(error.text)", remedy: OpenedInput.remedy(error),
        input: name.description)
    }
    throw ImagePoolError(
      .unreadable, "changed while it was read", remedy: "wait for the batch", input: name.description)
  }
}
