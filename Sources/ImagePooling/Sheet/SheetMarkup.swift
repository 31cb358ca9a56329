internal import FeatureMaps
internal import PoolingEngine
internal import ReportPages

/// The HTML of a sheet's head and cells, from the pieces of `sheet-pieces.html`. Everything from a record is escaped there, and kept
/// from turning the text around it (`bdi`).
struct SheetMarkup {
  private let pieces = PagePieces(of: .sheet)

  var end: [UInt8] { pieces.filled("end") }

  /// Everything ahead of the cells: what the sheet is of, the counts, and the filter.
  func head(_ summary: ContactSheet.Summary, _ sheet: ContactSheet) -> [UInt8] {
    let source =
      summary.manifest.map { pieces.filled("manifest", ["manifest": $0.description]) }
      ?? pieces.filled("no-manifest")
    let notes = Self.notes(summary, sheet).flatMap { pieces.filled("note", ["note": $0]) }
    return pieces.filled(
      "head",
      [
        "directory": sheet.directory.description, "cell": "\(sheet.cell)",
        "inputs": Count.grouped(summary.inputs) + (summary.inputs == 1 ? " input" : " inputs"),
      ],
      parts: ["source": source, "notes": notes, "choices": choices(summary), "kinds": kinds(summary)])
  }

  private func choices(_ summary: ContactSheet.Summary) -> [UInt8] {
    var choices = pieces.filled("choice-of-all", ["count": Count.grouped(summary.inputs)])
    for status in ContactSheet.Status.allCases {
      let count = summary.counts[status, default: 0]
      guard count > 0 else { continue }
      choices += pieces.filled("choice", ["status": status.rawValue, "count": Count.grouped(count)])
    }
    return choices
  }

  /// A choice among the kinds of errors, the most frequent first.
  private func kinds(_ summary: ContactSheet.Summary) -> [UInt8] {
    guard !summary.kinds.isEmpty else { return [] }
    let kinds = summary.kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .flatMap { pieces.filled("kind", ["kind": $0.key, "count": Count.grouped($0.value)]) }
    return pieces.filled("kinds", parts: ["kinds": kinds])
  }

  private static func notes(_ summary: ContactSheet.Summary, _ sheet: ContactSheet) -> [String] {
    var notes: [String] = []
    if summary.cells < summary.inputs {
      let chosen = ContactSheet.Status.allCases.filter(sheet.only.contains).map(\.rawValue)
      notes.append(
        "\(Count.grouped(summary.cells)) of them are shown"
          + (chosen.isEmpty ? "" : ", of those that are \(chosen.joined(separator: " or "))")
          + "; the counts are of all.")
    }
    if summary.strangeLines > 0 {
      notes.append(
        "\(Count.grouped(summary.strangeLines)) line\(summary.strangeLines == 1 ? "" : "s") of the manifest could not be read"
          + (summary.firstStrangeLine.map { ", the first of them line \(Count.grouped($0))." } ?? "."))
    }
    if summary.isTorn {
      notes.append(
        "The last line of the manifest is torn: the run was killed, and one input or more are missing here.")
    }
    return notes
  }

  // MARK: - Cells

  func append(_ cell: ContactSheet.Cell, _ picture: SheetPicture?, to bytes: inout [UInt8]) {
    bytes += pieces.filled(
      "cell",
      [
        "status": cell.status.rawValue, "kind": cell.failure?.kind ?? "", "facts": Self.facts(cell),
        "name": Self.shown(cell.name.lastComponent), "sizes": Self.sizes(cell),
      ],
      parts: [
        "picture": shown(cell, picture),
        "state": cell.status == .ok ? [] : pieces.filled("state", ["status": cell.status.rawValue]),
      ])
  }

  /// The picture, or why there is none.
  private func shown(_ cell: ContactSheet.Cell, _ picture: SheetPicture?) -> [UInt8] {
    if let picture {
      var text: [UInt8] = []
      Base64Text.append(picture.bytes, to: &text)
      return pieces.filled(
        "picture",
        [
          "name": Self.shown(cell.name), "width": "\(picture.size.width)",
          "height": "\(picture.size.height)", "type": picture.mediaType,
        ], parts: ["bytes": text])
    }
    if let failure = cell.failure {
      return pieces.filled("failure", ["kind": failure.kind, "message": failure.message])
    }
    return pieces.filled("absence", ["absence": cell.absence ?? "no picture"])
  }

  private static func sizes(_ cell: ContactSheet.Cell) -> String {
    func text(_ size: Size) -> String { "\(size.width)×\(size.height)" }
    switch (cell.inputSize, cell.outputSize) {
    case (let input?, let output?): return "\(text(input)) → \(text(output))"
    case (nil, let output?): return text(output)
    case (let input?, nil): return text(input)
    case (nil, nil): return ""
    }
  }

  /// Names and words, as JSON, for the page's dialog.
  private static func facts(_ cell: ContactSheet.Cell) -> String {
    var facts: [(String, String)] = []
    if let input = cell.input { facts.append(("Input", shown(input))) }
    if let output = cell.output { facts.append(("Output", shown(output))) }
    facts.append(("Status", cell.status.rawValue))
    if let failure = cell.failure {
      facts.append(("Error", failure.kind))
      facts.append(("Message", failure.message))
      if !failure.remedy.isEmpty { facts.append(("Remedy", failure.remedy)) }
    }
    for warning in cell.warnings { facts.append(("Warning", warning)) }
    if let absence = cell.absence { facts.append(("Picture", "none: \(absence)")) }
    if let size = cell.inputSize { facts.append(("Input size", "\(size.width)×\(size.height)")) }
    if let size = cell.outputSize { facts.append(("Output size", "\(size.width)×\(size.height)")) }
    if let bytes = cell.bytes { facts.append(("Bytes", Count.grouped(bytes))) }
    let json = JSONValue.array(facts.map { .array([.string($0.0), .string($0.1)]) })
    return String(decoding: json.encoded(), as: UTF8.self)
  }

  /// The most bytes of a name that are shown; no file system has longer ones, and a manifest may.
  private static let longestName = 4096

  private static func shown(_ name: Path) -> String {
    var bytes = name.bytes.prefix(longestName)
    guard bytes.count < name.bytes.count || name.description.utf8.count > longestName else {
      return name.description
    }
    // Not within a letter.
    if bytes.count < name.bytes.count {
      while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
      if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
    }
    var text = String.UnicodeScalarView()
    var count = 0
    for scalar in Path(bytes: Array(bytes)).description.unicodeScalars {
      count += UTF8.width(scalar)
      guard count <= longestName else { break }
      text.append(scalar)
    }
    return String(text) + "…"
  }
}
