internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine
internal import ReportPages

/// A comparison as a page: one self-contained HTML file with the figures, both inputs, where they differ, and the samples themselves.
///
/// ```swift
/// let report = try ComparisonReport(of: .file("expected.png"), and: .file("result.png"))
/// try report.write(to: .file("report.html"))
/// ```
public struct ComparisonReport: Sendable {
  /// Inputs of at most so many pixels are in the page in full precision, if they are at most ``mostBytesInFull`` long each.
  public static let mostPixelsInFull = 1_500_000
  /// The samples of each input that is in the page in full precision take at most so many bytes.
  public static let mostBytesInFull = 12 << 20
  /// Of larger ones, regions of at most so many pixels a side, samples and bytes.
  static let regionSide = 512
  static let regionSamples = 1 << 20
  static let regionBytes = 4 << 20
  /// Of larger ones with more planes, so many have an overview.
  static let mostOverviewChannels = 8
  static let mostOverviewPixels = 500_000

  /// What the page shows: the same figures as without one.
  public let comparison: Comparison
  /// What the tolerances make of them.
  public let verdict: Comparison.Verdict
  /// The file, UTF-8.
  public let html: [UInt8]

  /// Compares two pictures or tensors, and puts what was found into a page.
  ///
  /// Both inputs are held, and count against ``Limits/memory`` with what the page is made of. The same inputs give the same bytes with the
  /// same zlib release.
  ///
  /// - Parameters:
  ///   - names: what the inputs are called; nil: a file's own name.
  ///   - command: what the page says of how to make it again.
  ///   - sampleCommands: how to look at a sample of the first and of the second input that the page does not hold; `ROW,COLUMN` is put
  ///     after them.
  ///   - cancellation: looked at throughout, as is ``Limits/time``.
  /// - Throws: ``ImagePoolError`` as ``Comparison/init(of:and:by:map:names:cancellation:)``.
  public init(
    of first: Input, and second: Input, by rules: Comparison.Rules = Comparison.Rules(),
    tolerance: Comparison.Tolerance = Comparison.Tolerance(),
    names: (first: Path?, second: Path?) = (nil, nil),
    command: String? = nil, sampleCommands: [String] = [], cancellation: Cancellation? = nil
  ) throws(ImagePoolError) {
    let kept = ComparedRows()
    comparison = try Comparison(
      of: first, and: second, by: rules, names: names, keeping: kept, cancellation: cancellation)
    verdict = comparison.verdict(by: tolerance)
    let titles = [Recipe.name(of: first, names.first), Recipe.name(of: second, names.second)]
    do {
      let plan = try ComparisonPage(comparison, kept)
      let json = plan.json(
        (titles[0] ?? "A", titles[1] ?? "B"), verdict: verdict, tolerance: tolerance, command: command,
        sampleCommands: sampleCommands)
      let shown = titles.map { $0.map { PageTitle.visible("\($0.lastComponent)") } }
      let title = "\(shown[0] ?? "A") and \(shown[1] ?? "B") compared"
      try kept.checkpoint()
      html =
        ReportPage(
          .comparison, texts: ["title": title], json: json.encoded(),
          blocks: plan.blocks.all.map { ($0.name, $0.stream) }
        ).encoded()
    } catch {
      throw ImagePoolError(any: error)
    }
  }

  /// Writes the page, complete or not at all.
  ///
  /// - Throws: ``ImagePoolError`` of kind `unwritable`.
  /// - Returns: the page's bytes if they were to go to memory.
  @discardableResult
  public func write(to output: Output) throws(ImagePoolError) -> [UInt8]? {
    try PageFile.write(html, to: output)
  }

  /// Whether a report can be written to a file of that name.
  ///
  /// - Parameter inputs: the files that are compared.
  /// - Throws: ``OutputPlan/Refusal`` if the file exists (unless it may be replaced) or is an input.
  public static func check(page: Path, inputs: [Path], overwrite: Bool) throws(OutputPlan.Refusal) {
    try PageFile.check(page, "the report", inputs: inputs, overwrite: overwrite)
  }
}
