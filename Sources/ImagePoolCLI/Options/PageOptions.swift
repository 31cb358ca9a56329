internal import ArgumentParser
internal import ImagePooling

/// Where a page about a pooling goes, and what is in it.
struct PageOptions: ParsableArguments {
  @Option(
    name: [.short, .long], parsing: .unconditional,
    help: ArgumentHelp(
      "Write one self-contained HTML file about the whole pooling; - for standard output.",
      valueName: "FILE|-"),
    transform: Values.path)
  var output: Path?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A part of the picture whose samples the page holds in full precision. Repeatable (default: all of up to 1.5 megapixels, of more than four channels of up to 7 MB, else the middle and the corners).",
      valueName: "TOP,LEFT,HEIGHT,WIDTH"),
    transform: Values.region)
  var region: [InspectionReport.Region] = []

  @Flag(help: "Replace a page that exists.")
  var overwrite = false

  /// - Parameter inputs: the files that are read.
  /// - Returns: nil if no page is asked for.
  /// - Throws: ``OutputPlan/Refusal``.
  func destination(inputs: [Path]) throws(OutputPlan.Refusal) -> Output? {
    guard let output else {
      if overwrite { throw OutputPlan.Refusal("--overwrite is for the page, -o FILE.html") }
      if !region.isEmpty { throw OutputPlan.Refusal("--region is for the page, -o FILE.html") }
      return nil
    }
    if output == "-" {
      if Console.outputIsTerminal {
        throw OutputPlan.Refusal(
          "standard output is a terminal, and a page is for a browser; redirect it or give -o FILE.html")
      }
      return .descriptor(1)
    }
    guard output.fileExtension.map({ ["html", "htm"].contains($0) }) ?? true, !output.bytes.isEmpty,
      !output.endsInSlash
    else { throw OutputPlan.Refusal("-o \(output): the page is HTML and nothing else; give -o FILE.html") }
    try InspectionReport.check(page: output, inputs: inputs, overwrite: overwrite)
    return .file(output, overwrite: overwrite)
  }
}
