internal import FeatureMaps
internal import PoolingEngine
internal import ReportPages

/// The HTML of a sheet's head and cells. Everything from a record is escaped, and kept from turning the text around it (`bdi`).
enum SheetMarkup {
  static let end = Array("</ul>\n".utf8)

  /// Everything ahead of the cells: what the sheet is of, the counts, and the filter.
  static func head(_ summary: ContactSheet.Summary, _ sheet: ContactSheet) -> [UInt8] {
    let page = Markup()
    page.add("<header><h1>Contact sheet of <bdi>").text(sheet.directory.description).add(
      "</bdi></h1>\n<p class=\"of\">")
    page.text(Count.grouped(summary.inputs) + (summary.inputs == 1 ? " input" : " inputs"))
    if let manifest = summary.manifest {
      page.add(", by <bdi>").text(manifest.description).add("</bdi>")
    } else {
      page.add(", listed without a manifest")
    }
    page.add("</p>\n")
    for note in notes(summary, sheet) { page.add("<p class=\"note\">").text(note).add("</p>\n") }
    filter(summary, page)
    page.add("</header>\n<ul class=\"sheet\" role=\"list\" style=\"--cell:").text("\(sheet.cell)px")
      .add("\" aria-label=\"Inputs\">\n")
    return page.bytes
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

  private static func filter(_ summary: ContactSheet.Summary, _ page: Markup) {
    page.add("<form id=\"filter\" role=\"search\">\n<fieldset><legend>Status</legend>\n")
    choice("", "all", summary.inputs, isChosen: true, page)
    for status in ContactSheet.Status.allCases {
      let count = summary.counts[status, default: 0]
      if count > 0 { choice(status.rawValue, status.rawValue, count, isChosen: false, page) }
    }
    page.add("</fieldset>\n")
    if !summary.kinds.isEmpty {
      page.add("<label>Kind of error <select name=\"kind\"><option value=\"\">any</option>")
      for (kind, count) in summary.kinds.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
        page.add("<option value=\"").text(kind).add("\">").text("\(kind) (\(Count.grouped(count)))").add(
          "</option>")
      }
      page.add("</select></label>\n")
    }
    page.add(
      "<label>Text <input type=\"search\" name=\"text\" autocomplete=\"off\" spellcheck=\"false\"></label>\n")
    page.add("<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n")
  }

  private static func choice(
    _ value: String, _ label: String, _ count: Int, isChosen: Bool, _ page: Markup
  ) {
    page.add("<label class=\"choice \(value)\"><input type=\"radio\" name=\"status\" value=\"\(value)\"")
    page.add(isChosen ? " checked> " : "> ").text(label).add(" <span class=\"count\">").text(
      Count.grouped(count)
    )
    .add("</span></label>\n")
  }

  // MARK: - Cells

  static func append(_ cell: ContactSheet.Cell, _ picture: SheetPicture?, to bytes: inout [UInt8]) {
    let page = Markup()
    page.add("<li class=\"cell \(cell.status)\" data-status=\"\(cell.status)\" data-kind=\"")
      .text(cell.failure?.kind ?? "").add("\" data-facts=\"").text(facts(cell)).add(
        "\"><button type=\"button\">")
    page.add("<span class=\"frame\">")
    if let picture {
      page.add("<img alt=\"").text("Picture of \(shown(cell.name))")
        .add(
          "\" width=\"\(picture.size.width)\" height=\"\(picture.size.height)\" decoding=\"async\" src=\"data:"
        )
      page.add("\(picture.mediaType);base64,").base64(picture.bytes).add("\">")
    } else if let failure = cell.failure {
      page.add("<span class=\"why\"><strong>").text(failure.kind).add("</strong> <bdi>").text(failure.message)
        .add("</bdi></span>")
    } else {
      page.add("<span class=\"why\">").text(cell.absence ?? "no picture").add("</span>")
    }
    page.add("</span><span class=\"name\"><bdi>").text(shown(cell.name.lastComponent)).add(
      "</bdi></span>")
    page.add("<span class=\"sizes\">").text(sizes(cell)).add("</span>")
    if cell.status != .ok { page.add("<span class=\"state\">").text(cell.status.rawValue).add("</span>") }
    page.add("</button></li>\n")
    bytes += page.bytes
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
