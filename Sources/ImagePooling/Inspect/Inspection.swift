public import PoolingEngine

/// One output sample of a pooling, taken apart: every tap with its place and value, and the arithmetic from there to the
/// result.
///
/// The arithmetic is written from the frameworks' rules, apart from the engine's; ``Channel/engineResult`` is what the engine gives for
/// the same sample, and ``agrees`` whether the two are one. A disagreement is a fault of this program, and is said.
///
/// ```swift
/// let layer = Pooling(.average, over: .sliding(3, stride: 2, padding: .all(1)))
/// let window = try Recipe.pool(layer).inspect(.file("photo.jpg"), at: OutputPlace(row: 0, column: 0))
/// print(window.text, window.json)
/// ```
public struct Inspection: Equatable, Sendable {
  /// One channel of the window.
  public struct Channel: Equatable, Sendable {
    public var channel: Int
    /// Row by row, all that the window looks at.
    public var taps: [InspectedTap]
    public var explanation: WindowExplanation
    /// What the engine gives, in the same element type.
    public var engineResult: InspectedNumber
    /// The sample of the picture that the engine gives; nil where the explanation has none.
    public var engineRounded: Int?
    /// Explanation and engine give the same: bit for bit, or, where floats are summed in another order or powers are taken,
    /// within ``WindowExplanation/tolerance`` before the last rounding.
    public var agrees: Bool
    /// The other dialects, in the order of `Dialect.allCases`.
    public var dialects: [DialectAnswer]
  }

  /// What the input is called.
  public var input: Path?
  /// The operator's name on the command line; of several layers the last one's.
  public var operation: String
  public var dialect: Dialect
  /// How many layers came before: what is pooled is their result.
  public var layersBefore: Int
  /// Of what is pooled by that layer, and of its result; upright.
  public var inputSize: Size
  public var outputSize: Size
  /// Channels of the output.
  public var channelCount: Int
  /// The element type that is pooled.
  public var sampleType: SampleType
  /// How what is pooled is stored; `.upright` for arrays.
  public var orientation: Orientation
  /// What is pooled is linear light, 16 bits a sample, which a picture codes again.
  public var isLinearLight: Bool
  /// The window along the rows' axis and the columns' axis. Fractional windows of the torch dialect differ by channel; these are
  /// those of the first channel that was asked for.
  public var rows: InspectedAxis
  public var columns: InspectedAxis
  /// One channel, or all.
  public var channels: [Channel]
  /// Rows of what is pooled that were read, up to the last that the window needs.
  public var rowsRead: Int
  /// The rows that there are, as they are stored: of a picture that is turned by a quarter its columns.
  public var storedRows: Int
  /// What the decoder complained of in what it read. Empty if nothing is wrong there; what follows was not looked at.
  public var warnings: [String]

  /// The place in the output.
  public var place: OutputPlace { OutputPlace(row: rows.window, column: columns.window) }
  /// Explanation and engine agree in every channel.
  public var agrees: Bool { channels.allSatisfy(\.agrees) }
}
