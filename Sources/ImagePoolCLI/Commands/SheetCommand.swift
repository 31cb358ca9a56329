internal import ArgumentParser
internal import ImagePooling

struct SheetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sheet",
    abstract: "Show a batch on one page: every thumbnail, and every failure as a failure.",
    discussion: """
      DIR is the output directory of a batch. Its record is the manifest of thumbnail --manifest: named here, or manifest.jsonl in DIR, \
      or the only manifest in DIR; without one all pictures in DIR are shown. Pictures outside of DIR are never shown.

      Examples:
        imagepool sheet thumbs --manifest thumbs.jsonl -o sheet.html
        imagepool sheet thumbs --manifest thumbs.jsonl --only failed -o failed.html
        imagepool sheet thumbs -o sheet.png --cell 96 --columns 12

      Exit status: 0 done; 1 a picture or a line of the manifest could not be read (the sheet is there and says which), or the sheet \
      cannot be written; 64 refused before any work.
      """)

  @Option(
    name: [.short, .long], parsing: .unconditional,
    help: ArgumentHelp(
      "The sheet: .html, a page to filter and to look things up in; .png, a grid of cells without words.",
      valueName: "FILE"),
    transform: Values.path)
  var output: Path

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The manifest of the batch.", valueName: "FILE"), transform: Values.path)
  var manifest: Path?

  @Flag(help: "Show all pictures in DIR, sorted by name, whatever manifests there are.")
  var noManifest = false

  @Option(
    help: ArgumentHelp("The side of a cell in pixels, 16 to 1024.", valueName: "N"),
    transform: Values.cellSide)
  var cell = 160

  @Option(
    help: ArgumentHelp("Cells side by side in a .png, 1 to 64 (default: 10).", valueName: "N"),
    transform: Values.cellColumns)
  var columns: Int?

  @Option(
    help: ArgumentHelp("The most cells; what comes after them is counted.", valueName: "N"),
    transform: Values.positive)
  var limit = 2000

  @Option(
    help: ArgumentHelp(
      "Show only inputs of which the manifest says ok, warned, failed or skipped; may be repeated.",
      valueName: "status"),
    transform: Values.recordedStatus)
  var only: [ContactSheet.Status] = []

  @Flag(help: "Replace a sheet that exists.")
  var overwrite = false

  @Flag(help: "Report one JSON object per cell, and one of the sheet.")
  var json = false

  @OptionGroup(title: "Limits") var limits: DecodingLimitOptions

  @Argument(help: ArgumentHelp("The output directory of a batch.", valueName: "DIR"))
  var directory: String

  func validate() throws {
    if manifest != nil, noManifest {
      throw ValidationError("--manifest and --no-manifest contradict each other; leave one out")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    let sheet = try sheet()
    let told = Told(json: json, columns: sheet.form == .png ? sheet.columns : nil)
    let summary: ContactSheet.Summary
    do {
      summary = try sheet.write { told.tell($0) }
    } catch let error as ImagePoolError {
      Console.error("imagepool: \(error)")
      if json {
        told.answer(sheet.json(failedWith: error, seconds: (ContinuousClock.now - start) / .seconds(1)))
      }
      throw ExitStatus.failed
    } catch is ContactSheet.StandardErrorIsInput {
      // Words would be written into that file.
      throw ExitStatus.refused
    }
    Console.error(Self.text(sheet, summary))
    if json {
      told.answer(sheet.json(summary, seconds: (ContinuousClock.now - start) / .seconds(1)))
    }
    if !summary.isWhole || told.failed { throw ExitStatus.failed }
  }

  private func sheet() throws -> ContactSheet {
    var sheet = ContactSheet(of: ArgumentBytes.path(directory), to: output)
    sheet.source = noManifest ? .pictures : manifest.map { .manifest($0) } ?? .found
    sheet.overwrite = overwrite
    sheet.cell = cell
    sheet.limit = limit
    sheet.only = Set(only)
    sheet.failOn = limits.failOn
    sheet.limits = limits.limits
    if let columns {
      guard sheet.form == .png else {
        throw OutputPlan.Refusal("--columns is of a .png; a page has as many as fit")
      }
      sheet.columns = columns
    }
    return sheet
  }

  /// What is said while cells are drawn.
  private final class Told {
    private let json: Bool
    private let columns: Int?
    private var unreadable = 0
    private(set) var failed = false

    init(json: Bool, columns: Int?) { (self.json, self.columns) = (json, columns) }

    func tell(_ cell: ContactSheet.Cell) {
      if json { answer(cell.json(columns: columns)) }
      guard cell.status == .unreadable, let failure = cell.failure else { return }
      unreadable += 1
      if unreadable <= 10 {
        let remedy = failure.remedy.isEmpty ? "" : "; \(failure.remedy)"
        Console.error("imagepool: \(cell.output ?? cell.name): \(failure.message)\(remedy)")
      } else if unreadable == 11 {
        Console.error("imagepool: more pictures could not be read; the sheet says which")
      }
    }

    func answer(_ line: String) {
      if !failed, Console.answer(line) != .done { failed = true }
    }
  }

  /// `sheet.html: 3 ok, 2 failed: 2 truncated; …`
  private static func text(_ sheet: ContactSheet, _ summary: ContactSheet.Summary) -> String {
    var parts: [String] = []
    for status in ContactSheet.Status.allCases {
      let count = summary.counts[status, default: 0]
      if count > 0 { parts.append("\(Count.grouped(count)) \(status.rawValue)") }
    }
    let kinds = summary.kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\(Count.grouped($0.value)) \($0.key)" }
    var text = "\(sheet.output): " + parts.joined(separator: ", ")
    if !kinds.isEmpty { text += ": " + kinds.joined(separator: ", ") }
    if summary.cells < summary.inputs {
      text += "; \(Count.grouped(summary.cells)) of \(Count.grouped(summary.inputs)) are shown"
    }
    if let first = summary.firstStrangeLine {
      text +=
        "; \(Count.grouped(summary.strangeLines)) \(summary.strangeLines == 1 ? "line of the manifest is none" : "lines of the manifest are none") (the first: \(Count.grouped(first)))"
    }
    if summary.isTorn { text += "; its last line is torn" }
    return text
  }
}
