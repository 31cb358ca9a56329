public import PoolingEngine

/// A pooling of one input as a page: one self-contained HTML file that shows for every output sample in full precision what
/// ``Inspection`` says of one.
///
/// ```swift
/// let layer = Pooling(.max, over: .sliding(3, stride: 2))
/// let report = try Recipe.pool(layer).inspectionReport(.file("photo.jpg"))
/// try report.write(to: .file("report.html"))
/// ```
public struct InspectionReport: Sendable {
  /// A rectangle of what is pooled, upright.
  public typealias Region = PageRegion

  /// A picture of at most so many pixels is in its page in full precision. Of more than four channels samples and results are counted
  /// instead: some 7 MB of them.
  public static let mostPixelsInFull = 1_500_000

  /// What the input is called.
  public var input: Path?
  /// What is pooled, upright.
  public var inputSize: Size
  public var outputSize: Size
  public var channelCount: Int
  /// The parts of what is pooled whose samples are in the page.
  public var regions: [Region]
  /// They are all samples.
  public var isInFullPrecision: Bool
  /// What the page says above all else: damage that was let pass, clamped samples of the result, regions in which no window lies as a whole.
  /// Empty for most inputs.
  public var warnings: [String]
  /// The file, UTF-8.
  public var html: [UInt8]

  /// Writes the page, complete or not at all.
  ///
  /// - Throws: ``ImagePoolError`` of kind `unwritable`.
  /// - Returns: the page's bytes if they were to go to memory.
  @discardableResult
  public func write(to output: Output) throws(ImagePoolError) -> [UInt8]? {
    try PageFile.write(html, to: output)
  }

  /// Whether a page can be written to a file of that name.
  ///
  /// - Parameter inputs: the files that are read for it.
  /// - Throws: ``OutputPlan/Refusal`` if the file exists (unless it may be replaced) or is an input.
  public static func check(
    page: Path, inputs: [Path], overwrite: Bool
  ) throws(OutputPlan.Refusal) {
    try PageFile.check(page, "the page", inputs: inputs, overwrite: overwrite)
  }
}
