internal import FeatureMaps
internal import PoolingEngine

/// What goes into a page about a pooling, in bytes, before anything is compressed.
struct PageBytes {
  /// Of a pixel of what is pooled, with the results that come of it.
  let ofPixel: Double
  /// Of the channels' names, figures and histograms, as text.
  let ofFigures: Double
  /// Of the windows of all channels, as text.
  private let ofWindows: Double

  /// What a page that chose its regions itself is made to stay below, as text, beside its script.
  static let mostText = 9_500_000.0
  /// Text has four characters for three bytes; noise does not deflate.
  private static let bytesPerCharacter = 0.75

  /// - Parameters:
  ///   - format: of the rows that are pooled.
  ///   - result: bytes of a sample of the result in the page.
  ///   - tables: channels that have windows of their own; 1 if none has.
  init(_ format: RowFormat, channels: Int, _ input: Size, _ output: Size, result: Int, tables: Int) {
    func pixels(_ size: Size) -> Double { Double(size.height) * Double(size.width) }
    let results = Double(result * channels) * pixels(output) / max(1, pixels(input))
    ofPixel = max(1, Double(format.channels * format.sampleType.byteCount) + results)
    // A name, some ten numbers with what they are, and the counts of a histogram: a 64th of the samples each, some of them more.
    let digits = "\(Int(min(pixels(output), 1e15)) / 16)".count
    ofFigures = Double(channels) * Double(360 + ChannelSummary.bins * (digits + 1))
    // A start and the number of a shape each, and the shapes of both axes.
    let window = "\(max(input.height, input.width))".count + 3
    ofWindows = Double(tables) * Double((output.height + output.width) * window + 2 * 110)
  }

  /// What is left for blocks, as text. Not less than a tenth, lest nothing is shown of thousands of channels.
  var mostBlocks: Double { max(Self.mostText / 10, Self.mostText - ofFigures - ofWindows) }
  /// The same before it is text: for all samples and results, and for parts of them beside an overview.
  var mostInFull: Double { Self.bytesPerCharacter * mostBlocks }
  var mostInParts: Double { max(mostInFull / 4, mostInFull - Double(2 * ReportOverview.fewestSamples)) }

  /// Of the figures while they are made: as they are counted, as JSON values, as text three times.
  static func heldByFigures(channels: Int, text: Double) -> Double { Double(channels * 2816) + 3 * text }
}
